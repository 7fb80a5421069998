package org.corpuslm.ngram;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.corpuslm.corpus.Vocabulary;
import org.corpuslm.corpus.VocabularyFile;
import org.corpuslm.ngram.count.CountStore;
import org.corpuslm.ngram.model.NgramModelTables;
import org.corpuslm.runtime.Published;
import org.corpuslm.runtime.PublishedFile;
import org.corpuslm.runtime.TableReader;

/** The content of count stores and models, with words instead of ids. */
public final class StoredTables {
  private StoredTables() {}

  /**
   * One row of a count store.
   *
   * @param ngram the words
   * @param shard where it was found
   */
  public record CountRow(List<String> ngram, long count, long adjusted, int shard) {}

  /** The rows of one order of a count store, in the order in which they are stored. */
  public static List<CountRow> counts(String store, int order) {
    Configuration conf = Pipeline.conf();
    Published directory = Published.open(conf, store);
    Vocabulary vocabulary = VocabularyFile.read(conf, directory);
    List<CountRow> rows = new ArrayList<>();
    for (PublishedFile file : directory.manifest().below("counts/order=" + order)) {
      try (TableReader table = new TableReader(conf, directory, file, CountStore.columns(order))) {
        while (table.next()) {
          rows.add(
              new CountRow(
                  words(table, order, vocabulary),
                  table.int64(order),
                  table.int64(order + 1),
                  shard(file)));
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return rows;
  }

  /** All rows of all orders of a count store, sorted, as text: the same for equal counts. */
  public static String dump(String store, int order) {
    StringBuilder text = new StringBuilder();
    for (int k = 1; k <= order; k++) {
      counts(store, k).stream()
          .map(r -> String.join(" ", r.ngram()) + "\t" + r.count() + "\t" + r.adjusted() + "\n")
          .sorted()
          .forEach(text::append);
    }
    return text.toString();
  }

  /** SHA-256 of every file of a directory, by its path. */
  public static Map<String, String> checksums(String directory) {
    Map<String, String> sums = new LinkedHashMap<>();
    Published.open(Pipeline.conf(), directory)
        .manifest()
        .files()
        .forEach(f -> sums.put(f.path(), f.sha256()));
    return sums;
  }

  /** The n-grams of one order of a model with their log10 probabilities. */
  public static Map<List<String>, Double> ngrams(String model, int order) {
    return values(model, "ngrams/order=" + order, order, true);
  }

  /** The contexts of one length of a model with their log10 back-off weights. */
  public static Map<List<String>, Double> backoffs(String model, int length) {
    return values(model, "contexts/length=" + length, length, false);
  }

  private static Map<List<String>, Double> values(
      String model, String below, int words, boolean ngrams) {
    Configuration conf = Pipeline.conf();
    Published directory = Published.open(conf, model);
    Vocabulary vocabulary = VocabularyFile.read(conf, directory);
    Map<List<String>, Double> values = new HashMap<>();
    for (PublishedFile file : directory.manifest().below(below)) {
      try (TableReader table =
          new TableReader(
              conf,
              directory,
              file,
              ngrams ? NgramModelTables.ngrams(words) : NgramModelTables.contexts(words))) {
        while (table.next()) {
          List<String> g = words(table, words, vocabulary);
          if (values.put(g, table.float64(words)) != null) {
            throw new AssertionError(g + " stands twice in " + model);
          }
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return values;
  }

  private static List<String> words(TableReader table, int n, Vocabulary vocabulary) {
    return Stream.iterate(0, w -> w < n, w -> w + 1)
        .map(w -> vocabulary.word(table.int32(w)))
        .toList();
  }

  private static int shard(PublishedFile file) {
    return Integer.parseInt(file.path().replaceAll(".*/shard=(\\d+)/.*", "$1"));
  }
}

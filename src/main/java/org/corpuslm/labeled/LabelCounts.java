package org.corpuslm.labeled;

import java.io.IOException;
import java.io.Serializable;
import org.apache.hadoop.conf.Configuration;
import org.corpuslm.corpus.LabeledSentence;
import org.corpuslm.labeled.LabelerConfig.Method;
import org.corpuslm.labeled.model.ClassNgrams;
import org.corpuslm.labeled.model.CountTrie;
import org.corpuslm.runtime.BadInputException;
import org.corpuslm.runtime.Columns;
import org.corpuslm.runtime.OutputDirectory;
import org.corpuslm.runtime.Published;
import org.corpuslm.runtime.PublishedFile;
import org.corpuslm.runtime.TableReader;
import org.corpuslm.runtime.TableWriter;

/**
 * What a labeler is estimated from: n-grams of labels (HMM) or of the words of each class, and
 * pairs of a word and its label.
 */
final class LabelCounts implements Serializable {
  private static final long serialVersionUID = 1;
  private static final String NGRAMS = "counts/ngrams.parquet";
  private static final String EMISSIONS = "counts/emissions.parquet";

  final CountTrie ngrams; // null with most-frequent-tag
  final CountTrie emissions; // null with --task classify
  private final int labels;

  /** Makes empty counts for a method. */
  LabelCounts(LabelerConfig config, int labels) {
    this.labels = labels;
    boolean tags = config.method().task() == org.corpuslm.corpus.LabelSpec.Task.TAG;
    ngrams =
        config.method() == Method.MOST_FREQUENT_TAG
            ? null
            : new CountTrie(tags ? 1 : labels, config.order());
    emissions = tags ? new CountTrie(1, 2) : null;
  }

  /** Counts a training sentence. */
  void add(LabeledSentence sentence) {
    int[] words = sentence.words();
    if (emissions == null) {
      addNgrams(sentence.labels()[0], ClassNgrams.padded(words, ngrams.order()));
      return;
    }
    int[] tags = sentence.labels();
    for (int i = 0; i < words.length; i++) {
      emissions.add(0, new int[] {words[i], tags[i]}, 2, 1);
    }
    if (ngrams != null) {
      int before = ngrams.order() - 1;
      int[] padded = new int[before + tags.length + 1];
      java.util.Arrays.fill(padded, 0, before, labels);
      System.arraycopy(tags, 0, padded, before, tags.length);
      padded[padded.length - 1] = labels + 1;
      addNgrams(0, padded);
    }
  }

  private void addNgrams(int root, int[] padded) {
    int order = ngrams.order();
    int[] ngram = new int[order];
    for (int i = order - 1; i < padded.length; i++) {
      System.arraycopy(padded, i - order + 1, ngram, 0, order);
      ngrams.add(root, ngram, order, 1);
    }
  }

  /** Adds the counts of other sentences. */
  void add(LabelCounts other) {
    if (ngrams != null) {
      ngrams.add(other.ngrams);
    }
    if (emissions != null) {
      emissions.add(other.emissions);
    }
  }

  /**
   * Writes the tables and returns their numbers of rows: n-grams, emissions.
   *
   * @param output receives {@code counts/ngrams.parquet} and {@code counts/emissions.parquet}
   */
  long[] write(OutputDirectory output) {
    return new long[] {
      ngrams == null ? 0 : write(output, NGRAMS, ngrams),
      emissions == null ? 0 : write(output, EMISSIONS, emissions)
    };
  }

  private static Columns columns(String file, int order) {
    if (file.equals(EMISSIONS)) {
      return new Columns().int32("word").int32("label").int64("count");
    }
    Columns columns = new Columns().int32("root");
    for (int i = 1; i <= order; i++) {
      columns.int32("w" + i);
    }
    return columns.int64("count");
  }

  private static long write(OutputDirectory output, String file, CountTrie counts) {
    int first = file.equals(EMISSIONS) ? 0 : 1;
    try (TableWriter table =
        new TableWriter(
            output.driverTask(), output.staging(), file, columns(file, counts.order()))) {
      counts.<IOException>forEach(
          (root, ngram, n) -> {
            if (first == 1) {
              table.put(0, root);
            }
            for (int i = 0; i < ngram.length; i++) {
              table.put(first + i, ngram[i]);
            }
            table.put(first + ngram.length, n);
            table.endRow();
          });
      long rows = table.rows();
      output.accept(table.finish());
      return rows;
    } catch (IOException e) {
      throw new IllegalStateException("cannot write " + file, e);
    }
  }

  /**
   * Reads the tables of a saved labeler.
   *
   * @throws BadInputException if one is missing or damaged
   */
  static LabelCounts read(Configuration conf, Published directory) {
    LabelerConfig config = directory.configuration(LabelerConfig.class);
    LabelerFacts facts = directory.facts(LabelerFacts.class);
    LabelCounts counts = new LabelCounts(config, facts.labels());
    int words = facts.vocabularySize();
    if (counts.ngrams != null) {
      // Labels before and behind the sentence have ids of their own.
      int limit = counts.emissions == null ? words : facts.labels() + 2;
      read(conf, directory, NGRAMS, counts.ngrams, limit, limit);
    }
    if (counts.emissions != null) {
      read(conf, directory, EMISSIONS, counts.emissions, words, facts.labels());
    }
    return counts;
  }

  private static void read(
      Configuration conf, Published directory, String name, CountTrie to, int limit, int last) {
    PublishedFile file =
        directory.manifest().files().stream()
            .filter(f -> f.path().equals(name))
            .findFirst()
            .orElseThrow(
                () ->
                    new BadInputException(
                        "%s: manifest.json lists no %s".formatted(directory.path(), name)));
    int order = to.order();
    int first = name.equals(EMISSIONS) ? 0 : 1;
    int[] ngram = new int[order];
    try (TableReader table = new TableReader(conf, directory, file, columns(name, order))) {
      while (table.next()) {
        int root = first == 1 ? table.int32(0) : 0;
        boolean right = root >= 0 && root < to.roots();
        for (int i = 0; i < order; i++) {
          ngram[i] = table.int32(first + i);
          right &= ngram[i] >= 0 && ngram[i] < (i == order - 1 ? last : limit);
        }
        long n = table.int64(first + order);
        if (!right || n < 1) {
          throw new BadInputException(
              directory.at(file)
                  + " is damaged: it has ids or counts that cannot be; make its directory again");
        }
        to.add(root, ngram, order, n);
      }
    } catch (IOException e) {
      throw BadInputException.unreadable(directory.at(file), e);
    }
  }
}

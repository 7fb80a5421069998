package org.corpuslm.evaluate.detail;

import java.io.IOException;
import org.corpuslm.corpus.EncodedText;
import org.corpuslm.corpus.Vocabulary;
import org.corpuslm.evaluate.score.HeldOutScores;
import org.corpuslm.runtime.Columns;
import org.corpuslm.runtime.Staging;
import org.corpuslm.runtime.TableWriter;
import org.corpuslm.runtime.TaskContext;

/**
 * Writes {@code details/model=M/partition=P.parquet}: a row per token, or per sentence, of one
 * partition. Sentences are numbered from 0 in their partition.
 */
public final class DetailsFile {
  static final double LN10 = Math.log(10);

  /** Column of the log10 probabilities, in rows of words and of sentences. */
  static final int LOGPROB = 4;

  private DetailsFile() {}

  static Columns words() {
    return new Columns()
        .int32("partition")
        .int64("sentence")
        .int32("position")
        .text("word")
        .float64("logprob")
        .int32("order")
        .int32("oov");
  }

  static Columns sentences() {
    return new Columns()
        .int32("partition")
        .int64("sentence")
        .int32("tokens")
        .int32("oov")
        .float64("logprob");
  }

  /** Returns the directory with the details of a model, below that of the report. */
  static String directory(int model) {
    return "details/model=" + model;
  }

  static Columns columns(Details details) {
    return details == Details.WORDS ? words() : sentences();
  }

  /**
   * Writes the rows of one model and partition, with log10 probabilities.
   *
   * @param staging directory of the report before it is published
   * @param model index of the model
   * @param partition index of the partition
   */
  public static Staging.StagedFile write(
      TaskContext task,
      Staging staging,
      Details details,
      HeldOutScores scores,
      int model,
      int partition)
      throws IOException {
    Vocabulary vocabulary = scores.vocabulary(model);
    EncodedText text = scores.text(model);
    double[] lnP = scores.lnP(model);
    byte[] order = scores.orders(model);
    String file = "%s/partition=%05d.parquet".formatted(directory(model), partition);
    boolean perWord = details == Details.WORDS;
    try (TableWriter table = new TableWriter(task, staging, file, columns(details))) {
      int[] ids = text.ids();
      long sentence = 0;
      for (int from = 0, to; from < ids.length; from = to) {
        to = Vocabulary.endOfSentence(ids, from);
        if (perWord) {
          for (int i = from; i < to; i++) {
            table.put(0, partition);
            table.put(1, sentence);
            table.put(2, i - from);
            table.put(3, text.form(vocabulary, i));
            table.put(LOGPROB, lnP[i] / LN10);
            table.put(5, order[i]);
            table.put(6, ids[i] == Vocabulary.UNK ? 1 : 0);
            table.endRow();
          }
        } else {
          putSentence(table, partition, sentence, ids, lnP, from, to);
        }
        sentence++;
      }
      return table.finish();
    }
  }

  private static void putSentence(
      TableWriter table, int partition, long sentence, int[] ids, double[] lnP, int from, int to)
      throws IOException {
    double sum = 0;
    int oov = 0;
    for (int i = from; i < to; i++) {
      sum += lnP[i];
      oov += ids[i] == Vocabulary.UNK ? 1 : 0;
    }
    table.put(0, partition);
    table.put(1, sentence);
    table.put(2, to - from);
    table.put(3, oov);
    table.put(LOGPROB, sum / LN10);
    table.endRow();
  }
}

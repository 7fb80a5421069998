package org.corpuslm.evaluate;

import java.io.IOException;
import org.corpuslm.corpus.EncodedText;
import org.corpuslm.corpus.Vocabulary;
import org.corpuslm.runtime.Columns;
import org.corpuslm.runtime.Staging;
import org.corpuslm.runtime.TableWriter;
import org.corpuslm.runtime.TaskContext;

/**
 * {@code details/model=M/partition=P.parquet}: a row per token, or per sentence, of one partition.
 * Sentences are numbered from 0 in their partition.
 */
final class DetailsFile {
  static final double LN10 = Math.log(10);

  /** Column of the log10 probabilities, of words and of sentences. */
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

  /** Where the details of a model are. */
  static String directory(int model) {
    return "details/model=" + model;
  }

  static Columns columns(EvaluateConfig.Details details) {
    return details == EvaluateConfig.Details.WORDS ? words() : sentences();
  }

  /** Writes the details of one model; log10 probabilities. */
  static Staging.StagedFile write(
      TaskContext task,
      ScoringPlan scoring,
      int model,
      int partition,
      Vocabulary vocabulary,
      EncodedText text,
      double[] lnP,
      byte[] order)
      throws IOException {
    String file = "%s/partition=%05d.parquet".formatted(directory(model), partition);
    boolean perWord = scoring.details() == EvaluateConfig.Details.WORDS;
    try (TableWriter table =
        new TableWriter(task, scoring.staging(), file, columns(scoring.details()))) {
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

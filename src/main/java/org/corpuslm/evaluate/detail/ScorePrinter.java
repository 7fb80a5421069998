package org.corpuslm.evaluate.detail;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.corpuslm.evaluate.score.HeldOutPartition;
import org.corpuslm.evaluate.score.ModelServing;
import org.corpuslm.evaluate.score.ScoringPlan;
import org.corpuslm.model.LanguageModel;
import org.corpuslm.runtime.BadInputException;
import org.corpuslm.runtime.Cluster;

/**
 * Writes the scores of every line or token of a text as plain text. A few partitions are scored at
 * a time, so the driver never holds more than those.
 */
public final class ScorePrinter {
  /** Partitions per task slot that are scored before they are written. */
  private static final int ROUNDS_AT_A_TIME = 2;

  private final Cluster cluster;
  private final ModelServing serving;
  private final OutputStream perLine;
  private final OutputStream perToken;

  /**
   * Prints the scores of one model. The streams stay open.
   *
   * @param serving the model
   * @param perLine receives line number, log10 p, tokens, OOVs and perplexity per line; may be null
   * @param perToken receives line number, number of the token in it, token and surprisal in bits
   *     per token; may be null
   * @throws BadInputException if there are several models, or if surprisals are requested for a
   *     model whose values are scores
   */
  public ScorePrinter(
      Cluster cluster, ModelServing serving, OutputStream perLine, OutputStream perToken) {
    this.cluster = cluster;
    this.serving = serving;
    this.perLine = perLine;
    this.perToken = perToken;
    if (serving.models().size() != 1) {
      throw new BadInputException(
          ("--per-line and --surprisal are for one --model, and %d are given; run them one by one"
                  + " (a mixture is one model)")
              .formatted(serving.models().size()));
    }
    LanguageModel model = serving.models().get(0);
    if (perToken != null && !model.normalized()) {
      throw new BadInputException(
          ("%s (%s) gives scores, not probabilities, which have no surprisal; give a model of"
                  + " another smoothing")
              .formatted(model.path(), model.name()));
    }
  }

  /** Scores the partitions and writes the rows in their order. */
  public void print(List<HeldOutPartition> partitions, ScoringPlan scoring) throws IOException {
    int some = ROUNDS_AT_A_TIME * cluster.awaitSlots();
    long lines = 0;
    for (int from = 0; from < partitions.size(); from += some) {
      int to = Math.min(partitions.size(), from + some);
      List<HeldOutPartition> next = new ArrayList<>(partitions.subList(from, to));
      List<ScoreRows.Part> parts =
          serving.score(
              "perplexity: rows of partitions %d to %d".formatted(from, to - 1),
              next,
              scoring,
              (p, scores, task) -> ScoreRows.of(scores, next.get(p).lineNumbers(task.hadoop())));
      if (from == 0) { // not before: bad text leaves nothing behind
        header(perLine, ScoreRows.perLineHeader(serving.models().get(0).normalized()));
        header(perToken, ScoreRows.perTokenHeader());
      }
      for (ScoreRows.Part part : parts) {
        part.write(lines, perLine, perToken);
        lines += part.lines();
      }
    }
  }

  private static void header(OutputStream out, String header) throws IOException {
    if (out != null) {
      out.write(header.getBytes(StandardCharsets.US_ASCII));
    }
  }
}

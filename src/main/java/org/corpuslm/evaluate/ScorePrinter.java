package org.corpuslm.evaluate;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.corpuslm.model.LanguageModel;
import org.corpuslm.runtime.BadInputException;
import org.corpuslm.runtime.Cluster;

/**
 * Writes the scores of every line or token of a text as plain text while they come: a few
 * partitions are scored at a time, so that the driver never holds more than those.
 */
final class ScorePrinter {
  /** Partitions for every task slot that are scored before they are written. */
  private static final int ROUNDS_AT_A_TIME = 2;

  private final Cluster cluster;
  private final ModelServing served;
  private final OutputStream perLine;
  private final OutputStream perToken;

  /**
   * For one model.
   *
   * @param perLine receives a row per line; may be null
   * @param perToken receives a row per token; may be null
   * @throws BadInputException if there are several models, or values are no probabilities
   */
  ScorePrinter(Cluster cluster, ModelServing served, OutputStream perLine, OutputStream perToken) {
    this.cluster = cluster;
    this.served = served;
    this.perLine = perLine;
    this.perToken = perToken;
    if (served.models().size() != 1) {
      throw new BadInputException(
          ("--per-line and --surprisal are for one --model, and %d are given; run them one by one"
                  + " (a mixture is one model)")
              .formatted(served.models().size()));
    }
    LanguageModel model = served.models().get(0);
    if (perToken != null && !model.normalized()) {
      throw new BadInputException(
          ("%s (%s) gives scores, not probabilities, which have no surprisal; give a model of"
                  + " another smoothing")
              .formatted(model.path(), model.name()));
    }
  }

  void print(List<HeldOutPartition> partitions, ScoringPlan scoring) throws IOException {
    int some = ROUNDS_AT_A_TIME * cluster.awaitSlots();
    long lines = 0;
    for (int from = 0; from < partitions.size(); from += some) {
      int to = Math.min(partitions.size(), from + some);
      List<HeldOutPartition> next = new ArrayList<>(partitions.subList(from, to));
      List<ScoreRows.Part> parts =
          served.score(
              "perplexity: rows of partitions %d to %d".formatted(from, to - 1),
              next,
              scoring,
              (p, scores, task) -> ScoreRows.of(scores, next.get(p).lineNumbers(task.hadoop())));
      if (from == 0) { // not before: bad text leaves nothing behind
        header(perLine, ScoreRows.perLineHeader(served.models().get(0).normalized()));
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

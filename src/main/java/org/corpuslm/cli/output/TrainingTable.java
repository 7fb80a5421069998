package org.corpuslm.cli.output;

import org.corpuslm.neural.model.NeuralFacts;
import org.corpuslm.neural.training.EpochRecord;
import org.corpuslm.neural.training.GradientNormByLag;
import org.corpuslm.neural.training.TrainSummary;

/** The course of a training run: one row per epoch, and the gradient flow if it was measured. */
public final class TrainingTable {
  private TrainingTable() {}

  /** Returns a line about the model at {@code path}, and the tables. */
  public static String of(String path, NeuralFacts facts) {
    TrainSummary training = TrainSummary.of(facts);
    TextTable table =
        new TextTable("epoch", "rate", "train", "valid", "mean", "words/s", "clipped", "drift");
    for (EpochRecord e : training.epochs()) {
      table.row(
          String.valueOf(e.epoch()),
          "%.4g".formatted(e.learningRate()),
          "%.2f".formatted(e.trainPerplexity()),
          "%.2f".formatted(e.validPerplexity()),
          e.hasMean() ? "%.2f".formatted(e.meanPerplexity()) : "",
          "%,.0f".formatted(e.tokensPerSecond()),
          "%.1f %%".formatted(100 * e.clippedShare()),
          "%.3f".formatted(e.workerDrift()));
    }
    return "model %s: %s, %,d parameters, epoch %d of %d (%s)\n%s"
            .formatted(
                path,
                facts.network().shortName(),
                facts.network().parameters(),
                training.bestEpoch(),
                training.epochs().size(),
                training.ended(),
                table)
        + (training.flow() == null ? "" : flow(training.flow()));
  }

  private static String flow(GradientNormByLag flow) {
    String[] head = new String[flow.layers().size() + 1];
    head[0] = "k";
    for (int i = 1; i < head.length; i++) {
      head[i] = flow.layers().get(i - 1);
    }
    TextTable table = new TextTable(head);
    int last = flow.norms()[0].length - 1;
    for (int k = 0; k <= last; k = k < 5 ? k + 1 : k == last ? k + 1 : Math.min(last, k + 5)) {
      String[] row = new String[head.length];
      row[0] = String.valueOf(k);
      for (int i = 1; i < head.length; i++) {
        row[i] = "%.3g".formatted(flow.norms()[i - 1][k]);
      }
      table.row(row);
    }
    return "\nmean norm of d(loss at t)/d(hidden state at t-k), %,d positions\n%s"
        .formatted(flow.positions(), table);
  }
}

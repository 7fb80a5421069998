package org.corpuslm.report;

import java.util.List;
import org.corpuslm.neural.training.EpochRecord;
import org.corpuslm.neural.training.GradientNormByLag;
import org.corpuslm.ngram.count.CountFacts.OrderFacts;

/**
 * The lineage of models as tables for programs. They contain no times, so a second run gives the
 * same tables.
 */
final class LineageTables {
  /** Shares of the training text for which the growth of the counts is given. */
  static final List<Double> SHARES =
      List.of(0.01, 0.02, 0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1.0);

  private LineageTables() {}

  static List<Table> of(Lineage lineage) {
    Table counts =
        new Table("counts-of-counts")
            .text("store")
            .whole("order", "count", "ngramsOfRawCount", "ngramsOfAdjustedCount");
    Table growth =
        new Table("growth").text("store").whole("order").number("share", "tokens", "distinct");
    lineage
        .counts()
        .forEach(
            (path, facts) -> {
              for (int k = 1; k <= facts.order(); k++) {
                OrderFacts order = facts.orders().get(k - 1);
                for (int j = 1; j <= OrderFacts.MAX_COUNT; j++) {
                  counts.row(path, k, j, order.rawCountsOfCounts()[j], order.countsOfCounts()[j]);
                }
                for (double share : SHARES) {
                  growth.row(path, k, share, share * facts.tokens(), order.expectedDistinct(share));
                }
              }
            });
    Table epochs =
        new Table("epochs")
            .text("network")
            .whole("epoch")
            .number("learningRate", "trainPerplexity", "validPerplexity", "meanPerplexity")
            .number("clippedShare", "workerDrift");
    Table flow =
        new Table("gradient-flow").text("network", "layer").whole("stepsBack").number("norm");
    lineage
        .trainings()
        .forEach(
            (path, training) -> {
              for (EpochRecord e : training.epochs()) {
                epochs.row(
                    path,
                    e.epoch(),
                    e.learningRate(),
                    e.trainPerplexity(),
                    e.validPerplexity(),
                    e.meanPerplexity(),
                    e.clippedShare(),
                    e.workerDrift());
              }
              flow(flow, path, training.flow());
            });
    return List.of(counts, growth, epochs, flow);
  }

  private static void flow(Table table, String path, GradientNormByLag flow) {
    for (int i = 0; flow != null && i < flow.layers().size(); i++) {
      for (int k = 0; k < flow.norms()[i].length; k++) {
        table.row(path, flow.layers().get(i), k, flow.norms()[i][k]);
      }
    }
  }
}

package org.corpuslm.neural.training;

import java.util.List;
import org.corpuslm.bench.Setting;
import org.corpuslm.bench.Timing;
import org.corpuslm.runtime.Cluster;

/**
 * Trains a network in whole rounds on Spark, one worker for each thread, and prints words per
 * second. The last argument is a directory for the encoded corpus.
 */
public final class SparkRounds {
  private SparkRounds() {}

  /** See {@link Timing#of}. */
  public static void main(String[] arguments) {
    Timing timing = Timing.of(arguments);
    Setting setting = timing.setting();
    try (Cluster cluster = Rounds.cluster("local[" + timing.threads() + "]")) {
      String corpus =
          Rounds.corpus(cluster, timing.text().toString(), setting.words(), arguments[5]);
      TrainConfig config = TrainingSpeed.config(corpus, setting, timing.threads());
      Rounds rounds = new Rounds(cluster, config, 0);
      long start = 0;
      long words = 0;
      double nats = 0;
      for (double seconds : List.of(timing.warmUp(), timing.seconds())) {
        start = System.nanoTime();
        words = 0;
        for (long end = Timing.in(seconds); words == 0 || System.nanoTime() < end; ) {
          AveragingRound.Result result = rounds.next();
          words += result.reports().stream().mapToLong(WorkerReport::words).sum();
          nats = result.meanLoss();
        }
      }
      Timing.tell(words / ((System.nanoTime() - start) / 1e9), nats);
    }
  }
}

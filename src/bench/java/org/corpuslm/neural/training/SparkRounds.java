package org.corpuslm.neural.training;

import java.util.List;
import org.apache.spark.SparkConf;
import org.corpuslm.bench.Setting;
import org.corpuslm.bench.Timing;
import org.corpuslm.corpus.Corpus;
import org.corpuslm.corpus.PrepareConfig;
import org.corpuslm.jobs.PrepareJob;
import org.corpuslm.neural.data.StreamPlan;
import org.corpuslm.neural.data.TrainingText;
import org.corpuslm.neural.network.Initialisation;
import org.corpuslm.neural.network.NetworkConfig;
import org.corpuslm.runtime.Cluster;
import org.corpuslm.runtime.CorpuslmKryoRegistrator;

/**
 * Trains a network in whole rounds on Spark, one worker for each thread, and prints words per
 * second. The last argument is a directory for the encoded corpus.
 */
public final class SparkRounds {
  private static final int MAX_LINE_BYTES = 1 << 24;

  private SparkRounds() {}

  private static Cluster cluster(int threads) {
    return Cluster.open(
        new SparkConf()
            .setAppName("corpuslm benchmark")
            .setMaster("local[" + threads + "]")
            .set("spark.ui.enabled", "false")
            .set("spark.driver.host", "127.0.0.1")
            .set("spark.driver.bindAddress", "127.0.0.1")
            .set("spark.serializer", "org.apache.spark.serializer.KryoSerializer")
            .set("spark.kryo.registrator", CorpuslmKryoRegistrator.class.getName())
            .set("spark.kryo.registrationRequired", "true")
            .set("spark.kryoserializer.buffer.max", "512m"));
  }

  private static PrepareConfig corpus(Timing timing) {
    return new PrepareConfig(
        List.of(timing.text().toString()),
        List.of(),
        List.of(),
        0,
        0,
        1,
        "whitespace",
        false,
        1,
        timing.setting().words(),
        "<unk>",
        MAX_LINE_BYTES,
        false,
        PrepareConfig.OnBadLine.FAIL,
        "",
        "");
  }

  /** See {@link Timing#of}. */
  public static void main(String[] arguments) {
    Timing timing = Timing.of(arguments);
    Setting setting = timing.setting();
    try (Cluster cluster = cluster(timing.threads())) {
      String directory = new PrepareJob(corpus(timing), arguments[5]).run(cluster, true).path();
      Corpus corpus = Corpus.open(cluster.hadoop(), directory);
      TrainConfig config = TrainingSpeed.config(directory, setting, timing.threads());
      NetworkConfig network = config.network().over(corpus.vocabulary(cluster.hadoop()));
      StreamPlan plan =
          new StreamPlan(
              TrainingText.words(corpus), config.workers(), config.batch(), config.steps());
      // As often as train averages when it is not told.
      int frequency =
          AveragingCost.frequency(
              network, 0, config.batch() * config.steps(), plan.minibatches());
      AveragingRound averaging = AveragingRound.of(cluster, config, network, plan, "benchmark");
      TrainState state = new TrainState();
      state.parameters =
          new Initialisation(Initialisation.Scheme.UNIFORM, TrainingSpeed.RANGE, 0, 1)
              .parameters(network);
      state.updaterState = new float[0];
      long start = 0;
      long words = 0;
      double nats = 0;
      for (double seconds : List.of(timing.warmUp(), timing.seconds())) {
        start = System.nanoTime();
        words = 0;
        for (long end = Timing.in(seconds); words == 0 || System.nanoTime() < end; ) {
          AveragingRound.Result result = averaging.run(state, order(state, frequency, plan));
          words += result.reports().stream().mapToLong(WorkerReport::words).sum();
          nats = result.meanLoss();
          state = next(state, frequency, result);
        }
      }
      Timing.tell(words / ((System.nanoTime() - start) / 1e9), nats);
    }
  }

  private static RoundOrder order(TrainState state, int frequency, StreamPlan plan) {
    int rounds = (plan.minibatches() - 1) / frequency;
    if (rounds == 0) {
      throw new IllegalArgumentException("the text is too short for a round");
    }
    int from = state.round % rounds * frequency;
    return new RoundOrder(1, state.round, from, from + frequency, TrainingSpeed.RATE, state.step);
  }

  private static TrainState next(
      TrainState state, int frequency, AveragingRound.Result result) {
    TrainState next = state.copy();
    next.parameters = result.parameters();
    next.updaterState = result.updaterState();
    next.streams = result.reports().stream().map(WorkerReport::state).toList();
    next.step += frequency;
    next.round++;
    return next;
  }
}

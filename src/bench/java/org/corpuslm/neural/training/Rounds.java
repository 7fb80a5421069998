package org.corpuslm.neural.training;

import java.util.List;
import org.apache.spark.SparkConf;
import org.corpuslm.corpus.Corpus;
import org.corpuslm.corpus.HoldoutSplit;
import org.corpuslm.corpus.PrepareConfig;
import org.corpuslm.corpus.TextSpec;
import org.corpuslm.neural.network.Initialization;
import org.corpuslm.neural.network.NetworkConfig;
import org.corpuslm.runtime.Cluster;
import org.corpuslm.runtime.CorpuslmKryoRegistrator;

/** One round of training on Spark after the other, of a network with random parameters. */
final class Rounds {
  private static final int MAX_LINE_BYTES = 1 << 24;

  private final AveragingRound averaging;
  private final BatchPlan plan;
  private final int frequency;
  private TrainState state = new TrainState();

  /**
   * Begins.
   *
   * @param config with the corpus, the network over no vocabulary yet
   * @param frequency minibatches of a round; 0 = as train chooses
   */
  Rounds(Cluster cluster, TrainConfig config, int frequency) {
    Corpus corpus = Corpus.open(cluster.hadoop(), config.corpus());
    NetworkConfig network = config.network().over(corpus.vocabulary(cluster.hadoop()));
    TrainConfig.Batches batches = config.batches();
    this.plan =
        new BatchPlan(
            TrainingText.words(corpus), batches.workers(), batches.batch(), batches.bptt());
    this.frequency =
        frequency > 0
            ? frequency
            : AveragingCost.frequency(
                network, 0, batches.batch() * batches.bptt(), plan.minibatches());
    this.averaging = AveragingRound.of(cluster, config, network, corpus, plan);
    state.parameters =
        new Initialization(Initialization.Scheme.UNIFORM, TrainingSpeed.RANGE, 0, 1)
            .parameters(network);
    state.updaterState = new float[0];
  }

  /** Spark in this JVM or, with the master {@code local-cluster[...]}, in JVMs of its own. */
  static Cluster cluster(String master) {
    return Cluster.open(
        new SparkConf()
            .setAppName("corpuslm benchmark")
            .setMaster(master)
            .set("spark.ui.enabled", "false")
            .set("spark.driver.host", "127.0.0.1")
            .set("spark.driver.bindAddress", "127.0.0.1")
            .set("spark.executor.extraClassPath", System.getProperty("java.class.path"))
            .set("spark.serializer", "org.apache.spark.serializer.KryoSerializer")
            .set("spark.kryo.registrator", CorpuslmKryoRegistrator.class.getName())
            .set("spark.kryo.registrationRequired", "true")
            .set("spark.kryoserializer.buffer.max", "512m"));
  }

  /** Encodes a text; returns the directory. */
  static String corpus(Cluster cluster, String text, int words, String directory) {
    PrepareConfig config =
        new PrepareConfig(
            List.of(text),
            List.of(),
            List.of(),
            HoldoutSplit.NONE,
            new TextSpec("whitespace", false, "<unk>", MAX_LINE_BYTES, false, "", false, ""),
            PrepareConfig.OnBadLine.FAIL,
            1,
            words,
            "",
            null,
            null);
    return config.run(cluster, directory, true).path();
  }

  /** Numbers of the network. */
  int parameters() {
    return state.parameters.length;
  }

  /** The next round; behind the end of the text the first one again. */
  AveragingRound.Result next() {
    int rounds = (plan.minibatches() - 1) / frequency;
    if (rounds == 0) {
      throw new IllegalArgumentException("the text is too short for a round");
    }
    int from = state.round % rounds * frequency;
    AveragingRound.Result result =
        averaging.run(
            state,
            new AveragingRound.Order(
                1, state.round, from, from + frequency, TrainingSpeed.RATE, state.step));
    TrainState next = state.copy();
    next.parameters = result.parameters();
    next.updaterState = result.updaterState();
    next.streams = result.reports().stream().map(WorkerReport::state).toList();
    next.step += frequency;
    next.round++;
    state = next;
    return result;
  }
}

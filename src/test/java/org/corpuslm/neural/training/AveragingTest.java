package org.corpuslm.neural.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerBlockUpdated;
import org.corpuslm.corpus.Corpus;
import org.corpuslm.neural.dl4j.Kernels;
import org.corpuslm.neural.network.Architecture;
import org.corpuslm.neural.network.Network;
import org.corpuslm.neural.network.NetworkConfig;
import org.corpuslm.neural.training.Optimization.Optimizer;
import org.corpuslm.neural.training.TrainConfig.Averaging;
import org.corpuslm.neural.training.TrainConfig.Compute;
import org.corpuslm.neural.training.TrainConfig.Master;
import org.corpuslm.ngram.Pipeline;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;

/** Averaging against plain training on one machine. */
class AveragingTest {
  private static Pipeline pipeline;
  private static String corpus;

  @TempDir private Path dir;

  @BeforeAll
  static void prepare() {
    Random random = new Random(3);
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < 150; i++) {
      StringBuilder line = new StringBuilder();
      for (int w = random.nextInt(12); w >= 0; w--) {
        line.append("w").append((int) (20 * Math.pow(random.nextDouble(), 2))).append(' ');
      }
      lines.add(line.toString().trim());
    }
    pipeline = new Pipeline();
    corpus =
        pipeline.corpus(
            Pipeline.Text.of(lines.subList(0, 130))
                .withValid(lines.subList(130, 150))
                .inFiles(3, 2));
  }

  @AfterAll
  static void clean() throws Exception {
    pipeline.close();
  }

  private Training.Outcome train(TrainConfig config) {
    return new Training(Pipeline.cluster(), config, dir.resolve("out").toString()).run(false, true);
  }

  /** Deeplearning4j's own fit over the whole epoch, in its own updater and loop. */
  @ParameterizedTest
  @EnumSource(names = {"SGD", "ADAM", "RMSPROP", "ADAGRAD", "MOMENTUM"})
  void oneWorkerIsPlainTraining(Optimizer optimizer) throws Exception {
    int batch = 4;
    int steps = 6;
    double rate = optimizer == Optimizer.SGD ? 0.3 : 0.01;
    Optimization optimization = Recipes.optimization(optimizer, rate, 0);
    NetworkConfig shape = Recipes.network(Architecture.LSTM, 7, 2, 0);
    TrainConfig config = Recipes.config(corpus, shape, optimization, 1, batch, steps, 5, 1);
    Training.Outcome actual = train(config);

    NetworkConfig network = actual.network();
    MultiLayerNetwork net =
        new MultiLayerNetwork(
            Network.configuration(network, DataType.FLOAT, steps, optimization.updater()));
    float[] first = config.start().initialization().parameters(network);
    net.init(Nd4j.createFromArray(first).reshape(1, first.length), false);
    net.fit(epoch(batch, steps));
    assertThat(actual.parameters()).isEqualTo(net.params().data().asFloat());
    assertThat(actual.records().get(0).trained()).isEqualTo(actual.records().get(0).expected());
  }

  /** The whole epoch as one minibatch [B, 1, T·k]; truncated BPTT cuts it. */
  private static DataSet epoch(int batch, int steps) throws Exception {
    Corpus opened = Corpus.open(Pipeline.conf(), corpus);
    BatchPlan plan = new BatchPlan(TrainingText.words(opened), 1, batch, steps);
    int[] text = TrainingText.read(Pipeline.conf(), opened, 0, plan.words());
    int length = 0;
    for (int m = 0; m < plan.minibatches(); m++) {
      length += plan.steps(m);
    }
    INDArray x = Nd4j.zeros(DataType.FLOAT, batch, 1, length);
    INDArray y = Nd4j.zeros(DataType.FLOAT, batch, 1, length);
    for (int m = 0; m < plan.minibatches(); m++) {
      int[] in = new int[plan.steps(m) * batch];
      int[] out = new int[plan.steps(m) * batch];
      plan.fill(0, m, BatchPlan.Words.of(text), in, out);
      for (int t = 0; t < plan.steps(m); t++) {
        for (int b = 0; b < batch; b++) {
          x.putScalar(new int[] {b, 0, m * steps + t}, in[t * batch + b]);
          y.putScalar(new int[] {b, 0, m * steps + t}, out[t * batch + b]);
        }
      }
    }
    return new DataSet(x, y);
  }

  /** Deeplearning4j's own master, on the same text: an epoch is a round. */
  @ParameterizedTest
  @EnumSource(names = {"SGD", "ADAM", "MOMENTUM"})
  void deeplearning4jsMasterAgrees(Optimizer optimizer) {
    double rate = optimizer == Optimizer.SGD ? 0.3 : 0.01;
    Optimization optimization = Recipes.optimization(optimizer, rate, 0);
    NetworkConfig shape = Recipes.network(Architecture.LSTM, 7, 2, 0);
    for (int workers = 1; workers <= 2; workers++) {
      TrainConfig config = Recipes.config(corpus, shape, optimization, workers, 4, 6, 1000, 2);
      Training.Outcome actual = train(config);
      Averaging dl4j =
          new Averaging(
              Master.DL4J, config.averaging().frequency(), OuterOptimizer.AVERAGE, RoundMean.NONE);
      Training.Outcome reference = train(config.with(dl4j));
      for (int i = 0; i < actual.parameters().length; i++) {
        // One worker: the same bits. Two: they add floats up, and weigh all workers alike.
        assertThat(reference.parameters()[i])
            .isCloseTo(actual.parameters()[i], within(workers == 1 ? 0 : 2e-5f));
      }
      EpochRecord mine = actual.records().get(0);
      EpochRecord their = reference.records().get(0);
      assertThat(their.trained()).isEqualTo(their.expected());
      assertThat(their.trainPerplexity()).isCloseTo(mine.trainPerplexity(), withinPercentage(1e-6));
      assertThat(their.workerDrift()).isNaN();
    }
  }

  /** An epoch with either kernels: segments that begin at the start of a column, and long ones. */
  @Test
  void deeplearning4jsLayersAgree() {
    Optimization sgd = Recipes.optimization(Optimizer.SGD, 0.2, 1);
    NetworkConfig shape = Recipes.network(Architecture.LSTM, 7, 2, 0);
    // As many steps as a column is long: no state is carried, with which their gradients are wrong.
    TrainConfig config = Recipes.config(corpus, shape, sgd, 2, 8, 1000, 1, 3);
    Training.Outcome fused = train(config.with(new Compute(Kernels.FUSED, "auto")));
    Training.Outcome stock = train(config.with(new Compute(Kernels.DL4J, "auto")));
    for (int i = 0; i < fused.parameters().length; i++) {
      assertThat(stock.parameters()[i]).isCloseTo(fused.parameters()[i], within(1e-5f));
    }
    for (int e = 0; e < 3; e++) {
      EpochRecord a = fused.records().get(e);
      EpochRecord b = stock.records().get(e);
      assertThat(b.trained()).isEqualTo(b.expected());
      assertThat(b.trainPerplexity()).isCloseTo(a.trainPerplexity(), withinPercentage(1e-3));
      assertThat(b.validPerplexity()).isCloseTo(a.validPerplexity(), withinPercentage(1e-3));
    }
    // With a state carried in they still learn.
    TrainConfig carried = Recipes.config(corpus, shape, sgd, 2, 2, 6, 5, 2);
    List<EpochRecord> epochs = train(carried.with(new Compute(Kernels.DL4J, "auto"))).records();
    assertThat(epochs.get(1).trainPerplexity()).isLessThan(epochs.get(0).trainPerplexity());
  }

  @ParameterizedTest
  @EnumSource(Architecture.class)
  void twoWorkersAreOneWithTheDoubleBatch(Architecture architecture) {
    Optimization sgd = Recipes.optimization(Optimizer.SGD, 0.2, 0);
    NetworkConfig shape = Recipes.network(architecture, 6, 1, 0);
    // A number of words that all columns share evenly: the mean over workers is weighted by words.
    float[] two = train(Recipes.config(corpus, shape, sgd, 2, 3, 5, 1, 1)).parameters();
    float[] one = train(Recipes.config(corpus, shape, sgd, 1, 6, 5, 1, 1)).parameters();
    assertThat(two).hasSameSizeAs(one);
    for (int i = 0; i < one.length; i++) {
      assertThat(two[i]).isCloseTo(one[i], within(1e-6f));
    }
  }

  @Test
  void theSameSettingsGiveTheSameBits() {
    NetworkConfig shape = Recipes.network(Architecture.GRU, 8, 2, 0.3);
    TrainConfig config =
        Recipes.config(corpus, shape, Recipes.optimization(Optimizer.ADAM, 0.01, 1), 3, 2, 4, 2, 2);
    Training.Outcome first = train(config);
    assertThat(train(config).parameters()).isEqualTo(first.parameters());
    assertThat(first.records())
        .allMatch(r -> r.trained() == r.expected() && r.workerDrift() > 0 && r.clippedShare() >= 0);
  }

  @Test
  void everyWordIsPredictedOnceWhateverTheCut() throws Exception {
    Corpus opened = Corpus.open(Pipeline.conf(), corpus);
    long words = TrainingText.words(opened);
    int[] all = TrainingText.read(Pipeline.conf(), opened, 0, words);
    assertThat(all[0]).isEqualTo(2);
    for (int workers : new int[] {1, 2, 3, 7}) {
      BatchPlan plan = new BatchPlan(words, workers, 3, 4);
      int[] met = new int[(int) words];
      for (int w = 0; w < workers; w++) {
        int[] text = TrainingText.read(Pipeline.conf(), opened, plan.firstWord(w), plan.endWord(w));
        assertThat(text)
            .containsExactly(
                java.util.Arrays.copyOfRange(
                    all, (int) plan.firstWord(w), (int) plan.endWord(w) + 1));
        long labels = 0;
        for (int m = 0; m < plan.minibatches(); m++) {
          int[] in = new int[12];
          int[] out = new int[12];
          labels += plan.fill(w, m, BatchPlan.Words.of(text), in, out);
        }
        met[w] = (int) labels;
        assertThat(labels).isEqualTo(plan.endWord(w) - plan.firstWord(w));
      }
      assertThat(java.util.Arrays.stream(met).asLongStream().sum()).isEqualTo(words);
    }
  }

  /** Slots, and so slices, come and go with executors. */
  @Test
  void theNumberOfSlicesChangesNothing() throws Exception {
    int parameters = 300_000;
    Random random = new Random(5);
    List<LocalRound.Outcome> outcomes = new ArrayList<>();
    for (int w = 0; w < 3; w++) {
      float[] all = new float[parameters * 3 / 2];
      for (int i = 0; i < all.length; i++) {
        all[i] = (float) random.nextGaussian();
      }
      outcomes.add(
          new LocalRound.Outcome(
              java.util.Arrays.copyOf(all, parameters),
              java.util.Arrays.copyOfRange(all, parameters, all.length),
              new WorkerReport(w, 7 + w, 1, true, new double[0][], new double[0], 1, 0, 0, 1)));
    }
    AveragingRound.Result one = averaged(outcomes, parameters, 1);
    for (int slices = 2; slices <= 6; slices++) {
      AveragingRound.Result more = averaged(outcomes, parameters, slices);
      assertThat(more.drift()).isEqualTo(one.drift()).isPositive();
      assertThat(java.util.Arrays.equals(more.parameters(), one.parameters())).isTrue();
      assertThat(java.util.Arrays.equals(more.updaterState(), one.updaterState())).isTrue();
    }
  }

  private static AveragingRound.Result averaged(
      List<LocalRound.Outcome> outcomes, int parameters, int slices) throws Exception {
    int length = parameters + outcomes.get(0).updaterState().length;
    List<List<byte[]>> received = new ArrayList<>();
    for (int s = 0; s <= slices; s++) {
      received.add(new ArrayList<>());
    }
    for (LocalRound.Outcome outcome : outcomes) {
      Averages.blocks(outcome, slices, length)
          .forEachRemaining(block -> received.get(block.partition()).add(block.bytes()));
    }
    List<Averages.Reduced> reduced = new ArrayList<>();
    for (int s = 0; s < slices; s++) {
      reduced.add(Averages.mean(received.get(s).iterator(), s, slices, length));
    }
    reduced.add(Averages.reports(received.get(slices).iterator()));
    return Averages.result(reduced, parameters, length, slices, 0);
  }

  /** One worker is its own mean, to the bit; but a sum knows no minus zero. */
  @Test
  void theMeanOfOneWorkerNeedsNoAveraging() throws Exception {
    float[] parameters = {1.5f, -0f, 0f, Float.MIN_VALUE, -3e38f, 0.1f};
    float[] state = {-0f, 7f};
    double[][] streams = {{1, 2}};
    LocalRound.Outcome outcome =
        new LocalRound.Outcome(
            parameters.clone(),
            state.clone(),
            new WorkerReport(0, 7, 1, true, streams, new double[1], 1, 0, 0, 1));
    AveragingRound.Result mean = averaged(List.of(outcome), parameters.length, 1);
    AveragingRound.Result alone = Averages.alone(outcome, 0);
    assertThat(bits(alone.parameters())).isEqualTo(bits(mean.parameters()));
    assertThat(bits(alone.updaterState())).isEqualTo(bits(mean.updaterState()));
    assertThat(alone.drift()).isEqualTo(mean.drift());
    assertThat(alone.reports().get(0).state()).isDeepEqualTo(streams);
  }

  private static int[] bits(float[] values) {
    int[] bits = new int[values.length];
    for (int i = 0; i < bits.length; i++) {
      bits[i] = Float.floatToRawIntBits(values[i]);
    }
    return bits;
  }

  /** Adam on 400 million parameters: 1.2 thousand million numbers, in parts of less than 2 GB. */
  @Test
  void slicesOfLargeNetworksFitIntoBlocks() {
    for (int parameters : new int[] {1, 65_536, 358_000_000, 400_000_000, 715_000_000}) {
      int length = Math.toIntExact(3L * parameters);
      int slices = Averages.slices(2, length);
      assertThat(Averages.edge(0, slices, length)).isZero();
      assertThat(Averages.edge(slices, slices, length)).isEqualTo(length);
      for (int s = 0; s < slices; s++) {
        long n = (long) Averages.edge(s + 1, slices, length) - Averages.edge(s, slices, length);
        assertThat(n * Float.BYTES).isPositive().isLessThan(1L << 29);
      }
    }
  }

  /**
   * The state of all workers is 80 times as much as that of one; what all tasks get with their code
   * has none of it.
   */
  @Test
  void theStateOfAWorkerGoesToItsOwnTaskOnly() {
    NetworkConfig shape = Recipes.network(Architecture.LSTM, 200, 1, 0);
    Optimization sgd = Recipes.optimization(Optimizer.SGD, 0.1, 0);
    long smallest = largestBroadcast(Recipes.config(corpus, shape, sgd, 1, 4, 4, 1, 1));
    long largest = largestBroadcast(Recipes.config(corpus, shape, sgd, 40, 4, 4, 1, 1));
    int state = 2 * 200 * 4 * Double.BYTES;
    assertThat(smallest).isPositive();
    assertThat(largest).isLessThan(smallest + 2L * state).isLessThan(20L * state);
  }

  /** Bytes of the largest thing that was broadcast while a network was trained. */
  private long largestBroadcast(TrainConfig config) {
    AtomicLong largest = new AtomicLong();
    SparkListener listener =
        new SparkListener() {
          @Override
          public void onBlockUpdated(SparkListenerBlockUpdated event) {
            if (event.blockUpdatedInfo().blockId().isBroadcast()) {
              largest.accumulateAndGet(event.blockUpdatedInfo().memSize(), Math::max);
            }
          }
        };
    org.apache.spark.SparkContext spark = Pipeline.cluster().spark().sc();
    spark.addSparkListener(listener);
    try {
      train(config);
      spark.listenerBus().waitUntilEmpty(10_000);
    } catch (java.util.concurrent.TimeoutException e) {
      throw new AssertionError(e);
    } finally {
      spark.removeSparkListener(listener);
    }
    return largest.get();
  }
}

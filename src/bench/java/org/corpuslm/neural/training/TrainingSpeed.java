package org.corpuslm.neural.training;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.corpuslm.bench.Setting;
import org.corpuslm.bench.Timing;
import org.corpuslm.bench.WordIds;
import org.corpuslm.corpus.Vocabulary;
import org.corpuslm.neural.network.AdaptiveSoftmax;
import org.corpuslm.neural.network.Architecture;
import org.corpuslm.neural.network.Initialization;
import org.corpuslm.neural.network.Network;
import org.corpuslm.neural.network.NetworkConfig;
import org.corpuslm.neural.network.NetworkConfig.Dropout;
import org.corpuslm.neural.network.NetworkConfig.Variant;
import org.corpuslm.neural.training.Optimization.Optimizer;
import org.corpuslm.runtime.Block;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.dataset.DataSet;

/**
 * Trains a network by data-parallel averaging, without Spark: each thread is a worker that runs
 * {@link LocalRound} on its own streams, and the same threads average. Prints words per second of a
 * round of 50 minibatches a worker. A round may take longer than there is time to measure, so its
 * parts are timed: the steps, of the slowest worker, and what there is once a round.
 */
public final class TrainingSpeed {
  static final int FIRST_WORD = 3;
  private static final int AVERAGING_FREQUENCY = 50;
  private static final int ROUNDS_FOR_THE_REST = 3;
  static final double RATE = 0.1;
  private static final double CLIP = 5;
  static final double RANGE = 0.1;

  private final TrainConfig config;
  private final BatchPlan plan;
  private final List<Worker> workers = new ArrayList<>();
  private final ExecutorService pool;
  private float[] parameters;
  private int round;

  private TrainingSpeed(Setting setting, int threads, int[] text) {
    NetworkConfig network = network(setting);
    config = config("", setting, threads);
    plan = new BatchPlan(text.length - 1, threads, Setting.BATCH, setting.steps());
    for (int w = 0; w < threads; w++) {
      int[] own = Arrays.copyOfRange(text, (int) plan.firstWord(w), (int) plan.endWord(w) + 1);
      workers.add(new Worker(w, Network.create(network, DataType.FLOAT), own));
    }
    pool = Executors.newFixedThreadPool(threads);
    parameters = new Initialization(Initialization.Scheme.UNIFORM, RANGE, 0, 1).parameters(network);
  }

  /** Returns the configuration that trains a network of a setting. */
  static TrainConfig config(String corpus, Setting setting, int workers) {
    return Recipes.config(
        corpus,
        network(setting),
        Recipes.optimization(Optimizer.SGD, RATE, CLIP),
        workers,
        Setting.BATCH,
        setting.steps(),
        AVERAGING_FREQUENCY,
        1);
  }

  /** Returns corpuslm's network of a setting. */
  static NetworkConfig network(Setting setting) {
    return new NetworkConfig(setting.lstm() ? Architecture.LSTM : Architecture.RNN, setting.words() + FIRST_WORD, setting.size(), setting.size(), setting.layers(), Variant.PLAIN, false, setting.cutoffs().isEmpty() ? null : new AdaptiveSoftmax(setting.cutoffs(), 4), Dropout.everywhere(setting.dropout()));
  }

  /**
   * How long a round took.
   *
   * @param step seconds of a minibatch, of the slowest worker
   * @param rest seconds beside the minibatches
   * @param nats a word
   */
  private record Lap(double step, double rest, double nats) {}

  /** A worker's streams, minibatch by minibatch, until a time. */
  private final class Worker implements Iterator<DataSet> {
    private final int index;
    private final Network network;
    private final int[] text;
    private double[][] state = new double[0][];
    private int minibatch;
    private long deadline;
    private long first;
    private long last;
    private int steps;
    private double rest;

    Worker(int index, Network network, int[] text) {
      this.index = index;
      this.network = network;
      this.text = text;
    }

    /** The map side: what this worker adds to the mean. */
    Iterator<Block> train(long until, int slices) throws IOException {
      long start = System.nanoTime();
      deadline = until;
      steps = 0;
      LocalRound.Outcome outcome =
          new LocalRound(config)
              .run(
                  network,
                  index,
                  new AveragingRound.Order(1, round, 0, 0, RATE, 0),
                  parameters,
                  new float[0],
                  state,
                  0,
                  start,
                  this);
      state = outcome.report().state();
      Iterator<Block> packed = Averages.blocks(outcome, slices, parameters.length);
      rest = (System.nanoTime() - start - (last - first)) / 1e9;
      return packed;
    }

    @Override
    public boolean hasNext() {
      last = System.nanoTime();
      if (steps == 0) {
        first = last;
      }
      return steps == 0 || last < deadline;
    }

    @Override
    public DataSet next() {
      steps++;
      // The last minibatch of the text is shorter.
      minibatch = (minibatch + 1) % (plan.minibatches() - 1);
      try {
        return RoundData.streams(plan, index, minibatch, minibatch + 1, BatchPlan.Words.of(text));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    double step() {
      return (last - first) / 1e9 / steps;
    }
  }

  /** Trains to a time and averages. */
  private Lap round(long until) throws Exception {
    int length = parameters.length;
    int slices = Averages.slices(workers.size(), length);
    List<Iterator<Block>> packed =
        inParallel(workers.stream().map(w -> call(() -> w.train(until, slices))).toList());
    long start = System.nanoTime();
    List<List<byte[]>> bySlice = IntStream.rangeClosed(0, slices).mapToObj(s -> slice()).toList();
    for (Iterator<Block> blocks : packed) {
      blocks.forEachRemaining(block -> bySlice.get(block.partition()).add(block.bytes()));
    }
    List<Averages.Reduced> reduced =
        inParallel(
            IntStream.rangeClosed(0, slices)
                .mapToObj(s -> call(() -> reduce(s, bySlice.get(s), slices, length)))
                .toList());
    AveragingRound.Result result = Averages.result(reduced, length, length, slices, 0);
    parameters = result.parameters();
    round++;
    double reducing = (System.nanoTime() - start) / 1e9;
    if (!result.finite()) {
      throw new IllegalStateException("training diverged");
    }
    return new Lap(
        workers.stream().mapToDouble(Worker::step).max().orElseThrow(),
        workers.stream().mapToDouble(w -> w.rest).max().orElseThrow() + reducing,
        result.meanLoss());
  }

  private static Averages.Reduced reduce(int slice, List<byte[]> blocks, int slices, int length)
      throws IOException {
    return Averages.reduce(slice, blocks.iterator(), slices, length);
  }

  private static List<byte[]> slice() {
    return new ArrayList<>();
  }

  private static <T> Callable<T> call(Callable<T> task) {
    return task;
  }

  private <T> List<T> inParallel(List<Callable<T>> tasks) throws Exception {
    List<T> results = new ArrayList<>();
    for (Future<T> result : pool.invokeAll(tasks)) {
      results.add(result.get());
    }
    return results;
  }

  private void run(Timing timing) throws Exception {
    round(Timing.in(timing.warmUp() / 2));
    round(Timing.in(timing.warmUp() / 2));
    Lap lap = round(Timing.in(timing.seconds()));
    double[] rest = new double[ROUNDS_FOR_THE_REST];
    rest[0] = lap.rest;
    for (int i = 1; i < rest.length; i++) {
      rest[i] = round(Timing.in(0)).rest;
    }
    Arrays.sort(rest);
    double words = (double) AVERAGING_FREQUENCY * plan.batch() * plan.bptt() * workers.size();
    double seconds = AVERAGING_FREQUENCY * lap.step + rest[rest.length / 2];
    System.err.printf(
        "%.4f s a step, %.4f s a round beside the steps%n", lap.step, rest[rest.length / 2]);
    Timing.tell(words / seconds, lap.nats);
  }

  /** See {@link Timing#of}. */
  public static void main(String[] arguments) throws Exception {
    Timing timing = Timing.of(arguments);
    int[] text =
        WordIds.read(
            timing.text(), timing.setting().words(), Vocabulary.UNK, Vocabulary.EOS, FIRST_WORD);
    TrainingSpeed speed = new TrainingSpeed(timing.setting(), timing.threads(), text);
    try {
      speed.run(timing);
    } finally {
      speed.pool.shutdown();
    }
  }
}

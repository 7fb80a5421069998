package org.corpuslm.neural.training;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.corpuslm.bench.Setting;
import org.corpuslm.neural.network.Architecture;
import org.corpuslm.neural.training.Optimization.Optimizer;
import org.corpuslm.runtime.Cluster;

/**
 * What parameter averaging costs on two executors, each a JVM of its own, and what follows for more
 * of them. A round of N executors with one worker each takes
 *
 * <pre>K·m·(1 + w·√(2 ln N)) + F + f·N + c·P + 16·P / bandwidth</pre>
 *
 * seconds: K minibatches of m seconds, the slowest of N workers (w: deviation of their times, as a
 * share of the mean), and an average of P numbers. F, f and c are measured where the network costs
 * nothing. 16 bytes a number go through one link after the other: out of the driver and into an
 * executor with the broadcast, and twice between executors and to the driver with the mean; the
 * slices of the mean are as many as executors, so that this does not grow with N. K is what train
 * chooses, and at most a tenth of an epoch.
 */
public final class ScalingModel {
  private static final int[] EXECUTORS = {1, 2, 4, 8, 16, 32, 64};
  private static final int[] SIZES = {32, 200, 400};
  private static final int[] WORKERS = {2, 16, 32};
  private static final int ROUNDS = 12;
  private static final int WARM_UP = 4;
  private static final double SHARE = 0.05;
  private static final int MIN_FREQUENCY = 20;
  private static final int AVERAGES_AN_EPOCH = 10;

  private final Cluster cluster;
  private final String corpus;

  private ScalingModel(Cluster cluster, String corpus) {
    this.cluster = cluster;
    this.corpus = corpus;
  }

  /**
   * Medians over some rounds.
   *
   * @param average seconds of a round but for training and waiting
   * @param minibatch seconds
   * @param deviation of the workers' times, as a share of the mean
   */
  private record Costs(int parameters, double average, double minibatch, double deviation) {}

  private Costs measure(int size, int layers, int workers, int batch, int steps, int frequency) {
    TrainConfig config =
        Recipes.config(
            corpus,
            Recipes.network(Architecture.LSTM, size, layers, 0),
            Recipes.optimization(Optimizer.SGD, TrainingSpeed.RATE, 5),
            workers,
            batch,
            steps,
            frequency,
            1);
    Rounds rounds = new Rounds(cluster, config, frequency);
    List<Double> averages = new ArrayList<>();
    List<Double> minibatches = new ArrayList<>();
    List<Double> deviations = new ArrayList<>();
    for (int i = 0; i < WARM_UP + ROUNDS; i++) {
      long start = System.nanoTime();
      AveragingRound.Result result = rounds.next();
      double wall = (System.nanoTime() - start) / 1e9;
      double[] seconds = result.reports().stream().mapToDouble(WorkerReport::seconds).toArray();
      double mean = Arrays.stream(seconds).average().orElseThrow();
      if (i >= WARM_UP) {
        double slots = Math.min(workers, cluster.slots());
        averages.add(wall - (workers > slots ? mean * workers / slots : max(seconds)));
        minibatches.add(mean / frequency);
        deviations.add(deviation(seconds, mean));
      }
    }
    return new Costs(
        rounds.parameters(), median(averages), median(minibatches), median(deviations));
  }

  private static double max(double[] values) {
    return Arrays.stream(values).max().orElseThrow();
  }

  private static double deviation(double[] values, double mean) {
    double squares = Arrays.stream(values).map(v -> (v - mean) * (v - mean)).sum();
    return Math.sqrt(squares / Math.max(1, values.length - 1)) / mean;
  }

  private static double median(List<Double> values) {
    values.sort(Comparator.naturalOrder());
    return values.get(values.size() / 2);
  }

  /** Slope and intercept of least squares. */
  private static double[] line(double[] x, double[] y) {
    double mx = Arrays.stream(x).average().orElseThrow();
    double my = Arrays.stream(y).average().orElseThrow();
    double xy = 0;
    double xx = 0;
    for (int i = 0; i < x.length; i++) {
      xy += (x[i] - mx) * (y[i] - my);
      xx += (x[i] - mx) * (x[i] - mx);
    }
    return new double[] {xy / xx, my - xy / xx * mx};
  }

  private void run(double gigabits, double words) {
    List<Costs> bySize = new ArrayList<>();
    for (int size : SIZES) {
      Costs costs = measure(size, 2, 2, Setting.BATCH, 20, MIN_FREQUENCY);
      bySize.add(costs);
      System.out.printf(
          "LSTM 2x%d, %,d numbers: an average %.3f s, a minibatch %.4f s, deviation %.3f%n",
          size, costs.parameters, costs.average, costs.minibatch, costs.deviation);
    }
    List<Costs> byWorkers = new ArrayList<>();
    for (int workers : WORKERS) {
      Costs costs = measure(8, 1, workers, 1, 5, 1);
      byWorkers.add(costs);
      System.out.printf("%d workers, little to train: a round %.3f s%n", workers, costs.average);
    }
    double perNumber =
        line(
            bySize.stream().mapToDouble(Costs::parameters).toArray(),
            bySize.stream().mapToDouble(Costs::average).toArray())[0];
    double[] tasks =
        line(
            Arrays.stream(WORKERS).asDoubleStream().toArray(),
            byWorkers.stream().mapToDouble(Costs::average).toArray());
    // A task more is one of training and one of averaging, two of which go side by side here.
    double perTask = Math.max(0, tasks[0]);
    double fixed = Math.max(0, bySize.get(0).average - perNumber * bySize.get(0).parameters);
    Costs network = bySize.get(1);
    System.out.printf(
        "F %.3f s, f %.4f s, c %.1f ns, w %.3f; network LSTM 2x%d, %.0f Gbit/s, %.2g words%n",
        fixed, perTask, perNumber * 1e9, network.deviation, SIZES[1], gigabits, words);
    for (int n : EXECUTORS) {
      double average =
          fixed
              + perTask * n
              + perNumber * network.parameters
              + 16.0 * network.parameters / (gigabits * 1e9 / 8);
      double minibatches = words / n / (Setting.BATCH * 20);
      double wanted = Math.ceil(average / (SHARE * network.minibatch));
      double k = Math.max(MIN_FREQUENCY, Math.min(wanted, minibatches / AVERAGES_AN_EPOCH));
      double slowest = 1 + network.deviation * Math.sqrt(2 * Math.log(n));
      double round = k * network.minibatch * slowest + (n == 1 ? 0 : average);
      double speed = n * k * Setting.BATCH * 20 / round;
      System.out.printf(
          "scaling %d %.0f words/s, %.2f of linear, K %.0f, averages %.1f %% of the time%n",
          n,
          speed,
          speed / n * network.minibatch / (Setting.BATCH * 20),
          k,
          n == 1 ? 0 : 100 * average / round);
    }
  }

  /** Arguments: TEXT DIRECTORY GBIT WORDS. */
  public static void main(String[] arguments) {
    try (Cluster cluster = Rounds.cluster("local-cluster[2,1,2048]")) {
      String corpus = Rounds.corpus(cluster, arguments[0], 10_000, arguments[1]);
      new ScalingModel(cluster, corpus)
          .run(Double.parseDouble(arguments[2]), Double.parseDouble(arguments[3]));
    }
  }
}

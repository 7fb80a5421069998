package org.corpuslm.neural.training;

import java.io.Serializable;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import org.corpuslm.corpus.Corpus;
import org.corpuslm.neural.data.StreamPlan;
import org.corpuslm.neural.data.TrainingText;
import org.corpuslm.neural.network.Network;
import org.corpuslm.neural.network.NetworkConfig;
import org.corpuslm.runtime.Block;
import org.corpuslm.runtime.Cluster;
import org.corpuslm.runtime.Shared;
import org.corpuslm.runtime.Worker;

/**
 * One round of data-parallel training with parameter averaging (McDonald et al. 2010): every worker
 * trains from the same parameters on its own text, then parameters and updater state become the
 * mean over the workers, weighted by words. The mean is made in slices, one task each, which adds
 * up in the order of the workers: a tree of two levels through which the driver receives each
 * number once, and whose result does not depend on which task ends first.
 */
final class AveragingRound {
  /** Slices begin at multiples of it, and sums are made over so many numbers, then over all. */
  private static final int BLOCK = 1 << 16;

  private final Cluster cluster;
  private final TrainConfig config;
  private final NetworkConfig network;
  private final StreamPlan plan;
  private final String run;

  AveragingRound(
      Cluster cluster, TrainConfig config, NetworkConfig network, StreamPlan plan, String run) {
    this.cluster = cluster;
    this.config = config;
    this.network = network;
    this.plan = plan;
    this.run = run;
  }

  /**
   * The outcome.
   *
   * @param parameters averaged over the workers whose results are finite
   * @param drift see {@link EpochRecord#workerDrift()}
   * @param reports in the order of the workers
   */
  record Result(
      float[] parameters, float[] updaterState, double drift, List<WorkerReport> reports) {
    boolean finite() {
      return reports.stream().allMatch(WorkerReport::finite);
    }

    double meanLoss() {
      double loss = reports.stream().mapToDouble(WorkerReport::loss).sum();
      return loss / reports.stream().mapToLong(WorkerReport::words).sum();
    }
  }

  /** A worker and the state it goes on from. */
  private record Start(int worker, double[][] state) implements Serializable {}

  /** What one task of the reduce side returns; the squares by block. */
  record Reduced(
      float[] values, double[] squaredDrift, double[] squaredNorm, List<WorkerReport> reports)
      implements Serializable {}

  Result run(TrainState from, RoundOrder order) {
    List<Start> starts = new ArrayList<>();
    for (int w = 0; w < plan.workers(); w++) {
      starts.add(new Start(w, from.streams.isEmpty() ? new double[0][] : from.streams.get(w)));
    }
    int parameters = from.parameters.length;
    int length = parameters + from.updaterState.length;
    int slices = Math.max(1, Math.min(cluster.slots(), length / BLOCK));
    try (Shared<float[]> shared = cluster.share(joined(from))) {
      Task task = new Task(config, network, plan, run, order, parameters, slices, shared);
      List<Reduced> reduced =
          cluster.exchange(
              "train: epoch %d, round %d".formatted(order.epoch(), order.round() + 1),
              starts,
              (start, worker) -> task.train(start, worker),
              slices + 1,
              (slice, blocks, worker) ->
                  slice == slices ? reports(blocks) : mean(blocks, slice, slices, length));
      return result(reduced, parameters, length, slices);
    }
  }

  private static float[] joined(TrainState state) {
    float[] all = new float[state.parameters.length + state.updaterState.length];
    System.arraycopy(state.parameters, 0, all, 0, state.parameters.length);
    System.arraycopy(
        state.updaterState, 0, all, state.parameters.length, state.updaterState.length);
    return all;
  }

  /** Does not depend on how many slices there are. */
  static Result result(List<Reduced> reduced, int parameters, int length, int slices) {
    float[] all = new float[length];
    double drift = 0;
    double norm = 0;
    for (int s = 0; s < slices; s++) {
      Reduced slice = reduced.get(s);
      System.arraycopy(slice.values, 0, all, edge(s, slices, length), slice.values.length);
      for (int b = 0; b < slice.squaredDrift.length; b++) {
        drift += slice.squaredDrift[b];
        norm += slice.squaredNorm[b];
      }
    }
    return new Result(
        java.util.Arrays.copyOfRange(all, 0, parameters),
        java.util.Arrays.copyOfRange(all, parameters, length),
        norm == 0 ? 0 : Math.sqrt(drift / norm),
        reduced.get(slices).reports);
  }

  private static int edge(int slice, int slices, int length) {
    return slice == slices ? length : (int) ((long) (length / BLOCK) * slice / slices) * BLOCK;
  }

  /** The map side. */
  private record Task(
      TrainConfig config,
      NetworkConfig network,
      StreamPlan plan,
      String run,
      RoundOrder order,
      int parameters,
      int slices,
      Shared<float[]> shared)
      implements Serializable {

    Iterator<Block> train(Start start, Worker worker) throws Exception {
      WorkerCache cache = WorkerCache.of(run);
      int w = start.worker;
      int[] text =
          cache.text(
              w,
              () ->
                  TrainingText.read(
                      worker.hadoop(),
                      Corpus.open(worker.hadoop(), config.corpus()),
                      plan.firstWord(w),
                      plan.endWord(w)));
      float[] all = shared.value();
      Network net = cache.borrow(network);
      LocalRound.Outcome outcome =
          new LocalRound(config, plan)
              .run(
                  net,
                  w,
                  order,
                  java.util.Arrays.copyOfRange(all, 0, parameters),
                  java.util.Arrays.copyOfRange(all, parameters, all.length),
                  start.state,
                  text);
      cache.giveBack(net);
      return blocks(outcome, slices, all.length);
    }
  }

  static Iterator<Block> blocks(LocalRound.Outcome outcome, int slices, int length)
      throws java.io.IOException {
    List<Block> blocks = new ArrayList<>();
    WorkerReport report = outcome.report();
    blocks.add(new Block(slices, ReportBytes.write(report)));
    if (report.finite() && report.words() > 0) {
      float[] all = new float[length];
      float[] parameters = outcome.parameters();
      float[] state = outcome.updaterState();
      System.arraycopy(parameters, 0, all, 0, parameters.length);
      System.arraycopy(state, 0, all, parameters.length, state.length);
      for (int s = 0; s < slices; s++) {
        int from = edge(s, slices, length);
        int n = edge(s + 1, slices, length) - from;
        ByteBuffer bytes =
            ByteBuffer.allocate(Integer.BYTES + Long.BYTES + n * Float.BYTES)
                .order(ByteOrder.LITTLE_ENDIAN);
        bytes.putInt(report.worker()).putLong(report.words());
        bytes.asFloatBuffer().put(all, from, n);
        blocks.add(new Block(s, bytes.array()));
      }
    }
    return blocks.iterator();
  }

  static Reduced reports(Iterator<byte[]> blocks) throws java.io.IOException {
    List<WorkerReport> reports = new ArrayList<>();
    while (blocks.hasNext()) {
      reports.add(ReportBytes.read(blocks.next()));
    }
    reports.sort(Comparator.comparingInt(WorkerReport::worker));
    return new Reduced(new float[0], new double[0], new double[0], reports);
  }

  /** One worker's numbers of one slice. */
  private record Part(int worker, long words, float[] values) {}

  static Reduced mean(Iterator<byte[]> blocks, int slice, int slices, int length) {
    int n = edge(slice + 1, slices, length) - edge(slice, slices, length);
    List<Part> parts = new ArrayList<>();
    while (blocks.hasNext()) {
      ByteBuffer bytes = ByteBuffer.wrap(blocks.next()).order(ByteOrder.LITTLE_ENDIAN);
      int worker = bytes.getInt();
      long words = bytes.getLong();
      float[] values = new float[n];
      bytes.asFloatBuffer().get(values);
      parts.add(new Part(worker, words, values));
    }
    parts.sort(Comparator.comparingInt(Part::worker));
    double[] sum = new double[n];
    double weight = 0;
    for (Part part : parts) {
      weight += part.words;
      for (int i = 0; i < n; i++) {
        sum[i] += part.words * (double) part.values[i];
      }
    }
    float[] mean = new float[n];
    double[] norm = new double[(n + BLOCK - 1) / BLOCK];
    double[] drift = new double[norm.length];
    for (int i = 0; i < n; i++) {
      double value = weight == 0 ? 0 : sum[i] / weight;
      mean[i] = (float) value;
      norm[i / BLOCK] += value * value;
      for (Part part : parts) {
        drift[i / BLOCK] += (part.values[i] - value) * (part.values[i] - value) / parts.size();
      }
    }
    return new Reduced(mean, drift, norm, List.of());
  }
}

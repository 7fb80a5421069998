package org.corpuslm.neural.training;

import java.io.IOException;
import java.io.Serializable;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import org.corpuslm.runtime.Block;

/**
 * The mean over the workers of parameters and updater state, weighted by words: θ = Σ_w m_w/Σm ·
 * θ_w (McDonald et al. 2010, section 4.3). The vector of all numbers is cut into slices, one reduce
 * task each, which sum in doubles in the order of the workers. The driver receives every number
 * once, and the result depends neither on which task ends first nor on the number of slices.
 */
final class Averages {
  /**
   * Size of a block in numbers. Slices consist of whole blocks; squares are summed per block, then
   * over all blocks.
   */
  private static final int BLOCK = 1 << 16;

  /** Largest slice, in numbers: 256 MB, because a byte array holds less than 2 GB. */
  private static final int MAX_SLICE = 1 << 26;

  private Averages() {}

  /**
   * The result of one reduce task: a slice of the mean, or the reports.
   *
   * @param squaredDrift mean over the workers of ‖θ_w − θ‖², by block
   * @param squaredNorm ‖θ‖², by block
   */
  record Reduced(
      float[] values, double[] squaredDrift, double[] squaredNorm, List<WorkerReport> reports)
      implements Serializable {}

  /** Returns the number of slices of {@code length} numbers for a number of task slots. */
  static int slices(int slots, int length) {
    int min = length / MAX_SLICE + 1;
    return Math.max(min, Math.min(slots, length / BLOCK));
  }

  /**
   * Returns the result of a single worker, which is its own mean. Minus zero becomes zero, as in a
   * sum, so that the bits are those of {@link #result}.
   */
  static AveragingRound.Result alone(LocalRound.Outcome outcome, double sharing) {
    return new AveragingRound.Result(
        withoutMinus(outcome.parameters()),
        withoutMinus(outcome.updaterState()),
        0,
        sharing,
        List.of(outcome.report()));
  }

  private static float[] withoutMinus(float[] values) {
    for (int i = 0; i < values.length; i++) {
      values[i] += 0f;
    }
    return values;
  }

  /**
   * Puts the slices together.
   *
   * @param reduced the slices in order, then the reports
   * @param parameters number of parameters, which come before the updater state
   * @param length numbers of both
   * @param sharing see {@link AveragingRound.Result#sharing}
   */
  static AveragingRound.Result result(
      List<Reduced> reduced, int parameters, int length, int slices, double sharing) {
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
    return new AveragingRound.Result(
        Arrays.copyOfRange(all, 0, parameters),
        Arrays.copyOfRange(all, parameters, length),
        norm == 0 ? 0 : Math.sqrt(drift / norm),
        sharing,
        reduced.get(slices).reports);
  }

  /** Returns the index at which a slice begins. */
  static int edge(int slice, int slices, int length) {
    return slice == slices ? length : (int) ((long) (length / BLOCK) * slice / slices * BLOCK);
  }

  /** Runs one reduce task: for a slice or, after the last one, for the reports. */
  static Reduced reduce(int slice, Iterator<byte[]> blocks, int slices, int length)
      throws IOException {
    return slice == slices ? reports(blocks) : mean(blocks, slice, slices, length);
  }

  /** Returns what a worker sends: its report and, if it is finite, its numbers slice by slice. */
  static Iterator<Block> blocks(LocalRound.Outcome outcome, int slices, int length)
      throws IOException {
    List<Block> blocks = new ArrayList<>();
    WorkerReport report = outcome.report();
    blocks.add(new Block(slices, report.toBytes()));
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

  /** Reads the reports, in the order of the workers. */
  static Reduced reports(Iterator<byte[]> blocks) throws IOException {
    List<WorkerReport> reports = new ArrayList<>();
    while (blocks.hasNext()) {
      reports.add(WorkerReport.of(blocks.next()));
    }
    reports.sort(Comparator.comparingInt(WorkerReport::worker));
    return new Reduced(new float[0], new double[0], new double[0], reports);
  }

  /** One worker's numbers of one slice. */
  private record Part(int worker, long words, float[] values) {}

  /** Computes one slice of the mean from the blocks of all workers, whatever their order. */
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
    double weight = 0;
    for (Part part : parts) {
      weight += part.words;
    }
    double[] share = new double[parts.size()];
    for (int p = 0; p < share.length; p++) {
      share[p] = weight == 0 ? 0 : parts.get(p).words / weight;
    }
    float[] mean = new float[n];
    double[] norm = new double[(n + BLOCK - 1) / BLOCK];
    double[] drift = new double[norm.length];
    double[] sum = new double[BLOCK];
    for (int b = 0; b < norm.length; b++) {
      int from = b * BLOCK;
      int size = Math.min(BLOCK, n - from);
      Arrays.fill(sum, 0);
      for (int p = 0; p < share.length; p++) {
        add(sum, share[p], parts.get(p).values, from, size);
      }
      for (int i = 0; i < size; i++) {
        mean[from + i] = (float) sum[i];
        norm[b] += sum[i] * sum[i];
      }
      for (Part part : parts) {
        drift[b] += squaredDistance(part.values, from, sum, size) / parts.size();
      }
    }
    return new Reduced(mean, drift, norm, List.of());
  }

  private static void add(double[] sum, double share, float[] values, int from, int length) {
    for (int i = 0; i < length; i++) {
      sum[i] += share * values[from + i];
    }
  }

  private static double squaredDistance(float[] values, int from, double[] mean, int length) {
    double sum = 0;
    for (int i = 0; i < length; i++) {
      double d = values[from + i] - mean[i];
      sum += d * d;
    }
    return sum;
  }
}

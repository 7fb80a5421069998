package org.corpuslm.neural.training;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The report of one worker on one round: everything but parameters and updater state.
 *
 * @param words words that it trained on
 * @param loss −Σ ln p of these words, in nats
 * @param finite whether loss, parameters and updater state are finite; if not, they do not enter
 *     the mean
 * @param state state of the recurrent layers after the round, by layer
 * @param norms by layer, the sum over the updates of the norm of its gradient, before clipping
 * @param updates number of updates
 * @param clipped updates whose gradient was scaled down
 * @param fetching seconds until it had the parameters
 * @param seconds time for reading its text and training, in seconds, without packing
 */
record WorkerReport(
    int worker,
    long words,
    double loss,
    boolean finite,
    double[][] state,
    double[] norms,
    int updates,
    int clipped,
    double fetching,
    double seconds)
    implements Serializable {
  /**
   * Maximum number of numbers that are allocated before any has been read, so that a damaged length
   * costs no memory.
   */
  private static final int AT_FIRST = 1 << 16;

  /** Returns the report in bytes. */
  byte[] toBytes() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(bytes);
    out.writeInt(worker);
    out.writeLong(words);
    out.writeDouble(loss);
    out.writeBoolean(finite);
    write(out, state);
    write(out, norms);
    out.writeInt(updates);
    out.writeInt(clipped);
    out.writeDouble(fetching);
    out.writeDouble(seconds);
    return bytes.toByteArray();
  }

  /** Reads what {@link #toBytes} wrote. */
  static WorkerReport of(byte[] bytes) throws IOException {
    DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes));
    return new WorkerReport(
        in.readInt(),
        in.readLong(),
        in.readDouble(),
        in.readBoolean(),
        readRows(in),
        readRow(in),
        in.readInt(),
        in.readInt(),
        in.readDouble(),
        in.readDouble());
  }

  /** Writes rows of numbers with their lengths. */
  static void write(DataOutputStream out, double[][] rows) throws IOException {
    out.writeInt(rows.length);
    for (double[] row : rows) {
      write(out, row);
    }
  }

  /** Writes numbers with their length. */
  static void write(DataOutputStream out, double[] row) throws IOException {
    out.writeInt(row.length);
    for (double value : row) {
      out.writeDouble(value);
    }
  }

  /** Reads rows of numbers with their lengths. */
  static double[][] readRows(DataInputStream in) throws IOException {
    int length = length(in);
    List<double[]> rows = new ArrayList<>();
    for (int i = 0; i < length; i++) {
      rows.add(readRow(in));
    }
    return rows.toArray(new double[0][]);
  }

  /** Reads numbers with their length. */
  static double[] readRow(DataInputStream in) throws IOException {
    int length = length(in);
    double[] row = new double[Math.min(length, AT_FIRST)];
    for (int i = 0; i < length; i++) {
      if (i == row.length) { // only what is there takes memory
        row = Arrays.copyOf(row, (int) Math.min(length, 2L * i));
      }
      row[i] = in.readDouble();
    }
    return row;
  }

  /**
   * Reads a length.
   *
   * @throws IOException if it is negative
   */
  static int length(DataInputStream in) throws IOException {
    int length = in.readInt();
    if (length < 0) {
      throw new IOException("it is damaged: a length below 0");
    }
    return length;
  }
}

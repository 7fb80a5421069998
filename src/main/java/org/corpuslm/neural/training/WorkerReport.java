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
 * What a worker tells of one round beside its parameters.
 *
 * @param words fitted
 * @param loss −Σ ln p of them, in nats
 * @param finite whether loss and parameters are numbers; if not, they do not enter the average
 * @param state of the recurrent layers after the round
 * @param norms sum over the updates of the gradient norm of each layer, before clipping
 * @param updates of the parameters
 * @param clipped updates whose gradient was scaled down
 * @param fetching seconds until it had the parameters
 * @param seconds of reading its text and training, without packing
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
  /** Room for values before any has been read. */
  private static final int AT_FIRST = 1 << 16;

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

  static void write(DataOutputStream out, double[][] rows) throws IOException {
    out.writeInt(rows.length);
    for (double[] row : rows) {
      write(out, row);
    }
  }

  static void write(DataOutputStream out, double[] row) throws IOException {
    out.writeInt(row.length);
    for (double value : row) {
      out.writeDouble(value);
    }
  }

  static double[][] readRows(DataInputStream in) throws IOException {
    int length = length(in);
    List<double[]> rows = new ArrayList<>();
    for (int i = 0; i < length; i++) {
      rows.add(readRow(in));
    }
    return rows.toArray(new double[0][]);
  }

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

  /** How many there are. */
  static int length(DataInputStream in) throws IOException {
    int length = in.readInt();
    if (length < 0) {
      throw new IOException("it is damaged: a length below 0");
    }
    return length;
  }
}

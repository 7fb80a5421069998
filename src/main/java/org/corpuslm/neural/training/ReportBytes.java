package org.corpuslm.neural.training;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** {@link WorkerReport}s, and the states within, as bytes. */
final class ReportBytes {
  /** Room for values before any has been read. */
  private static final int AT_FIRST = 1 << 16;

  private ReportBytes() {}

  static byte[] write(WorkerReport report) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(bytes);
    out.writeInt(report.worker());
    out.writeLong(report.words());
    out.writeDouble(report.loss());
    out.writeBoolean(report.finite());
    write(out, report.state());
    write(out, report.norms());
    out.writeInt(report.updates());
    out.writeInt(report.clipped());
    out.writeDouble(report.fetching());
    out.writeDouble(report.seconds());
    return bytes.toByteArray();
  }

  static WorkerReport read(byte[] bytes) throws IOException {
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

package org.corpuslm.neural.training;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;

/** {@link WorkerReport}s, and the states within, as bytes. */
final class ReportBytes {
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
    double[][] rows = new double[in.readInt()][];
    for (int i = 0; i < rows.length; i++) {
      rows[i] = readRow(in);
    }
    return rows;
  }

  static double[] readRow(DataInputStream in) throws IOException {
    double[] row = new double[in.readInt()];
    for (int i = 0; i < row.length; i++) {
      row[i] = in.readDouble();
    }
    return row;
  }
}

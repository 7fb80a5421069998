package org.corpuslm.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine;

/** Standard output as results go to it: a fault of it fails the command. */
final class StandardOutput extends FilterOutputStream {
  private static volatile String fault = "it was closed";

  private StandardOutput(OutputStream out) {
    super(out);
  }

  /** Returns a writer of UTF-8. Its faults are asked for, as those of any {@link PrintWriter}. */
  static PrintWriter writer() {
    return new PrintWriter(
        new StandardOutput(new FileOutputStream(FileDescriptor.out)), true, StandardCharsets.UTF_8);
  }

  /** Returns the exit code of a command whose result may not have been written. */
  static int check(CommandLine line, int code) {
    if (!line.getOut().checkError() || code != CommandLine.ExitCode.OK) {
      return code;
    }
    line.getErr()
        .println(
            "corpuslm: the result could not be written to standard output: %s".formatted(fault));
    return Main.FAILURE;
  }

  @Override
  public void write(byte[] b, int off, int len) throws IOException {
    try {
      out.write(b, off, len);
    } catch (IOException e) {
      fault = e.getMessage();
      throw e;
    }
  }
}

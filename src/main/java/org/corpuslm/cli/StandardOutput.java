package org.corpuslm.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine;

/** Standard output for results. A write that fails also fails the command. */
final class StandardOutput extends FilterOutputStream {
  private static volatile String fault = "it was closed";

  private StandardOutput(OutputStream out) {
    super(out);
  }

  /** Returns a writer in UTF-8; {@link PrintWriter#checkError} tells whether a write failed. */
  static PrintWriter writer() {
    return new PrintWriter(
        new StandardOutput(new FileOutputStream(FileDescriptor.out)), true, StandardCharsets.UTF_8);
  }

  /** Returns the exit code of a command: a failure if its result could not be written. */
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

package org.corpuslm.cli.output;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.apache.hadoop.conf.Configuration;
import org.corpuslm.runtime.InputGuard;
import org.corpuslm.runtime.OutputDirectory;
import org.corpuslm.runtime.StagedOutput;

/**
 * Writes plain text in UTF-8 to stdout, or to a file that appears complete or not at all and is
 * compressed if its name ends in {@code .gz}.
 */
public final class TextOutput implements AutoCloseable {
  /** File name that selects stdout. */
  public static final String STDOUT = "-";

  private final OutputDirectory output; // null for stdout
  private final StagedOutput file; // below what compresses
  private final OutputStream stream;

  private TextOutput(OutputDirectory output, StagedOutput file, OutputStream stream) {
    this.output = output;
    this.file = file;
    this.stream = stream;
  }

  /**
   * Opens a file, or stdout for {@value #STDOUT}.
   *
   * @param inputs paths that are read, which the file must not replace
   */
  public static TextOutput open(
      Configuration conf, String path, boolean overwrite, List<String> inputs, PrintWriter stdout)
      throws IOException {
    if (path.equals(STDOUT)) {
      return new TextOutput(null, null, new Printed(stdout));
    }
    InputGuard.check(conf, path, inputs);
    OutputDirectory output = OutputDirectory.createFile(conf, path, overwrite);
    try {
      StagedOutput file = StagedOutput.unlisted(output.driverTask(), output.staging(), "text");
      return new TextOutput(
          output, file, path.endsWith(".gz") ? new GZIPOutputStream(file, 1 << 16) : file);
    } catch (IOException | RuntimeException e) {
      output.close();
      throw e;
    }
  }

  /** Returns the stream to write to. */
  public OutputStream stream() {
    return stream;
  }

  /** Ends the text and makes the file visible. */
  public void publish() throws IOException {
    stream.close();
    if (output != null) {
      output.publishFile(file.finished(-1));
    }
  }

  @Override
  public void close() throws IOException {
    stream.close();
    if (output != null) {
      output.close();
    }
  }

  private static final class Printed extends OutputStream {
    private final PrintWriter to;

    Printed(PrintWriter to) {
      this.to = to;
    }

    @Override
    public void write(int b) throws IOException {
      write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int off, int len) throws IOException {
      to.print(new String(bytes, off, len, StandardCharsets.UTF_8));
      if (to.checkError()) {
        throw new IOException("stdout is full or closed");
      }
    }

    @Override
    public void close() {
      to.flush();
    }
  }
}

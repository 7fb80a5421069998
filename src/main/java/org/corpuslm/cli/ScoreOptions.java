package org.corpuslm.cli;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.corpuslm.evaluate.Evaluate;
import org.corpuslm.evaluate.EvaluateConfig;
import org.corpuslm.runtime.BadInputException;
import org.corpuslm.runtime.Cluster;
import org.corpuslm.runtime.OutputDirectory;
import org.corpuslm.runtime.StagedOutput;
import picocli.CommandLine.Option;

/** Options of {@code perplexity} for scores as plain text, to stdout or to files. */
final class ScoreOptions {
  private static final String STDOUT = "-";

  @Option(
      names = "--per-line",
      defaultValue = "",
      paramLabel = "-|FILE",
      description =
          "Write a row per line of the text to stdout (-) or a file (.gz: compressed): line, log10"
              + " p, tokens with </s>, OOV, perplexity; separated by tabs. --output is not needed"
              + " then.")
  private String perLine;

  @Option(
      names = "--surprisal",
      defaultValue = "",
      paramLabel = "-|FILE",
      description =
          "Write a row per token in the same way: sentence_id (the line), token_id, token,"
              + " surprisal in bits.")
  private String surprisal;

  /** Whether any are wanted. */
  boolean wanted() {
    return !perLine.isEmpty() || !surprisal.isEmpty();
  }

  /** Whether stdout belongs to them. */
  boolean useStdout() {
    return perLine.equals(STDOUT) || surprisal.equals(STDOUT);
  }

  void check(boolean json) {
    if (perLine.equals(STDOUT) && surprisal.equals(STDOUT)) {
      throw new BadInputException(
          "--per-line - and --surprisal - would mix on stdout; write one of them to a file");
    }
    if (!perLine.isEmpty() && perLine.equals(surprisal)) {
      throw new BadInputException("--per-line and --surprisal are both " + perLine);
    }
    if (json && useStdout()) {
      throw new BadInputException(
          "--json and '-' would mix on stdout; leave out --json, or write to a file");
    }
  }

  /** Tells where files were written. */
  Map<String, Object> files() {
    Map<String, Object> files = new LinkedHashMap<>();
    put(files, "perLine", perLine);
    put(files, "surprisal", surprisal);
    return files;
  }

  private static void put(Map<String, Object> files, String name, String path) {
    if (!path.isEmpty() && !path.equals(STDOUT)) {
      files.put(name, path);
    }
  }

  /** Scores the text and writes what is wanted. */
  void write(Cluster cluster, EvaluateConfig config, boolean overwrite, PrintWriter stdout) {
    try (Target lines = target(cluster, perLine, overwrite, stdout);
        Target words = target(cluster, surprisal, overwrite, stdout)) {
      new Evaluate(cluster, config).print(stream(lines), stream(words));
      publish(lines);
      publish(words);
    } catch (IOException e) {
      throw new IllegalStateException("cannot write the scores: " + e.getMessage(), e);
    }
  }

  private static Target target(Cluster cluster, String path, boolean overwrite, PrintWriter stdout)
      throws IOException {
    if (path.isEmpty()) {
      return null;
    }
    return path.equals(STDOUT)
        ? new Target(null, null, new Printed(stdout))
        : Target.file(
            OutputDirectory.createFile(cluster.hadoop(), path, overwrite), path.endsWith(".gz"));
  }

  private static OutputStream stream(Target target) {
    return target == null ? null : target.out;
  }

  private static void publish(Target target) throws IOException {
    if (target != null) {
      target.publish();
    }
  }

  /**
   * Where rows go.
   *
   * @param output of a file, else null
   * @param file the bytes of the file, below what compresses them
   */
  private record Target(OutputDirectory output, StagedOutput file, OutputStream out)
      implements AutoCloseable {

    static Target file(OutputDirectory output, boolean gzip) throws IOException {
      try {
        StagedOutput file = StagedOutput.unlisted(output.worker(), output.staging(), "scores.tsv");
        return new Target(output, file, gzip ? new GZIPOutputStream(file, 1 << 16) : file);
      } catch (IOException | RuntimeException e) {
        output.close();
        throw e;
      }
    }

    void publish() throws IOException {
      out.close();
      if (output != null) {
        output.publishFile(file.finished(-1));
      }
    }

    @Override
    public void close() throws IOException {
      out.close();
      if (output != null) {
        output.close();
      }
    }
  }

  /** UTF-8 to a writer, in pieces that end with a line. */
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

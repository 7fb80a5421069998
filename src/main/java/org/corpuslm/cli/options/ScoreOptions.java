package org.corpuslm.cli.options;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.corpuslm.cli.output.TextOutput;
import org.corpuslm.evaluate.Evaluate;
import org.corpuslm.evaluate.EvaluateConfig;
import org.corpuslm.runtime.BadInputException;
import org.corpuslm.runtime.Cluster;
import picocli.CommandLine.Option;

/** Options of {@code perplexity} that write scores as plain text to stdout or to files. */
public final class ScoreOptions {
  @Option(
      names = "--per-line",
      defaultValue = "",
      paramLabel = "-|FILE",
      description =
          "Write one row per line of the text to stdout (-) or a file (.gz: compressed), separated"
              + " by tabs: line, log10 probability, tokens including </s>, OOVs, perplexity.")
  private String perLine;

  @Option(
      names = "--surprisal",
      defaultValue = "",
      paramLabel = "-|FILE",
      description =
          "Write one row per token in the same way: sentence_id (the line), token_id, token,"
              + " surprisal in bits.")
  private String surprisal;

  /** Returns whether to write any scores. */
  public boolean wanted() {
    return !perLine.isEmpty() || !surprisal.isEmpty();
  }

  /** Returns whether scores go to stdout. */
  public boolean useStdout() {
    return perLine.equals(TextOutput.STDOUT) || surprisal.equals(TextOutput.STDOUT);
  }

  /** Checks that two results do not share stdout or a file. */
  public void check(boolean json) {
    if (perLine.equals(TextOutput.STDOUT) && surprisal.equals(TextOutput.STDOUT)) {
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

  /** Returns the paths of the files by name, for {@code --json}. */
  public Map<String, Object> files() {
    Map<String, Object> files = new LinkedHashMap<>();
    put(files, "perLine", perLine);
    put(files, "surprisal", surprisal);
    return files;
  }

  private static void put(Map<String, Object> files, String name, String path) {
    if (!path.isEmpty() && !path.equals(TextOutput.STDOUT)) {
      files.put(name, path);
    }
  }

  /** Scores the text and writes the scores. */
  public void write(Cluster cluster, EvaluateConfig config, boolean overwrite, PrintWriter stdout) {
    List<String> inputs = new ArrayList<>(config.models());
    inputs.addAll(config.text().files());
    inputs.addAll(config.text().hasCorpus() ? List.of(config.text().corpus()) : List.of());
    try (TextOutput lines = open(cluster, perLine, overwrite, inputs, stdout);
        TextOutput words = open(cluster, surprisal, overwrite, inputs, stdout)) {
      new Evaluate(cluster, config)
          .print(lines == null ? null : lines.stream(), words == null ? null : words.stream());
      if (lines != null) {
        lines.publish();
      }
      if (words != null) {
        words.publish();
      }
    } catch (IOException e) {
      throw new IllegalStateException("cannot write the scores: " + e.getMessage(), e);
    }
  }

  private static TextOutput open(
      Cluster cluster, String path, boolean overwrite, List<String> inputs, PrintWriter stdout)
      throws IOException {
    return path.isEmpty()
        ? null
        : TextOutput.open(cluster.hadoop(), path, overwrite, inputs, stdout);
  }
}

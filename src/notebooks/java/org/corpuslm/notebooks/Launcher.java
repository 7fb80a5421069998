package org.corpuslm.notebooks;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Commands of corpuslm as cells run them: as in a terminal, in a process of their own. */
public final class Launcher {
  /** The folder with {@code scripts} and {@code target}. */
  public static final Path ROOT = Path.of(System.getProperty("corpuslm.root"));

  private Launcher() {}

  /**
   * Runs {@code scripts/corpuslm} and returns what it prints; its log goes to the terminal that
   * Jupyter runs in.
   *
   * @param line command and options, separated by white space; an argument with a space inside
   *     stands between quotation marks
   * @throws IllegalStateException if the command fails; holds what it said
   */
  public static String corpuslm(String line) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of(ROOT.resolve("scripts/corpuslm").toString()));
    command.addAll(words(line));
    Process process =
        new ProcessBuilder(command)
            .directory(ROOT.toFile())
            .redirectErrorStream(false)
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    try {
      process.getOutputStream().close();
      String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (process.waitFor() != 0) {
        throw new IllegalStateException(
            "corpuslm %s: exit code %d; the terminal that Jupyter runs in tells why\n%s"
                .formatted(line.strip(), process.exitValue(), out));
      }
      return out;
    } finally {
      process.destroy();
    }
  }

  private static List<String> words(String line) {
    List<String> words = new ArrayList<>();
    String[] parts = line.split("\"", -1);
    for (int i = 0; i < parts.length; i++) {
      if (i % 2 == 1) {
        words.add(parts[i]);
      } else if (!parts[i].isBlank()) {
        words.addAll(List.of(parts[i].strip().split("\\s+")));
      }
    }
    return words;
  }
}

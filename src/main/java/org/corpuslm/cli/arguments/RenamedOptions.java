package org.corpuslm.cli.arguments;

import java.io.PrintWriter;
import java.util.Arrays;
import java.util.Map;

/**
 * Replaces old names of options, which this release still accepts on the command line, in job files
 * and in presets. Help and completion show the new names only.
 */
final class RenamedOptions {
  private static final Map<String, Map<String, String>> BY_COMMAND =
      Map.of(
          "train",
          Map.of(
              "--steps", "--bptt",
              "--halve-after", "--decay-after",
              "--halve-on-stall", "--decay-on-plateau",
              "--no-halve-on-stall", "--no-decay-on-plateau",
              "--stall", "--min-improvement",
              "--tail-division", "--div-value",
              "--start", "--init-from",
              "--restart", "--init-fresh"),
          "prepare",
          Map.of("--map-special", "--replace-special"),
          "count",
          Map.of("--append", "--append-to", "--remove", "--remove-from"),
          "perplexity",
          Map.of("--serving=whole", "--serving=replicated", "--quantise", "--quantize"),
          "predict",
          Map.of("--quantise", "--quantize"),
          "generate",
          Map.of("--quantise", "--quantize"),
          "mix",
          Map.of("--serving=whole", "--serving=replicated"));

  private RenamedOptions() {}

  /**
   * Returns the arguments with the new names in place of old ones.
   *
   * @param arguments the command and its arguments
   * @param notes receives a line for each old name
   */
  static String[] current(PrintWriter notes, String... arguments) {
    String[] current = arguments.clone();
    int command = 0;
    while (command < current.length && current[command].startsWith("-")) {
      command++;
    }
    Map<String, String> renamed =
        command == current.length ? Map.of() : BY_COMMAND.getOrDefault(current[command], Map.of());
    int end = Arrays.asList(current).indexOf("--");
    for (int i = command + 1; i < (end < 0 ? current.length : end); i++) {
      String[] parts = current[i].split("=", 2);
      String name = renamed.get(parts[0]);
      if (name != null) {
        current[i] = parts.length == 1 ? name : name + "=" + parts[1];
        notes.printf("corpuslm: %s is now called %s%n", parts[0], name);
        continue;
      }
      boolean apart = i > 0 && current[i - 1].startsWith("--") && !current[i - 1].contains("=");
      String option = apart ? current[i - 1] + "=" + current[i] : current[i];
      String value = renamed.get(option);
      if (value != null) {
        current[i] = apart ? value.substring(value.indexOf('=') + 1) : value;
        notes.printf("corpuslm: %s is now called %s%n", option, value);
      }
    }
    return current;
  }
}

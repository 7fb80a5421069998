package org.corpuslm.cli.options;

import picocli.CommandLine.Option;

/** Options of every command. */
public final class CommonOptions {
  /** Position in the help: after the options of the command itself, which are negative. */
  private static final int LAST = 2;

  @Option(names = "--json", order = LAST, description = "Print the result as one JSON object.")
  private boolean json;

  @Option(
      names = {"-h", "--help"},
      order = LAST,
      usageHelp = true,
      description = "Show this help and exit.")
  private boolean help;

  /** Returns whether to print the result as JSON. */
  public boolean json() {
    return json;
  }
}

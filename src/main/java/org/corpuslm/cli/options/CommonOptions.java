package org.corpuslm.cli.options;

import picocli.CommandLine.Option;

/** Options of every command. */
public final class CommonOptions {
  /** Place in the usage: behind the options of the command itself, whose place is negative. */
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

package org.corpuslm.cli.options;

import picocli.CommandLine.Option;

/** Options of every command that writes a directory. */
public final class OutputOptions {
  /** Place in the usage: behind the options of the command itself, before those of all. */
  private static final int LATE = 1;

  @Option(
      names = "--output",
      order = LATE,
      required = true,
      paramLabel = "DIR",
      description = "Where to write; must not exist unless --overwrite is given.")
  private String output;

  @Option(names = "--overwrite", order = LATE, description = "Replace an output of an earlier run.")
  private boolean overwrite;

  /** Returns the directory; null if a command that can do without has none. */
  public String output() {
    return output;
  }

  /** Returns whether to replace an existing output. */
  public boolean overwrite() {
    return overwrite;
  }
}

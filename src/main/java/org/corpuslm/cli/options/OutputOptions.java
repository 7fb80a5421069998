package org.corpuslm.cli.options;

import picocli.CommandLine.Option;

/** Options of every command that writes a directory. */
public final class OutputOptions {
  /** Position in the help: after the options of the command itself, before the common ones. */
  private static final int LATE = 1;

  @Option(
      names = "--output",
      order = LATE,
      required = true,
      paramLabel = "DIR",
      description = "The output directory. It must not exist unless --overwrite is given.")
  private String output;

  @Option(names = "--overwrite", order = LATE, description = "Replace an existing output.")
  private boolean overwrite;

  /** Returns the directory; null if it is optional and not given. */
  public String output() {
    return output;
  }

  /** Returns whether to replace an existing output. */
  public boolean overwrite() {
    return overwrite;
  }
}

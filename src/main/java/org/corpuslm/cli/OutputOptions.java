package org.corpuslm.cli;

import picocli.CommandLine.Option;

/** Options of every command that writes a directory. */
final class OutputOptions {
  /** Place in the usage: behind the options of the command itself, before those of all. */
  private static final int LATE = 1;

  @Option(
      names = "--output",
      order = LATE,
      required = true,
      paramLabel = "DIR",
      description = "Where to write; must not exist unless --overwrite is given.")
  String output;

  @Option(names = "--overwrite", order = LATE, description = "Replace an output of an earlier run.")
  boolean overwrite;
}

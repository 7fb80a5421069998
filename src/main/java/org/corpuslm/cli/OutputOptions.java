package org.corpuslm.cli;

import picocli.CommandLine.Option;

/** Options of every command that writes a directory. */
final class OutputOptions {
  @Option(
      names = "--output",
      required = true,
      paramLabel = "DIR",
      description = "Where to write; must not exist unless --overwrite is given.")
  String output;

  @Option(names = "--overwrite", description = "Replace an output of an earlier run.")
  boolean overwrite;
}

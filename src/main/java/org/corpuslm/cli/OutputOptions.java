package org.corpuslm.cli;

import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
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

  /** Makes {@code --output} one that a command can do without. */
  static void makeOptional(CommandLine command) {
    CommandSpec spec = command.getCommandSpec();
    OptionSpec option = spec.findOption("--output");
    spec.remove(option);
    spec.addOption(OptionSpec.builder(option).required(false).build());
  }

  @Option(names = "--overwrite", order = LATE, description = "Replace an output of an earlier run.")
  boolean overwrite;
}

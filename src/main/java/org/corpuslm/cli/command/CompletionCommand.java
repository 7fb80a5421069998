package org.corpuslm.cli.command;

import org.corpuslm.cli.output.Manual;
import picocli.AutoComplete;
import picocli.CommandLine.Command;

/** Command {@code generate-completion}. */
@Command(
    name = "generate-completion",
    header = "Prints a script that completes commands, options and values in bash or zsh.",
    description =
        "Put the line of the example into ~/.bashrc or ~/.zshrc to complete wherever you type"
            + " corpuslm; scripts/corpuslm must be in the PATH under this name. In zsh, load"
            + " bashcompinit first.",
    footer = {"source <(corpuslm generate-completion)"},
    helpCommand = true)
@Manual(
    files = {"~/.bashrc, ~/.zshrc: where the line of the example goes"},
    seeAlso = {"help"})
final class CompletionCommand extends AutoComplete.GenerateCompletion {}

package org.corpuslm.cli.command;

import org.corpuslm.cli.output.Manual;
import picocli.AutoComplete;
import picocli.CommandLine.Command;

@Command(
    name = "generate-completion",
    header = "Prints a script with which bash or zsh completes commands, options and values.",
    description =
        "The line of the example, in ~/.bashrc or ~/.zshrc, lets Tab complete wherever corpuslm is"
            + " typed. scripts/corpuslm has to be in the PATH under this name.",
    footer = {"source <(corpuslm generate-completion)"},
    helpCommand = true)
@Manual(
    files = {"~/.bashrc, ~/.zshrc: where the line of the example goes"},
    seeAlso = {"help"})
final class CompletionCommand extends AutoComplete.GenerateCompletion {}

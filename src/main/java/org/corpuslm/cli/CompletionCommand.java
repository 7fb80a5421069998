package org.corpuslm.cli;

import picocli.AutoComplete;
import picocli.CommandLine.Command;

@Command(
    name = "generate-completion",
    header = "Prints a script with which bash or zsh completes commands, options and values.",
    description = {
      "The script is for the shell that reads it: put the line of the example into ~/.bashrc. In zsh"
          + " (~/.zshrc) the line before it has to be: autoload -U +X compinit && compinit"
    },
    footer = {"source <(corpuslm generate-completion)"},
    helpCommand = true)
@Manual(
    files = {"~/.bashrc, ~/.zshrc: where the line of the example goes"},
    seeAlso = {"help"})
final class CompletionCommand extends AutoComplete.GenerateCompletion {}

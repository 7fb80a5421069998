package org.corpuslm.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests bash completion by asking bash itself. */
class CompletionTest {
  @TempDir private Path dir;

  @Test
  void commandsOptionsAndTheirValuesAreCompleted() throws Exception {
    Cli.Result script = Cli.run("generate-completion");
    assertThat(script.exit()).as(script.err()).isZero();
    Path file = dir.resolve("completion.sh");
    Files.writeString(file, script.out());
    assertThat(complete(file, "corpuslm", "per")).contains("perplexity");
    assertThat(complete(file, "corpuslm", "train", "--sof")).contains("--softmax");
    assertThat(complete(file, "corpuslm", "train", "--softmax", "a")).contains("adaptive");
    assertThat(complete(file, "corpuslm", "estimate", "--smoothing", "modi"))
        .contains("modified-kneser-ney");
  }

  /** Values are completed by label: two lists under one label would be mixed up. */
  @Test
  void optionsWithListsOfValuesHaveLabelsOfTheirOwn() {
    Main.commandLine()
        .getSubcommands()
        .forEach(
            (name, command) -> {
              Set<String> labels = new HashSet<>();
              command.getCommandSpec().options().stream()
                  .filter(o -> o.type().isEnum() || o.completionCandidates() != null)
                  .filter(o -> !o.type().equals(boolean.class))
                  .forEach(o -> assertThat(labels.add(o.paramLabel())).as(name + o).isTrue());
            });
  }

  private static String complete(Path script, String... words) throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of(
                "bash",
                "-c",
                "source \"$1\"; shift; COMP_WORDS=(\"$@\"); COMP_CWORD=$(($# - 1));"
                    + " _complete_corpuslm; echo \"${COMPREPLY[@]}\"",
                "bash",
                script.toString()));
    command.addAll(List.of(words));
    Process bash = new ProcessBuilder(command).redirectErrorStream(true).start();
    return new String(bash.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
  }
}

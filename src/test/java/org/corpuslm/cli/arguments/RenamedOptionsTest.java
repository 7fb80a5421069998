package org.corpuslm.cli.arguments;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import org.corpuslm.cli.command.CorpuslmCommand;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class RenamedOptionsTest {
  private final StringWriter notes = new StringWriter();

  private List<String> current(String... arguments) {
    return List.of(RenamedOptions.current(new PrintWriter(notes, true), arguments));
  }

  @Test
  void oldNamesBecomeNewOnesWithANote() {
    assertThat(current("train", "--steps", "35", "--no-halve-on-stall", "--stall=0.1"))
        .containsExactly("train", "--bptt", "35", "--no-decay-on-plateau", "--min-improvement=0.1");
    assertThat(notes.toString()).contains("--steps is now called --bptt");
    assertThat(current("mix", "--serving", "whole", "--serving=whole"))
        .containsExactly("mix", "--serving", "replicated", "--serving=replicated");
  }

  @Test
  void valuesAndOtherCommandsStayAsTheyAre() {
    assertThat(current("predict", "--steps", "35")).containsExactly("predict", "--steps", "35");
    assertThat(current("count", "--corpus", "whole", "--", "--append"))
        .containsExactly("count", "--corpus", "whole", "--", "--append");
    assertThat(notes.toString()).isEmpty();
  }

  @Test
  void everyNewNameIsAnOption() {
    CommandLine line = CorpuslmCommand.commandLine();
    for (String[] option :
        new String[][] {
          {"train", "--steps"}, {"train", "--halve-after"}, {"train", "--halve-on-stall"},
          {"train", "--stall"}, {"train", "--tail-division"}, {"train", "--start"},
          {"train", "--restart"}, {"prepare", "--map-special"}, {"count", "--append"},
          {"count", "--remove"}
        }) {
      var spec = line.getSubcommands().get(option[0]).getCommandSpec();
      assertThat(spec.findOption(option[1])).isNull();
      assertThat(spec.findOption(current(option).get(1))).as(option[1]).isNotNull();
    }
  }
}

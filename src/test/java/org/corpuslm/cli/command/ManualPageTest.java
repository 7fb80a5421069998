package org.corpuslm.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.corpuslm.cli.arguments.Presets;
import org.corpuslm.cli.output.Manual;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** Tests {@code --help}: every command, section and option, and examples that work. */
class ManualPageTest {
  private static final List<String> SECTIONS =
      List.of(
          "NAME",
          "SYNOPSIS",
          "DESCRIPTION",
          "OPTIONS",
          "EXIT STATUS",
          "EXAMPLES",
          "FILES",
          "SEE ALSO");
  private static final Pattern WORD = Pattern.compile("\"([^\"]*)\"|(\\S+)");

  /** The program itself and all its commands. */
  private static Map<String, CommandLine> commands() {
    CommandLine main = CorpuslmCommand.commandLine();
    Map<String, CommandLine> commands = new LinkedHashMap<>();
    commands.put("corpuslm", main);
    commands.putAll(main.getSubcommands());
    return commands;
  }

  private static String page(CommandLine command) {
    return command.getUsageMessage(CommandLine.Help.Ansi.OFF);
  }

  @Test
  void everyPageHasEverySectionInOrder() {
    commands()
        .forEach(
            (name, command) -> {
              List<String> headings =
                  page(command).lines().filter(l -> l.matches("[A-Z][A-Z ]+")).toList();
              List<String> wanted = new ArrayList<>(SECTIONS);
              if (name.equals("help")) { // it comes with the parser
                wanted.removeAll(List.of("FILES", "SEE ALSO"));
              }
              assertThat(headings).as(name).containsSubsequence(wanted);
              assertThat(headings).as(name).doesNotHaveDuplicates();
              assertThat(page(command)).as(name).doesNotContain("null").doesNotContain("${");
            });
  }

  @Test
  void thePageFitsATerminalButForExamples() {
    commands()
        .forEach(
            (name, command) -> {
              command.getCommandSpec().usageMessage().autoWidth(false).width(80);
              String examples = String.join("\n", command.getCommandSpec().usageMessage().footer());
              assertThat(page(command).lines().filter(l -> !examples.contains(l.strip())))
                  .as(name)
                  .allMatch(l -> l.length() <= 80);
            });
  }

  @Test
  void everyOptionAndArgumentIsDescribed() {
    commands()
        .forEach(
            (name, command) -> {
              CommandSpec spec = command.getCommandSpec();
              List<CommandLine.Model.ArgSpec> all = new ArrayList<>(spec.options());
              all.addAll(spec.positionalParameters());
              for (CommandLine.Model.ArgSpec arg : all) {
                assertThat(String.join(" ", arg.description())).as(name + " " + arg).isNotBlank();
              }
              for (OptionSpec option : spec.options()) {
                if (!option.typeInfo().isBoolean()) {
                  assertThat(option.paramLabel()).as(name + option).doesNotStartWith("<");
                }
              }
            });
  }

  @Test
  void everyCommandHasAnExampleAndAllOfThemParse() {
    commands()
        .forEach(
            (name, command) -> {
              String[] examples = command.getCommandSpec().usageMessage().footer();
              assertThat(examples).as(name).isNotEmpty();
              if (!name.equals("corpuslm")) {
                assertThat(examples).as(name).anyMatch(e -> e.contains("corpuslm " + name));
              }
              Arrays.stream(examples).forEach(ManualPageTest::parses);
            });
  }

  private static void parses(String example) {
    List<String> words = new ArrayList<>();
    // What stands in front of a pipe is a program of the system.
    String own = example.substring(example.lastIndexOf('|') + 1);
    Matcher matcher = WORD.matcher(own.replaceAll("source <\\((.*)\\)", "$1"));
    while (matcher.find()) {
      words.add(matcher.group(1) != null ? matcher.group(1) : matcher.group(2));
    }
    assertThat(words.get(0)).isEqualTo("corpuslm");
    CommandLine line = CorpuslmCommand.commandLine();
    String[] arguments = words.subList(1, words.size()).toArray(String[]::new);
    CommandLine.ParseResult parsed = line.parseArgs(Presets.expand(line, arguments));
    Object command = parsed.subcommand().commandSpec().userObject();
    if (command instanceof JobCommand job) {
      assertThat(job.job()).as(example).isNotNull(); // its values are checked
    }
  }

  @Test
  void otherPagesThatAreNamedExist() {
    Map<String, CommandLine> commands = commands();
    commands.forEach(
        (name, command) -> {
          Manual manual = command.getCommand().getClass().getAnnotation(Manual.class);
          if (manual != null) {
            assertThat(commands).containsKeys(manual.seeAlso());
            assertThat(manual.seeAlso()).doesNotContain(name);
            assertThat(manual.files()).allMatch(f -> f.contains(": "));
          }
        });
  }

  @Test
  void exitCodesThatMeanMoreAreTold() {
    assertThat(page(commands().get("compare"))).contains("1   Failure; with --fail-if-worse");
    assertThat(page(commands().get("count"))).contains("2   Wrong usage or bad input");
  }
}

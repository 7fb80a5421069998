package org.corpuslm.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.corpuslm.cli.arguments.ArgumentCheck;
import org.corpuslm.cli.arguments.Presets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

/** Arguments that the parser alone would drop or misread, for all options of all commands. */
class ArgumentCheckTest {
  private static final CommandLine LINE = Main.commandLine();
  private static final List<String> NO_WORK = List.of("help", "generate-completion");

  @TempDir private Path dir;

  private static Stream<CommandLine> commands() {
    return LINE.getSubcommands().values().stream()
        .filter(c -> !NO_WORK.contains(c.getCommandName()));
  }

  static Stream<Arguments> options() {
    return commands()
        .flatMap(
            c ->
                c.getCommandSpec().options().stream()
                    .filter(o -> !o.usageHelp() && !o.versionHelp())
                    .map(o -> Arguments.of(c.getCommandName(), o)));
  }

  private static List<String> twice(String command, OptionSpec option, String first, String name) {
    List<String> arguments = new ArrayList<>(List.of(command));
    for (String n : List.of(first, name)) {
      arguments.add(n);
      if (option.arity().max() > 0) {
        arguments.add(option.typeInfo().isMap() ? "a=1" : "1");
      }
    }
    return arguments;
  }

  @ParameterizedTest
  @MethodSource("options")
  void anOptionIsGivenOnceUnlessItIsAList(String command, OptionSpec option) {
    boolean list = option.isMultiValue() && !option.typeInfo().isMap();
    for (String name : option.names()) {
      checkTwice(command, option, name, list);
    }
    if (option.negatable()) {
      checkTwice(command, option, option.longestName().replaceFirst("^--", "--no-"), false);
    }
  }

  private static void checkTwice(String command, OptionSpec option, String again, boolean allowed) {
    List<String> arguments = twice(command, option, option.names()[0], again);
    ThrowingCallable check = () -> ArgumentCheck.prepare(LINE, arguments.toArray(String[]::new));
    if (allowed) {
      assertThatCode(check).doesNotThrowAnyException();
    } else {
      assertThatThrownBy(check)
          .isInstanceOf(CommandLine.OverwrittenOptionException.class)
          .hasMessageContainingAll(
              "option '" + option.longestName(), "more than once; give it once");
    }
  }

  @Test
  void theOptionsWereFound() {
    assertThat(options().count()).isGreaterThan(100);
    assertThat(options().map(a -> ((OptionSpec) a.get()[1]).longestName()))
        .contains("--hidden", "--clip", "--epochs", "--set", "--json", "--overwrite");
  }

  static Stream<Arguments> lists() {
    return options().filter(a -> ((OptionSpec) a.get()[1]).arity().max() > 1);
  }

  @ParameterizedTest
  @MethodSource("lists")
  void aMistypedOptionBehindPathsIsCalledAnOption(String command, OptionSpec option) {
    for (String wrong : List.of("--ouptut", "-x")) {
      assertThatThrownBy(
              () -> ArgumentCheck.prepare(LINE, command, option.longestName(), "a.txt", wrong, "2"))
          .hasMessageContainingAll("Unknown option: '" + wrong + "'");
    }
  }

  static Stream<Arguments> single() {
    return options().filter(a -> ((OptionSpec) a.get()[1]).arity().max() == 1);
  }

  @ParameterizedTest
  @MethodSource("single")
  void aMistypedOptionIsNoValue(String command, OptionSpec option) {
    for (String name : option.names()) {
      for (String wrong : List.of("--ovrwrite", "--ouptut=x")) {
        assertThatThrownBy(() -> ArgumentCheck.prepare(LINE, command, name, wrong))
            .hasMessageContaining("Unknown option: '" + wrong + "'");
      }
      for (String value : List.of("-1", "-1e-3", "--1", "./--ovrwrite", "--two words", "-x")) {
        if (!name.equals(Presets.OPTION)) {
          assertThatCode(() -> ArgumentCheck.prepare(LINE, command, name, value))
              .doesNotThrowAnyException();
        }
      }
      if (name.startsWith("--") && !name.equals(Presets.OPTION)) {
        assertThatCode(() -> ArgumentCheck.prepare(LINE, command, name + "=--ovrwrite"))
            .doesNotThrowAnyException();
      }
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "prepare --output o --input text.txt --min-cuont 2 | Unknown option:"
            + " '--min-cuont'|--min-count",
        "perplexity --output o --model m --text text.txt --detail words | Unknown option:"
            + " '--detail'|--details",
        "train --corpus c --output o --layers 2 --hidden 8 --hidden=9 | '--hidden' | give it once",
        "train --corpus c --output o --clip 1 --l2 0.1 --clip 2 | '--clip' | give it once",
        "perplexity --output o --model m --text t -q8 -q 8 | '--quantize' | give it once",
        "prepare --input text.txt --output --ovrwrite | Unknown option: '--ovrwrite'|--overwrite",
        "export-arpa --model m --output --ouptut=o | Unknown option|'--ouptut=o'",
        "run job.conf --set text=a --set work=w --set text=b | '--set text=' | give it once",
        "--json inspect x | option '--json' must follow the command | corpuslm inspect --json",
        "--output=o prepare | must follow the command | corpuslm prepare --output=o",
        "--json | must follow the command | corpuslm COMMAND --json",
        "--jsn inspect x | Unknown option: '--jsn' | --help",
      })
  void whatIsRefusedSaysWhy(String command, String cause, String fix) {
    Cli.Result result = Cli.run((Object[]) command.trim().split(" +"));
    result.refused(cause.trim(), fix.trim());
  }

  @Test
  void stepsOfJobFilesAreCheckedAlike() throws IOException {
    Path job = dir.resolve("job.conf");
    Files.writeString(job, "steps = [{command=prepare, output=o, input=[a], q=1, Q=1}]");
    Cli.run("run", job).refused("job.conf", "Unknown option");
  }

  @Test
  void listsMayGoOnAndValuesMayLookLikeAnything() {
    // Both fail for what is missing, not for how it was written.
    Cli.run("prepare", "--input", dir + "/a", dir + "/b", "--input", dir + "/c", "--output", "o")
        .refused(dir + "/a does not exist");
    Cli.run("predict", "--model", dir + "/m", "--context", "--fast and -loose")
        .refused(dir + "/m does not exist");
    Cli.run("prepare", "--output", "o", "--input=" + dir + "/-x").refused("-x does not exist");
  }

  @Test
  void argumentsAreNeverReadFromFiles() throws IOException {
    Path file = dir.resolve("words");
    Files.writeString(file, "--top=1\nsecret\n");
    Cli.Result result = Cli.run("predict", "--model", dir + "/m", "--context", "@" + file);
    result.refused("/m does not exist");
    assertThat(result.err()).doesNotContain("secret");
    assertThat(Cli.run("inspect", "@" + file).err()).doesNotContain("secret");
  }
}

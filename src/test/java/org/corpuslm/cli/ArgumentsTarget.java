package org.corpuslm.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.commons.io.FileUtils;
import org.corpuslm.cli.command.CommandTarget;
import org.corpuslm.fuzz.FuzzCase;
import org.corpuslm.fuzz.FuzzTarget;
import org.corpuslm.fuzz.Mutator;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/**
 * Valid and invalid argument lists of all commands, from their options and over tiny inputs; each
 * is run. A command ends with exit code 0, 1 or 2 and without a stack trace, and has an output if
 * and only if it did its work.
 */
public final class ArgumentsTarget implements FuzzTarget {
  /** Commands that wait for input or only print. */
  private static final Set<String> LEFT_OUT = Set.of("help", "generate-completion");

  private static final Set<String> NOT_TRIED = Set.of("--interactive");

  /** Without these a training takes long, and a pipeline does nothing. */
  private static final Set<String> ALWAYS = Set.of("--hidden", "--embedding", "--epochs", "--set");

  private static final Set<String> OUTPUTS = Set.of("--output", "--per-line", "--surprisal");

  /** None of them so large that a valid command takes long. */
  private static final String[] NUMBERS = {
    "0", "1", "2", "7", "0.5", "-1", "-0.0", "NaN", "1e999", "1e-300", "99999999999999999999", "x"
  };

  private static final String TEXT =
      IntStream.range(0, 60)
          .mapToObj(i -> "the rain fell on %d barns and %d hills\n".formatted(i % 7, i))
          .collect(Collectors.joining());

  private final Path root;
  private final Path outputs;
  private Map<String, List<Path>> inputs = Map.of();
  private List<Path> anything = List.of();

  public ArgumentsTarget() throws IOException {
    root = Files.createTempDirectory("corpuslm-fuzz-arguments").toRealPath();
    outputs = root.resolve("outputs");
  }

  private void makeInputs() throws IOException {
    Path text = root.resolve("text.txt");
    Files.writeString(text, TEXT);
    Path corpus = root.resolve("corpus");
    Path counts = root.resolve("counts");
    Path model = root.resolve("model");
    Path network = root.resolve("network");
    Path arpa = root.resolve("model.arpa");
    Path report = root.resolve("report");
    made("prepare", "--holdout", "0.2,0.2", "--input", text, "--output", corpus);
    made("count", "--order", 2, "--corpus", corpus, "--output", counts);
    made("estimate", "--smoothing", "witten-bell", "--counts", counts, "--output", model);
    String[] small = "train --hidden 4 --embedding 4 --epochs 1 --corpus".split(" ");
    List<Object> train = new ArrayList<>(List.of((Object[]) small));
    train.addAll(List.of(corpus, "--output", network));
    made(train.toArray());
    made("export-arpa", "--model", model, "--output", arpa);
    made("perplexity", "--model", model, network, "--corpus", corpus, "--output", report);
    Path job = root.resolve("job.conf");
    Files.writeString(
        job,
        "steps = [{command = prepare, input = [\"%s\"], output = ${work}/corpus}]".formatted(text));
    inputs =
        Map.of(
            "--input", List.of(text),
            "--valid", List.of(text),
            "--test", List.of(text),
            "--text", List.of(text),
            "--corpus", List.of(corpus),
            "--counts", List.of(counts),
            "--model", List.of(model, network),
            "--arpa", List.of(arpa),
            "--report", List.of(report),
            "JOBFILE", List.of(job));
    anything = List.of(text, corpus, counts, model, network, arpa, report, job, root, outputs);
  }

  private static void made(Object... command) {
    Cli.run(command).succeeded();
  }

  @Override
  public String name() {
    return "arguments";
  }

  @Override
  public boolean run(FuzzCase in) throws IOException {
    CommandTarget.closeCluster(); // a JVM has one at a time
    if (inputs.isEmpty()) {
      makeInputs();
    }
    Files.createDirectories(outputs);
    List<String> arguments = arguments(in, new Mutator(in.random()));
    String line = String.join("\n", arguments);
    in.input("arguments.txt", line.getBytes(StandardCharsets.UTF_8));
    try {
      Cli.Result result = Cli.run(arguments.toArray());
      check(result, arguments);
      return result.exit() == 0;
    } finally {
      FileUtils.deleteDirectory(outputs.toFile());
    }
  }

  private void check(Cli.Result result, List<String> arguments) throws IOException {
    boolean verdict = arguments.contains("--fail-if-worse") && result.exit() == 1;
    boolean ends = result.exit() == 0 || result.exit() == 2 && result.err().contains("corpuslm: ");
    if (!ends && !verdict) {
      throw new AssertionError("exit code %d: %s".formatted(result.exit(), result.err()));
    }
    if (result.err().contains("\tat ")) {
      throw new AssertionError("a stack trace: " + result.err());
    }
    boolean mayWrite = result.exit() == 0 || arguments.contains("--fail-if-worse");
    try (Stream<Path> files = Files.walk(outputs)) {
      List<String> left =
          files
              .skip(1)
              .filter(f -> !mayWrite || f.getFileName().toString().startsWith("."))
              .map(f -> outputs.relativize(f).toString())
              .toList();
      if (!left.isEmpty()) {
        throw new AssertionError(
            "exit code %d left %s: %s".formatted(result.exit(), left, result.err()));
      }
    }
  }

  private List<String> arguments(FuzzCase in, Mutator mutator) {
    List<CommandLine> commands =
        Main.commandLine().getSubcommands().values().stream()
            .filter(c -> !LEFT_OUT.contains(c.getCommandName()))
            .toList();
    CommandSpec command = commands.get(in.random().nextInt(commands.size())).getCommandSpec();
    List<String> list = new ArrayList<>(List.of(command.name()));
    boolean valid = in.oneIn(2);
    for (OptionSpec option : command.options()) {
      String name = option.longestName();
      boolean wanted = option.required() || ALWAYS.contains(name) || name.equals("--output");
      boolean dropped = !valid && in.oneIn(12);
      if (NOT_TRIED.contains(name) || dropped || !wanted && !in.oneIn(valid ? 12 : 8)) {
        continue;
      }
      for (int n = !valid && in.oneIn(12) ? 2 : 1; n > 0; n--) {
        list.add(in.any(option.names()));
        for (int v = option.arity().max() > 1 && in.oneIn(2) ? 2 : 1; v > 0; v--) {
          list.addAll(option.arity().max() == 0 ? List.of() : List.of(value(option, in, mutator)));
        }
      }
    }
    for (ArgSpec positional : command.positionalParameters()) {
      list.addAll(!valid && in.oneIn(8) ? List.of() : List.of(value(positional, in, mutator)));
    }
    if (!valid && in.oneIn(4)) {
      int at = 1 + in.random().nextInt(list.size());
      list.add(at, in.any("--ovrwrite", "-x", "--", "--json=x", "", "--model", "--no-such=1"));
    }
    return list;
  }

  private String value(ArgSpec argument, FuzzCase in, Mutator mutator) {
    String name = argument instanceof OptionSpec o ? o.longestName() : argument.paramLabel();
    if (OUTPUTS.contains(name)) {
      return outputs + "/" + (in.oneIn(8) ? mutator.piece() : name.substring(2));
    }
    if (argument.typeInfo().isMap()) {
      return in.oneIn(4) ? in.any("a=", "=", "work") : "work=" + outputs.resolve("w");
    }
    if (inputs.containsKey(name) && !in.oneIn(12)) {
      List<Path> right = inputs.get(name);
      return right.get(in.random().nextInt(right.size())).toString();
    }
    if (argument.paramLabel().matches(".*(DIR|FILE|PATH).*")) {
      String any = anything.get(in.random().nextInt(anything.size())).toString();
      return in.oneIn(6) ? root + "/" + mutator.piece() : any;
    }
    Class<?> type = argument.auxiliaryTypes()[0];
    if (type.isEnum() && !in.oneIn(8)) {
      return in.any(
          Arrays.stream(type.getEnumConstants()).map(String::valueOf).toArray(String[]::new));
    }
    if (type == String.class) {
      return in.any(mutator.piece(), in.any(NUMBERS), "the rain", "words", "0.5,0.5", "512m");
    }
    return in.oneIn(3) ? in.any(NUMBERS) : in.any("1", "2", "3", "0.1", "0.5");
  }

  @Override
  public void close() throws IOException {
    FileUtils.deleteDirectory(root.toFile());
  }
}

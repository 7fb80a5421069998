package org.corpuslm.cli.command;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.commons.io.FileUtils;
import org.corpuslm.cli.arguments.Presets;
import org.corpuslm.corpus.CorpusFacts;
import org.corpuslm.corpus.PrepareConfig;
import org.corpuslm.corpus.TextTarget;
import org.corpuslm.corpus.TrivialCounter;
import org.corpuslm.fuzz.FuzzCase;
import org.corpuslm.fuzz.FuzzTarget;
import org.corpuslm.fuzz.Mutator;
import org.corpuslm.model.LanguageModel;
import org.corpuslm.model.saved.Models;
import org.corpuslm.ngram.arpa.ArpaTarget;
import org.corpuslm.ngram.count.CountFacts;
import org.corpuslm.runtime.BadInputException;
import org.corpuslm.runtime.Cluster;
import org.corpuslm.runtime.LocalCluster;
import org.corpuslm.runtime.Published;
import picocli.CommandLine;

/**
 * Whole commands on Spark: {@code prepare} and {@code count} of any text, whose figures must be
 * those of the trivial counter; {@code import-arpa}; command lines with any values.
 */
public final class CommandTarget implements FuzzTarget {
  /** The Spark context of the JVM, which has at most one. */
  private static Cluster cluster;

  private final Path root;

  public CommandTarget() {
    try {
      root = Files.createTempDirectory("corpuslm-fuzz-commands");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public String name() {
    return "command";
  }

  @Override
  public boolean run(FuzzCase in) throws IOException {
    Mutator mutator = new Mutator(in.random());
    try {
      switch (in.random().nextInt(4)) {
        case 0 -> arpa(in, mutator);
        case 1 -> values(in, mutator);
        default -> text(in, mutator);
      }
      return true;
    } catch (BadInputException | CommandLine.ParameterException e) {
      return false;
    }
  }

  private void text(FuzzCase in, Mutator mutator) throws IOException {
    byte[] content = in.input("text.txt", TextTarget.text(in, mutator));
    Path file = Files.write(root.resolve("text.txt"), content);
    List<Object> command =
        new ArrayList<>(List.of("prepare", "--input", file, "--output", root.resolve("corpus")));
    command.addAll(List.of("--tokenizer", in.any("whitespace", "words", "chars")));
    command.addAll(List.of("--max-line-bytes", in.any(20, 100, 1 << 20)));
    command.addAll(in.oneIn(4) ? List.of() : List.of("--on-bad-line", "quarantine"));
    command.addAll(in.oneIn(2) ? List.of() : List.of("--skip-empty-lines"));
    command.addAll(in.oneIn(2) ? List.of() : List.of("--lowercase"));
    boolean whole = in.oneIn(2);
    command.addAll(whole ? List.of() : List.of("--holdout", "0.2,0.2"));
    JobCommand job = job(in, command);
    TrivialCounter expected = new TrivialCounter((PrepareConfig) job.job());
    expected.count(content);
    Published corpus;
    try {
      corpus = run(job);
    } catch (BadInputException e) {
      boolean nothing = e.getMessage().contains("no training sentence") || content.length == 0;
      if (expected.refusal() == null && !nothing) {
        throw new AssertionError("refused without a reason", e);
      }
      throw e;
    }
    CorpusFacts facts = corpus.facts(CorpusFacts.class);
    long sentences = facts.splits().values().stream().mapToLong(s -> s.sentences()).sum();
    long tokens = facts.splits().values().stream().mapToLong(s -> s.tokens()).sum();
    Map<String, Long> bad =
        facts.quarantined().entrySet().stream()
            .collect(
                Collectors.toMap(e -> e.getKey().toUpperCase(Locale.ROOT), Map.Entry::getValue));
    same(
        expected.summary(),
        "%d lines, %d kept, %d empty, %s, %d with NUL, %d sentences"
            .formatted(
                facts.lines(),
                facts.kept(),
                facts.skippedEmpty(),
                TrivialCounter.inOrder(bad),
                facts.linesWithNul(),
                sentences));
    same(expected.words().values().stream().mapToLong(n -> n).sum(), tokens);
    List<Object> count =
        List.of("count", "--corpus", corpus.path(), "--output", root.resolve("counts"));
    count = new ArrayList<>(count);
    count.addAll(List.of("--order", 1 + in.random().nextInt(3), "--shards", in.any(1, 2)));
    CountFacts counts = run(job(in, count)).facts(CountFacts.class);
    CorpusFacts.SplitFacts train = facts.split("train");
    same(train.tokens() + train.sentences(), counts.orders().get(0).total());
    for (int k = 1; whole && k <= counts.order(); k++) {
      same(expected.ngrams(k), counts.orders().get(k - 1).total());
    }
  }

  private void arpa(FuzzCase in, Mutator mutator) throws IOException {
    String valid = ArpaTarget.valid(in);
    String text = in.oneIn(3) ? valid : mutator.text(valid);
    byte[] content = in.input("lm.arpa", text.getBytes(StandardCharsets.UTF_8));
    Path file = Files.write(root.resolve("lm.arpa"), content);
    List<Object> command =
        List.of("import-arpa", "--arpa", file, "--output", root.resolve("model"), "--shards", 2);
    Published directory = run(job(in, command));
    LanguageModel model = Models.open(cluster().hadoop(), directory.path(), 1 << 20);
    double[] lnP = new double[model.vocabulary().size()];
    model.scorer().next(new int[] {1, lnP.length - 1}, lnP);
  }

  /** No value of any option is worse than refused. */
  private static void values(FuzzCase in, Mutator mutator) {
    Map<String, CommandLine> commands = CorpuslmCommand.commandLine().getSubcommands();
    String name = in.any("prepare", "count", "estimate", "train", "mix", "perplexity", "prune");
    List<Object> command = new ArrayList<>(List.of(name));
    for (CommandLine.Model.OptionSpec option : commands.get(name).getCommandSpec().options()) {
      boolean wanted = option.required() || in.oneIn(8);
      if (wanted && !option.usageHelp() && !option.versionHelp()) {
        String value = in.oneIn(2) ? mutator.number() : in.any(mutator.piece(), "x", "0.1,0.1");
        command.add(option.longestName() + (option.arity().max() == 0 ? "" : "=" + value));
      }
    }
    job(in, command).job();
  }

  private static JobCommand job(FuzzCase in, List<Object> command) {
    String[] arguments = command.stream().map(String::valueOf).toArray(String[]::new);
    in.input(
        "command-" + in.inputs().size() + ".txt",
        String.join(" ", arguments).getBytes(StandardCharsets.UTF_8));
    CommandLine line = CorpuslmCommand.commandLine();
    CommandLine.ParseResult parsed = line.parseArgs(Presets.expand(line, arguments)).subcommand();
    return parsed.commandSpec().userObject() instanceof JobCommand job ? job : null;
  }

  private static Published run(JobCommand command) {
    return command.job().run(cluster(), command.out.output(), true);
  }

  private static void same(Object expected, Object found) {
    if (!expected.equals(found)) {
      throw new AssertionError(found + ", but the trivial counter has " + expected);
    }
  }

  private static Cluster cluster() {
    if (cluster == null) {
      cluster = LocalCluster.open("fuzz");
    }
    return cluster;
  }

  /** Ends the cluster until the next case, so that another one can be opened. */
  public static void closeCluster() {
    if (cluster != null) {
      cluster.close();
      cluster = null;
    }
  }

  @Override
  public void close() throws IOException {
    closeCluster();
    FileUtils.deleteDirectory(root.toFile());
  }
}

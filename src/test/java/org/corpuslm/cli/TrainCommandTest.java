package org.corpuslm.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.corpuslm.cli.arguments.Presets;
import org.corpuslm.runtime.Json;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code train} as users call it. */
class TrainCommandTest {
  private static final List<String> TRADES =
      List.of("baker", "smith", "potter", "weaver", "miller", "tanner", "cooper", "mason");
  private static final List<String> DAYS = List.of("monday", "tuesday", "friday", "sunday");

  @TempDir private Path dir;

  private Path corpus;
  private final List<String> lines = new ArrayList<>();

  @BeforeEach
  void text() throws IOException {
    for (int i = 0; i < 80; i++) {
      int first = i / 10;
      int second = i % 10;
      String town = "" + (char) ('a' + first) + (char) ('a' + second) + "ton";
      lines.add(
          "%s %s %d pots %s"
              .formatted(
                  town,
                  TRADES.get(first),
                  10 + 7 * second,
                  DAYS.get((first + second) % DAYS.size())));
    }
    // Four times, each time in another order: what a line says must be known from its first word.
    List<String> all = new ArrayList<>();
    Random random = new Random(5);
    for (int i = 0; i < 4; i++) {
      Collections.shuffle(lines, random);
      all.addAll(lines);
    }
    Files.write(dir.resolve("text.txt"), all);
    corpus = dir.resolve("corpus");
  }

  private void prepare(String tokenizer) {
    Cli.Result prepared =
        Cli.run(
            "prepare",
            "--input",
            dir.resolve("text.txt"),
            "--output",
            corpus,
            "--tokenizer",
            tokenizer,
            "--valid",
            dir.resolve("text.txt"),
            "--test",
            dir.resolve("text.txt"));
    assertThat(prepared.exit()).as(prepared.err()).isZero();
  }

  private Cli.Result train(Object... more) {
    List<Object> arguments = new ArrayList<>(List.of("train", "--corpus", corpus));
    arguments.addAll(List.of("--output", dir.resolve("model")));
    arguments.addAll(List.of(more));
    return Cli.run(arguments.toArray());
  }

  @Test
  void aCharacterModelLearnsAShortTextByHeart() throws IOException {
    prepare("chars");
    Cli.Result trained =
        train(
            "--model",
            "lstm",
            "--embedding",
            24,
            "--hidden",
            96,
            "--optimizer",
            "adam",
            "--learning-rate",
            0.005,
            "--workers",
            1,
            "--batch",
            4,
            "--bptt",
            45,
            "--averaging-frequency",
            100,
            "--epochs",
            90,
            "--decay-after",
            60,
            "--decay",
            0.8,
            "--patience",
            0,
            "--gradient-flow",
            10,
            "--json");
    assertThat(trained.exit()).as(trained.err()).isZero();
    assertThat(Json.MAPPER.readTree(trained.out()).at("/facts/training/epochs")).hasSize(90);
    Path report = dir.resolve("report");
    Cli.Result measured =
        Cli.run(
            "perplexity", "--model", dir.resolve("model"), "--corpus", corpus, "--output", report);
    assertThat(measured.exit()).as(measured.err()).isZero();
    double perplexity =
        Json.MAPPER
            .readTree(report.resolve("report.json").toFile())
            .at("/models/0/perplexity")
            .asDouble();
    assertThat(perplexity).isBetween(1.0, 1.3);
    List<String> generated = new ArrayList<>();
    for (String line : lines.subList(0, 10)) {
      Cli.Result completed =
          Cli.run(
              "generate",
              "--model",
              dir.resolve("model"),
              "--prompt",
              line.substring(0, "xxton ".length()),
              "--tokens",
              60,
              "--top-k",
              1);
      assertThat(completed.exit()).as(completed.err()).isZero();
      generated.add(completed.out().strip());
    }
    List<String> same = new ArrayList<>(generated);
    same.retainAll(lines.subList(0, 10));
    assertThat(same).as(generated + " for " + lines.subList(0, 10)).hasSizeGreaterThan(7);
    String page = Files.readString(dir.resolve("model/training.html"), StandardCharsets.UTF_8);
    assertThat(page).contains("Gradient flow", "uPlot", "lstm-1");
    assertThat(Files.readAllLines(dir.resolve("model/epochs.jsonl"))).hasSize(90);
  }

  @Test
  void presetsGiveWayToTheCommandLine() throws IOException {
    prepare("words");
    Cli.Result trained =
        train("--preset", "zaremba-small", "--hidden", 6, "--embedding=5", "--epochs", 1, "--json");
    assertThat(trained.exit()).as(trained.err()).isZero();
    var manifest = Json.MAPPER.readTree(dir.resolve("model/manifest.json").toFile());
    assertThat(manifest.at("/configuration/network/hidden").asInt()).isEqualTo(6);
    assertThat(manifest.at("/configuration/network/embedding").asInt()).isEqualTo(5);
    assertThat(manifest.at("/configuration/network/layers").asInt()).isEqualTo(2);
    assertThat(manifest.at("/configuration/schedule/decay/after").asInt()).isEqualTo(4);
    for (String name : List.of("zaremba-medium", "bengio-window", "mikolov-rnn", "char-rnn")) {
      String[] expanded =
          Presets.expand(Main.commandLine(), "train", "--corpus=c", "--output=o", "--preset", name);
      assertThat(expanded).as(name).hasSizeGreaterThan(10);
      assertThat(Main.commandLine().parseArgs(expanded).errors()).isEmpty();
    }
  }

  /** The published model opens with its cut-offs, and evaluates to what training validated. */
  @Test
  void anAdaptiveSoftmaxIsTrainedSavedAndEvaluated() throws IOException {
    prepare("words");
    Cli.Result trained =
        train(
            "--softmax",
            "adaptive",
            "--cutoffs",
            "20,60",
            "--div-value",
            2,
            "--hidden",
            16,
            "--embedding",
            16,
            "--optimizer",
            "adam",
            "--learning-rate",
            0.01,
            "--workers",
            2,
            "--batch",
            4,
            "--epochs",
            6,
            "--patience",
            0,
            "--json");
    assertThat(trained.exit()).as(trained.err()).isZero();
    var facts = Json.MAPPER.readTree(trained.out()).at("/facts");
    assertThat(facts.at("/network/adaptive/cutoffs").toString()).isEqualTo("[20,60]");
    var epochs = facts.at("/training/epochs");
    double first = epochs.get(0).at("/validPerplexity").asDouble();
    double last = epochs.get(5).at("/validPerplexity").asDouble();
    assertThat(last).isLessThan(first * 0.6);
    Path report = dir.resolve("report");
    Cli.Result measured =
        Cli.run(
            "perplexity",
            "--model",
            dir.resolve("model"),
            "--corpus",
            corpus,
            "--split",
            "valid",
            "--output",
            report);
    assertThat(measured.exit()).as(measured.err()).isZero();
    assertThat(
            Json.MAPPER
                .readTree(report.resolve("report.json").toFile())
                .at("/models/0/perplexity")
                .asDouble())
        .isCloseTo(last, org.assertj.core.api.Assertions.withinPercentage(1e-4));
  }

  @Test
  void badInputIsNamed() throws IOException {
    prepare("words");
    Path preset = dir.resolve("mine.conf");
    Files.writeString(preset, "model = rnn\nhiden = 3\n");
    refused(train("--preset", preset), "mine.conf", "hiden is not a setting", "hidden");
    refused(train("--preset", "zaremba"), "no preset zaremba");
    refused(train("--workers", 0), "--workers is 0");
    refused(train("--averaging-frequency", 0), "--averaging-frequency is 0");
    refused(train("--averaging-frequency", "often"), "--averaging-frequency is often", "auto");
    refused(train("--workers", 100, "--batch", 100), "--workers 100", "fewer");
    refused(train("--optimizer", "lion"), "--optimizer", "ADAM");
    refused(train("--layers", 5), "--layers is 5");
    refused(train("--tied", "--embedding", 3), "--tied", "--embedding");
    refused(train("--tied", "--softmax", "adaptive"), "--tied", "--softmax full");
    refused(train("--cutoffs", "9"), "--cutoffs", "--softmax adaptive");
    refused(train("--softmax", "adaptive", "--cutoffs", "9,x"), "--cutoffs are 9,x", "numbers");
    refused(train("--softmax", "adaptive", "--cutoffs", "20,9"), "[20, 9]", "ascend");
    refused(train("--softmax", "adaptive", "--cutoffs", "9,900"), "[9, 900]", "below that");
    refused(train("--softmax", "adaptive", "--div-value", 0), "--div-value is 0");
    refused(train("--kernels", "dl4j", "--model", "gru"), "--kernels dl4j has no gru");
    refused(train("--kernels", "dl4j", "--dropout", 0.1), "--kernels dl4j", "--dropout 0");
    refused(
        train("--kernels", "dl4j", "--training-master", "dl4j", "--clip", 0), "--kernels fused");
    refused(train("--direct"), "--direct");
    refused(train("--model", "window", "--gradient-flow", 3), "--gradient-flow");
    refused(train("--training-master", "dl4j"), "--training-master dl4j", "--clip 0");
    refused(train("--training-master", "dl4j", "--clip", 0, "--optimizer", "nadam"), "nadam");
    refused(train("--training-master", "dl4j", "--clip", 0, "--dropout", 0.1), "--dropout 0");
    refused(train("--weight-decay", 0.1), "--weight-decay", "adamw");
    refused(train("--dropout", 1), "dropout");
    refused(train("--learning-rate", -1), "--learning-rate");
    refused(
        train("--hidden", 4, "--learning-rate", 1e6, "--clip", 0), "diverged", "--learning-rate");
  }

  private void refused(Cli.Result result, String... words) {
    assertThat(result.exit()).as(result.err()).isEqualTo(2);
    assertThat(result.err()).contains(words);
    assertThat(dir.resolve("model")).doesNotExist();
  }
}

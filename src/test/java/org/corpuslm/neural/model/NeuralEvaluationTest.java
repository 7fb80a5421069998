package org.corpuslm.neural.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.corpuslm.cli.Cli;
import org.corpuslm.corpus.Corpus;
import org.corpuslm.corpus.Vocabulary;
import org.corpuslm.evaluate.EvaluateConfig;
import org.corpuslm.evaluate.detail.Details;
import org.corpuslm.evaluate.mix.MixConfig;
import org.corpuslm.evaluate.score.HeldOutText;
import org.corpuslm.evaluate.score.Serving;
import org.corpuslm.evaluate.score.ServingConfig;
import org.corpuslm.generate.Continuation;
import org.corpuslm.generate.GenerateConfig;
import org.corpuslm.generate.Generator;
import org.corpuslm.model.LanguageModel;
import org.corpuslm.model.saved.Models;
import org.corpuslm.neural.network.Architecture;
import org.corpuslm.neural.network.NetworkConfig;
import org.corpuslm.ngram.DetailRows;
import org.corpuslm.ngram.Pipeline;
import org.corpuslm.ngram.Pipeline.Report;
import org.corpuslm.ngram.Recipe;
import org.corpuslm.ngram.model.PruneConfig;
import org.corpuslm.report.PerplexityReport;
import org.corpuslm.runtime.BadInputException;
import org.corpuslm.runtime.Published;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/** Whatever works on a language model works on networks: against a slow forward pass in doubles. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class NeuralEvaluationTest {
  private static final double RELATIVE = 1e-5;
  private static final List<String> TRAIN =
      List.of("a b c a b", "a b a b c", "c a b", "b b a c", "a c c b a", "a b c", "d a");
  private static final List<String> VALID = List.of("a b c", "b a b", "c d c a", "a z b", "d d");
  private static final List<String> TEST =
      List.of("b a c", "", "z d b a b c", "a a", "c".repeat(70).replace("c", "c b ") + "a", "d");

  @TempDir static Path dir;

  private static Pipeline pipeline;
  private static Vocabulary vocabulary;
  private static String corpus;
  private static String ngrams;
  private static final List<String> networks = new ArrayList<>();
  private static final List<SlowNetwork> slow = new ArrayList<>();
  private static int outputs;

  @BeforeAll
  static void save() {
    pipeline = new Pipeline();
    corpus = pipeline.corpus(Pipeline.Text.of(TRAIN).withValid(VALID).withTest(TEST).inFiles(1, 2));
    vocabulary = Corpus.open(Pipeline.conf(), corpus).vocabulary(Pipeline.conf());
    ngrams = pipeline.model(pipeline.counts(corpus, 3, 3), Recipe.kneserNey(3));
    for (NetworkConfig config :
        List.of(
            SavedNetworks.recurrent(Architecture.LSTM, vocabulary.size(), 2),
            SavedNetworks.recurrent(Architecture.RNN, vocabulary.size(), 1))) {
      float[] parameters = SavedNetworks.parameters(config, 11 + networks.size());
      networks.add(SavedNetworks.write(fresh(), corpus, config, parameters));
      slow.add(new SlowNetwork(config, parameters));
    }
  }

  @AfterAll
  static void close() {
    pipeline.close();
    Pipeline.stop();
  }

  @Test
  void networksHaveNoNgramsToPrune() {
    String output = fresh().toString();
    assertThatThrownBy(
            () -> new PruneConfig(networks.get(0), 1e-8).run(Pipeline.cluster(), output, false))
        .isInstanceOf(BadInputException.class)
        .hasMessageContainingAll(networks.get(0), "a ngram-model directory is needed");
  }

  private static Path fresh() {
    return dir.resolve("out-" + outputs++);
  }

  private static EvaluateConfig config(List<String> models, Serving serving, boolean reset) {
    return new EvaluateConfig(
        models,
        HeldOutText.ofCorpus(corpus, "test"),
        Details.WORDS,
        ServingConfig.of(serving),
        false,
        reset);
  }

  /** ln p of every token of the test split, which comes in two files. */
  private static List<Double> slowScores(SlowNetwork network, boolean reset) {
    List<Double> lnP = new ArrayList<>();
    for (List<String> file : List.of(TEST.subList(0, 3), TEST.subList(3, 6))) {
      network.reset();
      for (List<String> words : Pipeline.sentences(file)) {
        if (reset) {
          network.reset();
        }
        for (int i = 0; i <= words.size(); i++) {
          int id = i < words.size() ? vocabulary.id(words.get(i)) : Vocabulary.EOS;
          lnP.add(network.next()[id]);
          network.append(id);
        }
      }
    }
    return lnP;
  }

  private static double perplexity(List<Double> lnP) {
    return Math.exp(-lnP.stream().mapToDouble(x -> x).sum() / lnP.size());
  }

  private static void assertClose(double actual, double expected) {
    assertThat(actual).isCloseTo(expected, within(RELATIVE * expected));
  }

  @Test
  void perplexityIsThatOfTheSlowForwardPass() throws IOException {
    Report carried = pipeline.perplexity(config(networks, Serving.AUTO, false));
    Report reset = pipeline.perplexity(config(networks, Serving.AUTO, true));
    for (int m = 0; m < networks.size(); m++) {
      List<Double> expected = slowScores(slow.get(m), false);
      double perplexity = perplexity(expected);
      assertClose(carried.model(m).perplexity(), perplexity);
      assertClose(reset.model(m).perplexity(), perplexity(slowScores(slow.get(m), true)));
      assertThat(Math.abs(reset.model(m).perplexity() / perplexity - 1)).isGreaterThan(1e-3);
      assertThat(carried.model(m).tokens()).isEqualTo(expected.size());
      List<DetailRows.Word> rows = DetailRows.words(carried.directory(), m);
      for (int i = 0; i < rows.size(); i++) {
        assertThat(rows.get(i).log10() * Math.log(10)).isCloseTo(expected.get(i), within(RELATIVE));
        assertThat(rows.get(i).order()).isZero();
      }
    }
    assertThat(carried.model(0).kind()).isEqualTo("neural-model");
    assertThat(carried.model(0).state()).isEqualTo("carried along each partition");
    assertThat(reset.model(1).state()).isEqualTo("reset per sentence");
    assertThat(html(carried)).contains("carried along each partition. Every partition begins");
    assertThat(html(reset)).contains("reset per sentence");
  }

  private static String html(Report report) throws IOException {
    return Files.readString(
        Path.of(java.net.URI.create(report.directory().path() + "/report.html")));
  }

  @Test
  void ngramModelsKnowNothingOfState() throws IOException {
    Report carried = pipeline.perplexity(config(List.of(ngrams), Serving.REPLICATED, false));
    Report reset = pipeline.perplexity(config(List.of(ngrams), Serving.REPLICATED, true));
    assertThat(reset.model(0).perplexity()).isEqualTo(carried.model(0).perplexity());
    assertThat(carried.json()).doesNotContain("\"state\"");
    assertThat(html(carried)).doesNotContain("zero state");
    assertThat(carried.directory().manifest().configuration().has("resetPerSentence")).isFalse();
    assertThat(reset.directory().configuration(EvaluateConfig.class).resetPerSentence()).isTrue();
    assertThat(carried.directory().configuration(EvaluateConfig.class).resetPerSentence())
        .isFalse();
    assertThat(unchanged(carried, false)).isTrue();
    assertThat(unchanged(carried, true)).isFalse();
    assertThat(unchanged(reset, true)).isTrue();
  }

  private static boolean unchanged(Report report, boolean reset) {
    EvaluateConfig config = config(List.of(ngrams), Serving.REPLICATED, reset);
    return new PerplexityReport(config).unchanged(Pipeline.conf(), report.directory().path())
        != null;
  }

  private static String mix(Serving serving) {
    MixConfig config =
        new MixConfig(List.of(networks.get(0), ngrams), List.of(), corpus, "valid", serving, false);
    return config.run(Pipeline.cluster(), fresh().toString(), false).path();
  }

  private static JsonNode mixture(String mixed) {
    return Published.open(Pipeline.conf(), mixed).manifest().facts();
  }

  private static double[] weights(String mixed) {
    JsonNode components = mixture(mixed).get("components");
    return new double[] {
      components.get(0).get("weight").asDouble(), components.get(1).get("weight").asDouble()
    };
  }

  @Test
  void aMixtureWithAnNgramModelIsAtLeastAsGoodAsBoth() {
    for (Serving serving : List.of(Serving.REPLICATED, Serving.SHARDED)) {
      String mixed = mix(serving);
      double[] weights = weights(mixed);
      assertThat(weights[0] + weights[1]).isCloseTo(1, within(1e-12));
      assertThat(weights[0]).isBetween(0.001, 0.999);
      List<String> models = List.of(mixed, networks.get(0), ngrams);
      Report report = pipeline.perplexity(models, corpus, "valid", Details.NONE, serving);
      double perplexity = report.model(0).perplexity();
      assertThat(perplexity).isLessThanOrEqualTo(report.model(1).perplexity());
      assertThat(perplexity).isLessThanOrEqualTo(report.model(2).perplexity());
      assertClose(mixture(mixed).get("tuning").get("perplexity").asDouble(), perplexity);
      assertThat(report.model(0).state()).isEqualTo("carried along each partition");
      assertThat(report.model(2).state()).isNull();
    }
  }

  @Test
  void aSavedMixtureIsTheWeightedSum() {
    String mixed = mix(Serving.AUTO);
    LanguageModel mixture = Models.open(Pipeline.conf(), mixed, Long.MAX_VALUE);
    double weight = weights(mixed)[0];
    for (boolean reset : List.of(false, true)) {
      Report report = pipeline.perplexity(config(List.of(mixed, ngrams), Serving.SHARDED, reset));
      List<Double> network = slowScores(slow.get(0), reset);
      List<DetailRows.Word> other = DetailRows.words(report.directory(), 1);
      List<Double> sum = new ArrayList<>();
      for (int i = 0; i < other.size(); i++) {
        double p = Math.pow(10, other.get(i).log10());
        sum.add(Math.log(weight * Math.exp(network.get(i)) + (1 - weight) * p));
      }
      assertClose(report.model(0).perplexity(), perplexity(sum));
    }
    assertThat(mixture.carriesState()).isTrue();
    double[] lnP = new double[vocabulary.size()];
    mixture.scorer().next(new int[] {Vocabulary.BOS, 3, 4}, lnP);
    double sum = 0;
    for (double x : lnP) {
      sum += Math.exp(x);
    }
    assertThat(sum).isCloseTo(1, within(1e-6));
  }

  @Test
  void predictionAndGenerationFollowTheNetwork() {
    LanguageModel model = Models.open(Pipeline.conf(), networks.get(0), 0);
    SlowNetwork network = slow.get(0);
    network.reset();
    for (String word : List.of("a", "b")) {
      network.append(vocabulary.id(word));
    }
    double[] expected = network.next();
    List<Continuation.NextWord> table = new Continuation(model, "a b", true).top(100);
    assertThat(table).hasSize(vocabulary.predictable());
    for (Continuation.NextWord next : table) {
      assertClose(next.probability(), Math.exp(expected[vocabulary.id(next.word())]));
    }

    Generator.Generated best =
        new Generator(model, new GenerateConfig(30, 0, 0, 1, 1, true)).run("a b");
    for (String word : best.words()) {
      assertThat(word).isEqualTo(vocabulary.word(best(network.next())));
      network.append(vocabulary.id(word));
    }
    assertThat(best.words()).isNotEmpty();
    GenerateConfig sampled = new GenerateConfig(30, 1, 0, 1, 5, true);
    assertThat(new Generator(model, sampled).run("a"))
        .isEqualTo(new Generator(model, sampled).run("a"));
  }

  private static int best(double[] lnP) {
    return IntStream.range(0, lnP.length).reduce((a, b) -> lnP[b] > lnP[a] ? b : a).getAsInt();
  }

  private static JsonNode perplexityCommand(Object... more) {
    List<Object> arguments = new ArrayList<>(List.of("perplexity", "--model", networks.get(0)));
    arguments.addAll(List.of("--corpus", corpus, "--json", "--output", fresh()));
    arguments.addAll(List.of(more));
    return Cli.run(arguments.toArray()).json().get("models").get(0);
  }

  @Test
  @Order(Integer.MAX_VALUE)
  void theCommands() {
    String model = networks.get(0);
    double carried = perplexity(slowScores(slow.get(0), false));
    double reset = perplexity(slowScores(slow.get(0), true));
    Pipeline.stop(); // commands start a Spark of their own
    assertClose(perplexityCommand().get("perplexity").asDouble(), carried);
    JsonNode anew = perplexityCommand("--reset-per-sentence");
    assertClose(anew.get("perplexity").asDouble(), reset);
    assertThat(anew.get("state").asText()).isEqualTo("reset per sentence");
    JsonNode next = Cli.run("predict", "--model", model, "--context", "a b", "--json").json();
    assertThat(next.get("next")).hasSize(vocabulary.predictable());
    JsonNode text = Cli.run("generate", "--model", model, "--seed", 3, "--json").json();
    assertThat(Cli.run("generate", "--model", model, "--seed", 3, "--json").json().get("text"))
        .isEqualTo(text.get("text"));
    assertThat(Cli.run("inspect", model).succeeded().out()).contains("neural-model");
    Cli.run("export-arpa", "--model", model, "--output", fresh()).refused("ngram-model");
    Cli.run(
            "mix",
            "--static",
            "--model",
            model,
            ngrams,
            "--weights",
            "0.5,0.5",
            "--output",
            fresh())
        .refused(model);
  }
}

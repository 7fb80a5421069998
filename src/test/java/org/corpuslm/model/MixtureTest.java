package org.corpuslm.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.corpuslm.corpus.Vocabulary;
import org.corpuslm.evaluate.detail.Details;
import org.corpuslm.evaluate.mix.MixConfig;
import org.corpuslm.evaluate.score.Serving;
import org.corpuslm.generate.Continuation;
import org.corpuslm.generate.GenerateConfig;
import org.corpuslm.generate.Generator;
import org.corpuslm.model.saved.Models;
import org.corpuslm.ngram.Pipeline;
import org.corpuslm.ngram.Recipe;
import org.corpuslm.runtime.BadInputException;
import org.corpuslm.runtime.Published;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A mixture is the weighted sum of its models wherever it is used. */
class MixtureTest {
  private static final List<String> TRAIN =
      List.of("a b c a b", "a b a b c", "c a b", "b b a c", "a c c b a", "a b c", "d a");

  private static Pipeline pipeline;
  private static String corpus;
  private static String counts;
  private static String first;
  private static String second;

  @BeforeAll
  static void estimate() {
    pipeline = new Pipeline();
    corpus =
        pipeline.corpus(
            Pipeline.Text.of(TRAIN)
                .withValid(List.of("a b c", "b a b", "c d c a", "a z b"))
                .withTest(List.of("b a c", "", "z d b a b c", "a a"))
                .inFiles(1, 2));
    counts = pipeline.counts(corpus, 3, 3);
    first = pipeline.model(counts, Recipe.kneserNey(3));
    second = pipeline.model(counts, Recipe.addDelta(2, 0.5));
  }

  @AfterAll
  static void close() {
    pipeline.close();
    Pipeline.stop();
  }

  private static Published mix(MixConfig config) {
    String output = pipeline.folder().resolve("mixed").toString();
    return config.run(Pipeline.cluster(), output, false);
  }

  private static MixConfig given(List<String> models, Double... weights) {
    return new MixConfig(models, List.of(weights), "", "valid", Serving.AUTO, false);
  }

  private static double[] next(LanguageModel model, int... history) {
    double[] lnP = new double[model.vocabulary().size()];
    model.scorer().next(history, lnP);
    return Arrays.stream(lnP).map(Math::exp).toArray();
  }

  @Test
  void everyProbabilityIsTheWeightedSumAndTheySumToOne() {
    String path = mix(given(List.of(first, second), 0.3, 0.7)).path();
    LanguageModel mixture = Models.open(Pipeline.conf(), path, 0);
    LanguageModel a = Models.open(Pipeline.conf(), first, 0);
    LanguageModel b = Models.open(Pipeline.conf(), second, 0);
    int size = mixture.vocabulary().size();
    for (int u = 0; u < size; u++) {
      for (int v = 2; v < size; v++) {
        int[] history = {u, v};
        double[] p = next(mixture, history);
        double[] pa = next(a, history);
        double[] pb = next(b, history);
        for (int w = 0; w < size; w++) {
          assertThat(p[w]).isCloseTo(0.3 * pa[w] + 0.7 * pb[w], within(1e-15));
        }
        assertThat(Arrays.stream(p).sum()).isCloseTo(1, within(1e-9));
      }
    }
    int[] sentence = {5, 3, 0, 4, Vocabulary.EOS};
    double[] lnP = new double[5];
    mixture.scorer().sentence(sentence, 0, 5, lnP, new byte[5]);
    int[] history = {Vocabulary.BOS};
    for (int i = 0; i < sentence.length; i++) {
      assertThat(Math.exp(lnP[i])).isCloseTo(next(mixture, history)[sentence[i]], within(1e-14));
      history = Arrays.copyOf(history, history.length + 1);
      history[history.length - 1] = sentence[i];
    }
    assertThat(new Continuation(mixture, "a b", true).top(3)).hasSize(3);
    assertThat(
            new Generator(mixture, new GenerateConfig(5, 1, 0, 1, 7, true)).run("a").words().size())
        .isLessThanOrEqualTo(5);
  }

  @Test
  void wholeOrShardedThePerplexityIsThatOfTheSum() {
    Published mixed =
        mix(new MixConfig(List.of(first, second), List.of(), corpus, "valid", Serving.AUTO, false));
    var tuning = mixed.manifest().facts().get("tuning");
    Pipeline.Report whole = pipeline.perplexity(List.of(mixed.path(), first), corpus, "valid");
    Pipeline.Report sharded =
        pipeline.perplexity(
            List.of(mixed.path(), first), corpus, "valid", Details.NONE, Serving.SHARDED);
    double perplexity = whole.model(0).perplexity();
    assertThat(sharded.model(0).perplexity()).isCloseTo(perplexity, within(1e-12 * perplexity));
    assertThat(tuning.get("perplexity").asDouble())
        .isCloseTo(perplexity, within(1e-12 * perplexity));
    assertThat(tuning.get("componentPerplexities").get(0).asDouble())
        .isCloseTo(whole.model(1).perplexity(), within(1e-12 * perplexity));

    LanguageModel mixture = Models.open(Pipeline.conf(), mixed.path(), Long.MAX_VALUE);
    double ln = 0;
    int tokens = 0;
    for (List<String> words : Pipeline.sentences(List.of("a b c", "b a b", "c d c a", "a z b"))) {
      int[] ids = new int[words.size() + 1];
      for (int i = 0; i < words.size(); i++) {
        ids[i] = mixture.vocabulary().id(words.get(i));
      }
      ids[words.size()] = Vocabulary.EOS;
      double[] lnP = new double[ids.length];
      mixture.scorer().sentence(ids, 0, ids.length, lnP, new byte[ids.length]);
      ln += Arrays.stream(lnP).sum();
      tokens += ids.length;
    }
    assertThat(Math.exp(-ln / tokens)).isCloseTo(perplexity, within(1e-12 * perplexity));
  }

  @Test
  void mixturesOfMixtures() {
    String inner = mix(given(List.of(first, second), 0.25, 0.75)).path();
    String outer = mix(given(List.of(inner, first), 0.5, 0.5)).path();
    String flat = mix(given(List.of(first, second), 0.625, 0.375)).path();
    Pipeline.Report report = pipeline.perplexity(List.of(outer, flat), corpus, "test");
    assertThat(report.model(0).perplexity()).isCloseTo(report.model(1).perplexity(), within(1e-12));
  }

  @Test
  void whatCannotBeMixed() {
    String scores = pipeline.model(counts, Recipe.stupidBackoff(3, 0.4));
    refused(given(List.of(first, scores), 0.5, 0.5), "scores, not probabilities");
    String other = pipeline.corpus(Pipeline.Text.of(List.of("x y")));
    String stranger = pipeline.model(pipeline.counts(other, 2, 2), Recipe.addDelta(2, 1));
    refused(given(List.of(first, stranger), 0.5, 0.5), "another vocabulary", "--vocabulary");
    assertThatThrownBy(() -> given(List.of(first, second), 0.5, 0.6))
        .isInstanceOf(BadInputException.class)
        .hasMessageContainingAll("--weights", "sum");
    assertThatThrownBy(() -> given(List.of(first, second), 1.0))
        .hasMessageContaining("1 numbers for 2 models");
    assertThatThrownBy(() -> given(List.of(first), 1.0)).hasMessageContaining("at least twice");
  }

  private static void refused(MixConfig config, String... parts) {
    assertThatThrownBy(() -> mix(config))
        .isInstanceOf(BadInputException.class)
        .hasMessageContainingAll(parts);
  }

  @Test
  void movedOrAlteredModelsAreNoticed() throws IOException {
    String part = pipeline.model(counts, Recipe.addDelta(2, 0.1));
    String mixed = mix(given(List.of(first, part), 0.5, 0.5)).path();
    Path place = Path.of(java.net.URI.create(part));
    Path away = place.resolveSibling("away");
    Files.move(place, away);
    assertThatThrownBy(() -> Models.open(Pipeline.conf(), mixed, 0))
        .isInstanceOf(BadInputException.class)
        .hasMessageContainingAll(part, "mix again");
    String changed = pipeline.model(counts, Recipe.addDelta(2, 0.2));
    Files.move(Path.of(java.net.URI.create(changed)), place);
    assertThatThrownBy(() -> Models.open(Pipeline.conf(), mixed, 0))
        .isInstanceOf(BadInputException.class)
        .hasMessageContainingAll(part, "another model", "Mix again");
  }
}

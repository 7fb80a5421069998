package org.corpuslm.ngram.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.lifecycle.AfterContainer;
import org.corpuslm.corpus.NgramOrder;
import org.corpuslm.corpus.Vocabulary;
import org.corpuslm.evaluate.EvaluateConfig;
import org.corpuslm.evaluate.detail.Details;
import org.corpuslm.evaluate.mix.MixConfig;
import org.corpuslm.evaluate.score.HeldOutText;
import org.corpuslm.evaluate.score.Serving;
import org.corpuslm.evaluate.score.ServingConfig;
import org.corpuslm.ngram.Pipeline;
import org.corpuslm.ngram.Recipe;
import org.corpuslm.ngram.StoredTables;
import org.corpuslm.ngram.arpa.ImportConfig;
import org.corpuslm.ngram.smoothing.EstimateConfig;
import org.corpuslm.ngram.smoothing.EstimateConfig.Smoothing;
import org.corpuslm.ngram.smoothing.EstimatePrunedConfig;
import org.corpuslm.runtime.BadInputException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** The pruned model against a slow one, n-gram by n-gram. */
class EntropyPruningTest {
  @AfterAll
  static void stop() {
    Pipeline.stop();
  }

  @AfterContainer
  static void stopAfterProperties() {
    Pipeline.stop();
  }

  /** Half of all words are "a", which is then split; "f" is rare. */
  private static List<String> sentences(Random random, int n) {
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < n; i++) {
      StringBuilder line = new StringBuilder();
      for (int w = random.nextInt(8); w > 0; w--) {
        int letter = Math.min(random.nextInt(6), Math.min(random.nextInt(6), random.nextInt(6)));
        line.append("abcdef".charAt(letter)).append(' ');
      }
      lines.add(line.toString());
    }
    lines.add("a b c d e f");
    return lines;
  }

  private static Recipe recipe(Random random, int order) {
    return switch (random.nextInt(8)) {
      case 0 -> Recipe.mle(order);
      case 1 -> Recipe.addDelta(order, 0.01 + random.nextDouble());
      case 2 -> Recipe.kneserNey(order, 0, 1);
      case 3 -> new Recipe(Smoothing.ABSOLUTE, order, 1, List.of());
      case 4 -> new Recipe(Smoothing.WITTEN_BELL, order, 1, List.of(0L, 1L));
      case 5, 6 -> new Recipe(Smoothing.WITTEN_BELL, order, 1, List.of());
      default -> Recipe.kneserNey(order);
    };
  }

  private static String prune(Pipeline pipeline, String model, double threshold)
      throws IOException {
    Path dir = pipeline.folder();
    String output = dir.resolve("pruned").toString();
    String path = new PruneConfig(model, threshold).run(Pipeline.cluster(), output, false).path();
    try (var left = Files.list(dir)) {
      assertThat(left.map(p -> p.getFileName().toString())).containsExactly("pruned");
    }
    return path;
  }

  /** A threshold which no cost is near. */
  private static double threshold(SlowPruning slow, Random random) {
    List<Double> losses = slow.losses().values().stream().sorted().toList();
    for (int tries = 0; tries < 100; tries++) {
      int i = random.nextInt(losses.size());
      double next = i + 1 < losses.size() ? losses.get(i + 1) : 2 * losses.get(i) + 1;
      double middle = next == Double.POSITIVE_INFINITY ? 1e300 : (losses.get(i) + next) / 2;
      if (losses.get(i) > 1e-9 && middle > losses.get(i) * 1.0001) {
        return middle;
      }
    }
    return 1e-9;
  }

  @Property(tries = 16)
  void prunedModelsEqualSlowOnes(@ForAll long seed) throws IOException {
    Random random = new Random(seed);
    try (Pipeline pipeline = new Pipeline()) {
      int order = 2 + random.nextInt(3);
      String corpus = pipeline.corpus(Pipeline.Text.of(sentences(random, 30)));
      String counts = pipeline.counts(corpus, order, 1 + random.nextInt(4));
      String model = pipeline.model(counts, recipe(random, order));
      check(pipeline, model, order, random);
    }
  }

  private static void check(Pipeline pipeline, String model, int order, Random random)
      throws IOException {
    SlowPruning slow = new SlowPruning(model, order);
    double threshold = threshold(slow, random);
    SlowPruning expected = slow.prune(threshold);
    String path = prune(pipeline, model, threshold);
    checkTables(model, path, order, expected);
    everyContextIsAsExpected(Pipeline.open(path), expected);
  }

  private static void checkTables(String model, String path, int order, SlowPruning expected) {
    NgramModel pruned = Pipeline.open(path);
    for (int k = 2; k <= order; k++) {
      Map<List<String>, Double> kept = StoredTables.ngrams(path, k);
      Map<List<String>, Double> before = StoredTables.ngrams(model, k);
      assertThat(kept.keySet()).isEqualTo(expected.ngrams(k));
      kept.forEach((g, log10) -> assertThat(log10).isEqualTo(before.get(g)));
      assertThat(pruned.facts().ngrams().get(k - 1)).isEqualTo(kept.size());
      StoredTables.backoffs(path, k - 1)
          .forEach(
              (h, log10) ->
                  assertThat(Math.pow(10, log10))
                      .as("%s", h)
                      .isCloseTo(expected.backoffs().getOrDefault(h, 1.0), within(1e-9)));
    }
  }

  private static void everyContextIsAsExpected(NgramModel pruned, SlowPruning expected) {
    Vocabulary vocabulary = pruned.vocabulary();
    NgramModel.Lookup lookup = pruned.scorer();
    List<List<String>> histories = new ArrayList<>(List.of(List.of()));
    for (int h = 0; h < histories.size(); h++) {
      List<String> history = histories.get(h);
      int[] ids = history.stream().mapToInt(vocabulary::id).toArray();
      double total = 0;
      for (int w = 0; w < vocabulary.size(); w++) {
        if (w != Vocabulary.BOS) {
          double p = Math.pow(10, lookup.log10(ids, 0, ids.length, w));
          assertThat(p)
              .as("%s after %s", vocabulary.word(w), history)
              .isCloseTo(expected.p(history, vocabulary.word(w)), within(1e-9));
          total += p;
        }
        if (history.size() + 1 < pruned.facts().order()
            && (w != Vocabulary.BOS || history.isEmpty())) {
          List<String> longer = new ArrayList<>(history);
          longer.add(vocabulary.word(w));
          histories.add(longer);
        }
      }
      assertThat(total).as("%s", history).isCloseTo(1, within(1e-9));
    }
  }

  @Test
  void aModelWithASplitWord() throws IOException {
    Random random = new Random(7);
    try (Pipeline pipeline = new Pipeline()) {
      String corpus = pipeline.corpus(Pipeline.Text.of(sentences(random, 60)));
      String counts = pipeline.counts(corpus, 4, 4);
      String model = pipeline.model(counts, new Recipe(Smoothing.WITTEN_BELL, 4, 1, List.of()));
      assertThat(Pipeline.open(model).sharding().hasHotWords()).isTrue();
      check(pipeline, model, 4, random);
      String all = prune(pipeline, model, 0);
      for (int k = 1; k <= 4; k++) {
        assertThat(StoredTables.ngrams(all, k)).isEqualTo(StoredTables.ngrams(model, k));
      }
      for (int length = 1; length < 4; length++) {
        assertThat(StoredTables.backoffs(all, length))
            .isEqualTo(StoredTables.backoffs(model, length));
      }
    }
  }

  @Test
  void thresholdZeroKeepsEveryBitAndAHugeOneOnlyUnigrams() throws IOException {
    try (Pipeline pipeline = new Pipeline()) {
      String corpus = pipeline.corpus(Pipeline.Text.of(sentences(new Random(5), 60)));
      String counts = pipeline.counts(corpus, 3, 1);
      for (Recipe recipe : List.of(Recipe.kneserNey(3), Recipe.mle(3), Recipe.addDelta(3, 0.5))) {
        String model = pipeline.model(counts, recipe);
        assertThat(StoredTables.checksums(prune(pipeline, model, 0)))
            .isEqualTo(StoredTables.checksums(model));
      }
      String model = pipeline.model(counts, Recipe.kneserNey(3));
      String path = prune(pipeline, model, 1e300);
      NgramModel unigrams = Pipeline.open(path);
      assertThat(unigrams.facts().ngrams().subList(1, 3)).containsExactly(0L, 0L);
      assertThat(unigrams.facts().contexts()).containsExactly(0L, 0L);
      assertThat(unigrams.unigrams()).isEqualTo(Pipeline.open(model).unigrams());
      int[] history = {3, 4};
      assertThat(unigrams.scorer().log10(history, 0, 2, 5)).isEqualTo(unigrams.unigrams()[5]);
      assertThat(Files.readString(pipeline.arpa(path, "unigrams.arpa"))).contains("\\end\\");
      String one = pipeline.model(counts, Recipe.kneserNey(1));
      assertThat(StoredTables.checksums(prune(pipeline, one, 1e-3)))
          .isEqualTo(StoredTables.checksums(one));
    }
  }

  /** Import, pruning, mixing, export and scoring of n-grams as long as there may be. */
  @Test
  void ordersUpToTheHighestGoThroughEveryStep() throws IOException {
    for (int order : new int[] {9, NgramOrder.MAX}) {
      try (Pipeline pipeline = new Pipeline()) {
        Path dir = pipeline.folder();
        Path arpa = Files.write(dir.resolve("twelve.arpa"), TwelveWords.arpa(order));
        String model = imported(arpa, dir.resolve("model"));
        assertThat(StoredTables.ngrams(prune(pipeline, model, 0), order))
            .isEqualTo(StoredTables.ngrams(model, order));
        SlowPruning slow = new SlowPruning(model, order);
        SlowPruning expected = slow.prune(threshold(slow, new Random(order)));
        checkTables(
            model, prune(pipeline, model, threshold(slow, new Random(order))), order, expected);
        String mixed = mix(List.of(model, model), true, dir.resolve("mixed"));
        String again = imported(pipeline.arpa(mixed, "mixed.arpa"), dir.resolve("again"));
        assertThat(Pipeline.open(again).facts().ngrams())
            .isEqualTo(Pipeline.open(model).facts().ngrams());
        String corpus =
            pipeline.corpus(Pipeline.Text.of(List.of("a")).withTest(List.of(TwelveWords.TEXT)));
        List<Double> perplexities = new ArrayList<>();
        for (String each : List.of(model, mixed, again)) {
          EvaluateConfig config =
              new EvaluateConfig(
                  List.of(each),
                  HeldOutText.ofCorpus(corpus, "test"),
                  Details.NONE,
                  ServingConfig.of(each.equals(model) ? Serving.SHARDED : Serving.REPLICATED),
                  true,
                  false);
          perplexities.add(pipeline.perplexity(config).model(0).perplexity());
        }
        assertThat(perplexities).allSatisfy(p -> assertThat(p).isCloseTo(2, within(0.5)));
        assertThat(perplexities.get(1)).isCloseTo(perplexities.get(0), within(1e-4));
        assertThat(perplexities.get(2)).isCloseTo(perplexities.get(0), within(1e-4));
      }
    }
  }

  private static String imported(Path arpa, Path output) {
    ImportConfig config =
        new ImportConfig(arpa.toString(), "", 2, "whitespace", false, "", Double.NaN, false, false);
    return config.run(Pipeline.cluster(), output.toString(), false).path();
  }

  @Test
  void aLossByHand() {
    // p(h) = 1/2; h lists w with 3/4 and v with 1/4, below they have 1/2 and 1/4.
    double cost = PruningCostVisitor.cost(0.5, 0.75, 0.5, 0, 0, 0.25);
    // γ' = 0.75 / (0.25 + 0.5) = 1, so that w gets 1/2 and the other words what v leaves.
    assertThat(cost).isCloseTo(Math.pow(1.5, 0.375) - 1, within(1e-15));
    // Backing off gives the same: p = γ p(w|h') and γ' = γ.
    assertThat(PruningCostVisitor.cost(0.5, 0.1, 0.2, 0.5, 0.4, 0.8)).isCloseTo(0, within(1e-15));
    assertThat(PruningCostVisitor.cost(0.5, 0.1, 0, 0.5, 0, 0)).isEqualTo(Double.POSITIVE_INFINITY);
    assertThat(PruningCostVisitor.cost(0, 0.1, 0.2, 0.5, 0.4, 0.8)).isZero();
  }

  @Test
  void estimatingAndPruningInOneGoIsTheSame() throws IOException {
    try (Pipeline pipeline = new Pipeline()) {
      String corpus = pipeline.corpus(Pipeline.Text.of(sentences(new Random(9), 60)));
      String counts = pipeline.counts(corpus, 3, 3);
      EstimateConfig config = Recipe.kneserNey(3).config(counts, true);
      Path dir = pipeline.folder();
      EstimatePrunedConfig job = new EstimatePrunedConfig(config, 1e-3);
      String output = dir.resolve("pruned").toString();
      String path = job.run(Pipeline.cluster(), output, false).path();
      assertThat(StoredTables.checksums(path))
          .isEqualTo(StoredTables.checksums(prune(pipeline, pipeline.model(config), 1e-3)));
      assertThat(job.unchanged(Pipeline.conf(), output)).isNotNull();
      try (var left = Files.list(dir)) {
        assertThat(left.map(p -> p.getFileName().toString())).containsExactly("pruned");
      }
    }
  }

  @Test
  void ngramsFallWithTheThreshold() throws IOException {
    try (Pipeline pipeline = new Pipeline()) {
      String corpus = pipeline.corpus(Pipeline.Text.of(sentences(new Random(5), 80)));
      String model = pipeline.model(pipeline.counts(corpus, 3, 2), Recipe.kneserNey(3));
      long last = Long.MAX_VALUE;
      for (double threshold : new double[] {0, 1e-12, 1e-5, 1e-4, 3e-4, 1e-3, 1e-2, 1}) {
        List<Long> ngrams = Pipeline.open(prune(pipeline, model, threshold)).facts().ngrams();
        long sum = ngrams.stream().mapToLong(Long::longValue).sum();
        assertThat(sum).isLessThanOrEqualTo(last);
        last = sum;
      }
      assertThat(last).isEqualTo(Pipeline.open(model).facts().ngrams().get(0));
    }
  }

  @Test
  void prunedModelsGoOnLikeAnyOtherAndOthersArePruned() throws IOException {
    Random random = new Random(3);
    try (Pipeline pipeline = new Pipeline()) {
      String corpus =
          pipeline.corpus(Pipeline.Text.of(sentences(random, 60)).withTest(sentences(random, 15)));
      String counts = pipeline.counts(corpus, 3, 2);
      String a = pipeline.model(counts, Recipe.kneserNey(3));
      String b = pipeline.model(counts, Recipe.addDelta(2, 0.3));
      Path dir = pipeline.folder();
      String mixed = mix(List.of(a, b), true, dir.resolve("mixed"));
      check(pipeline, mixed, 3, random);
      String pruned = prune(pipeline, a, 1e-3);
      assertThat(pipeline.perplexity(List.of(pruned), corpus, "test").model(0).zeroProbability())
          .isZero();
      Path arpa = pipeline.arpa(pruned, "pruned.arpa");
      ImportConfig config =
          new ImportConfig(
              arpa.toString(), corpus, 3, "whitespace", false, "", Double.NaN, false, false);
      String imported =
          config.run(Pipeline.cluster(), dir.resolve("imported").toString(), false).path();
      assertThat(Pipeline.open(imported).facts().ngrams())
          .isEqualTo(Pipeline.open(pruned).facts().ngrams());
      assertThat(pipeline.perplexity(List.of(imported), corpus, "test").model(0).perplexity())
          .isCloseTo(
              pipeline.perplexity(List.of(pruned), corpus, "test").model(0).perplexity(),
              within(1e-4));
      prune(pipeline, imported, 1e-2);
      String mixture = mix(List.of(a, b), false, dir.resolve("mixture"));
      assertThatThrownBy(() -> prune(pipeline, mixture, 1e-3))
          .isInstanceOf(BadInputException.class)
          .hasMessageContaining("a ngram-model directory is needed");
    }
  }

  private static String mix(List<String> models, boolean fold, Path output) {
    MixConfig config = new MixConfig(models, List.of(0.5, 0.5), "", "valid", Serving.AUTO, fold);
    return config.run(Pipeline.cluster(), output.toString(), false).path();
  }
}

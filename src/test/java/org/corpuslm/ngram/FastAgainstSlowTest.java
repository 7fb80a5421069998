package org.corpuslm.ngram;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;
import org.corpuslm.corpus.NgramOrder;
import org.corpuslm.corpus.Vocabulary;
import org.corpuslm.ngram.StoredTables.CountRow;
import org.corpuslm.ngram.count.CountFacts;
import org.corpuslm.ngram.count.CountStore;
import org.corpuslm.ngram.model.NgramModel;
import org.corpuslm.ngram.smoothing.EstimateConfig.Smoothing;

/** Counts and models made by Spark jobs against the slow ones written from the formulas. */
class FastAgainstSlowTest {
  private static final double RELATIVE = 1e-12;
  private static final int MAX_HISTORIES = 120;

  /**
   * One corpus and what is made of it.
   *
   * @param order of the counts
   * @param recipes models of that order and of lower ones
   */
  record Case(
      List<String> lines, int files, int order, int shards, List<Recipe> recipes, long seed) {}

  @Provide
  Arbitrary<Case> cases() {
    return Arbitraries.integers()
        .between(1, 6)
        .flatMap(
            order ->
                Combinators.combine(
                        RandomTexts.lines(),
                        Arbitraries.integers().between(1, 4),
                        Arbitraries.integers().between(1, 7),
                        recipes(order),
                        Arbitraries.longs())
                    .as(
                        (lines, files, shards, recipes, seed) ->
                            new Case(lines, files, order, shards, recipes, seed)));
  }

  private static Arbitrary<List<Recipe>> recipes(int order) {
    Arbitrary<Integer> orders = Arbitraries.integers().between(1, order);
    Arbitrary<Recipe> any =
        Arbitraries.oneOf(
            orders.flatMap(n -> RandomTexts.prune(n).map(prune -> Recipe.kneserNey(n, prune))),
            orders.map(Recipe::mle),
            orders.flatMap(
                n -> Arbitraries.of(1e-6, 0.01, 0.5, 3.0).map(d -> Recipe.addDelta(n, d))),
            orders.flatMap(
                n -> Arbitraries.of(0.4, 1.0).map(alpha -> Recipe.stupidBackoff(n, alpha))));
    return any.map(recipe -> List.of(Recipe.kneserNey(order), recipe));
  }

  @Property(tries = 48, shrinking = ShrinkingMode.BOUNDED)
  void agree(@ForAll("cases") Case c) {
    List<List<String>> sentences = Pipeline.sentences(c.lines());
    try (Pipeline pipeline = new Pipeline()) {
      String corpus = pipeline.corpus(Pipeline.Text.of(c.lines()).inFiles(c.files(), 1));
      String counts = pipeline.counts(corpus, c.order(), c.shards());
      assertCounts(counts, new SlowNgrams(sentences, c.order()), c);
      for (Recipe recipe : c.recipes()) {
        SlowNgrams ngrams = new SlowNgrams(sentences, recipe.order());
        String model = pipeline.model(counts, recipe);
        assertNgrams(model, ngrams, recipe);
        assertProbabilities(Pipeline.open(model), ngrams, recipe, new Random(c.seed()));
      }
    }
  }

  @Example
  void agreeAtTheHighestOrder() {
    int order = NgramOrder.MAX_COUNTED;
    List<String> lines =
        List.of(
            "a b a c a b d e a b c d e a b",
            "b a c a b d e a b c d e a b a c a b d e f",
            "",
            "a b c",
            "a b a c a b d e a",
            "c a b d e a b c d f a b");
    List<Recipe> recipes = List.of(Recipe.kneserNey(order), Recipe.addDelta(order, 0.5));
    agree(new Case(lines, 2, order, 3, recipes, 1));
  }

  private static void assertCounts(String store, SlowNgrams slow, Case c) {
    CountFacts facts = CountStore.open(Pipeline.conf(), store).facts();
    assertThat(facts.shards()).isEqualTo(c.shards());
    for (int k = 1; k <= c.order(); k++) {
      Map<List<String>, Long> raw = new HashMap<>();
      Map<List<String>, Long> adjusted = new HashMap<>();
      for (CountRow row : StoredTables.counts(store, k)) {
        if (k > 1 || row.count() > 0) {
          raw.put(row.ngram(), row.count());
          adjusted.put(row.ngram(), row.adjusted());
        }
      }
      assertThat(raw).as("raw counts of order %d", k).isEqualTo(slow.raw(k));
      assertThat(adjusted).as("adjusted counts of order %d", k).isEqualTo(slow.adjusted(k));
      CountFacts.OrderFacts order = facts.orders().get(k - 1);
      assertThat(order.ngrams()).isEqualTo(k > 1 ? raw.size() : slow.vocabulary().size() + 1);
      assertThat(order.total()).isEqualTo(raw.values().stream().mapToLong(n -> n).sum());
      for (int j = 1; j <= CountFacts.OrderFacts.MAX_COUNT; j++) {
        long times = j;
        assertThat(order.rawCountsOfCounts()[j])
            .isEqualTo(raw.values().stream().filter(n -> n == times).count());
        assertThat(order.countsOfCounts()[j])
            .isEqualTo(adjusted.values().stream().filter(n -> n == times).count());
      }
    }
  }

  private static void assertNgrams(String model, SlowNgrams ngrams, Recipe recipe) {
    NgramModel opened = Pipeline.open(model);
    assertThat(opened.normalized()).isEqualTo(recipe.normalized());
    for (int k = 1; k <= recipe.order(); k++) {
      Set<List<String>> expected = new HashSet<>();
      if (k == 1) {
        ngrams.vocabulary().forEach(w -> expected.add(List.of(w)));
        expected.add(List.of(SlowNgrams.BEGIN));
      } else {
        expected.addAll(recipe.stored(ngrams, k));
      }
      assertThat(StoredTables.ngrams(model, k).keySet())
          .as("n-grams of order %d of %s", k, recipe)
          .isEqualTo(expected);
      assertThat(opened.facts().ngrams().get(k - 1)).isEqualTo(expected.size());
    }
  }

  private static void assertProbabilities(
      NgramModel model, SlowNgrams ngrams, Recipe recipe, Random random) {
    Vocabulary vocabulary = model.vocabulary();
    assertThat(vocabulary.predictable()).isEqualTo(ngrams.vocabulary().size());
    SlowNgrams.Model slow = recipe.slow(ngrams);
    Set<List<String>> stored = new HashSet<>();
    for (int k = 2; k <= recipe.order(); k++) {
      stored.addAll(recipe.stored(ngrams, k));
    }
    NgramModel.Lookup lookup = model.scorer();
    double[] next = new double[vocabulary.size()];
    for (List<String> written : histories(ngrams, random)) {
      List<String> history = written.stream().map(w -> known(w, ngrams)).toList();
      int[] ids = written.stream().mapToInt(w -> id(vocabulary, w)).toArray();
      lookup.next(ids, next);
      assertThat(next[Vocabulary.BOS]).isEqualTo(Double.NEGATIVE_INFINITY);
      int reach = Math.max(0, ids.length - (recipe.order() - 1));
      double sum = 0;
      for (String word : ngrams.vocabulary()) {
        int id = id(vocabulary, word);
        double log10 = lookup.log10(ids, reach, ids.length, id);
        int used = lookup.orderUsed();
        double p = Math.pow(10, log10);
        String what = "p(%s | %s) of %s".formatted(word, history, recipe);
        double expected =
            complete(history, recipe) ? slow.p(history, word) : 1.0 / vocabulary.predictable();
        assertThat(p).as(what).isCloseTo(expected, within(RELATIVE * expected));
        assertThat(Math.exp(next[id])).as("next: %s", what).isCloseTo(p, within(RELATIVE * p));
        assertThat(used).as("order of %s", what).isEqualTo(longest(stored, history, word));
        sum += p;
      }
      if (recipe.normalized()) {
        assertThat(sum).as("sum after %s of %s", history, recipe).isCloseTo(1, within(1e-9));
      }
    }
  }

  /**
   * Add-delta has values for contexts of full length and for those that reach back to {@code <s>};
   * after less than that nothing is known, and all words are alike.
   */
  private static boolean complete(List<String> history, Recipe recipe) {
    return recipe.smoothing() != Smoothing.ADD_DELTA
        || history.size() >= recipe.order() - 1
        || history.indexOf(SlowNgrams.BEGIN) == 0;
  }

  /** The order of the longest stored n-gram that ends the history with the word. */
  private static int longest(Set<List<String>> stored, List<String> history, String word) {
    for (int from = 0; from < history.size(); from++) {
      List<String> h = history.subList(from, history.size());
      if (stored.contains(SlowNgrams.join(h, word))) {
        return h.size() + 1;
      }
    }
    return 1;
  }

  /** Seen contexts, unseen ones, ones with unknown words, and ones longer than the model. */
  private static List<List<String>> histories(SlowNgrams ngrams, Random random) {
    Set<List<String>> all = new HashSet<>();
    for (int k = 2; k <= ngrams.order(); k++) {
      ngrams.raw(k).keySet().forEach(g -> all.add(SlowNgrams.withoutLast(g)));
    }
    List<List<String>> some = new ArrayList<>(all);
    Collections.shuffle(some, random);
    List<List<String>> histories =
        new ArrayList<>(some.subList(0, Math.min(some.size(), MAX_HISTORIES)));
    histories.add(List.of());
    histories.add(List.of(SlowNgrams.BEGIN));
    List<String> words = new ArrayList<>(ngrams.vocabulary());
    words.remove(SlowNgrams.END);
    words.add("never");
    Collections.sort(words);
    for (int i = 0; i < 30; i++) {
      List<String> history = new ArrayList<>();
      if (random.nextBoolean()) {
        history.add(SlowNgrams.BEGIN);
      }
      for (int n = random.nextInt(8); n > 0; n--) {
        history.add(words.get(random.nextInt(words.size())));
      }
      histories.add(history);
    }
    return histories;
  }

  private static String known(String word, SlowNgrams ngrams) {
    boolean known = word.equals(SlowNgrams.BEGIN) || ngrams.vocabulary().contains(word);
    return known ? word : SlowNgrams.UNKNOWN;
  }

  private static int id(Vocabulary vocabulary, String word) {
    return word.equals(SlowNgrams.BEGIN) ? Vocabulary.BOS : vocabulary.id(word);
  }
}

package org.corpuslm.ngram.smoothing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.core.type.TypeReference;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.corpuslm.corpus.Corpus;
import org.corpuslm.ngram.Pipeline;
import org.corpuslm.ngram.Pipeline.Text;
import org.corpuslm.ngram.Recipe;
import org.corpuslm.ngram.SlowNgrams;
import org.corpuslm.ngram.WordNetGlosses;
import org.corpuslm.ngram.count.CountStore;
import org.corpuslm.ngram.model.NgramFacts;
import org.corpuslm.ngram.smoothing.EstimateConfig.Smoothing;
import org.corpuslm.ngram.smoothing.HeldOutCounts.HeldOutBucket;
import org.corpuslm.runtime.BadInputException;
import org.corpuslm.runtime.Json;
import org.corpuslm.runtime.Published;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests estimated parameters, and the inputs that estimation refuses. */
class EstimateTest {
  private static final int ORDER = 4;

  private static Pipeline pipeline;
  private static Text text;
  private static String corpus;
  private static String counts;

  @BeforeAll
  static void count() {
    pipeline = new Pipeline();
    List<String> glosses = WordNetGlosses.all();
    List<String> valid = new ArrayList<>(glosses.subList(1500, 1600));
    valid.addAll(List.of("", "a <unk> word"));
    text = Text.of(glosses.subList(0, 1500)).withValid(valid);
    corpus = pipeline.corpus(text.inFiles(2, 2));
    counts = pipeline.counts(corpus, ORDER, 3);
  }

  @AfterAll
  static void remove() {
    pipeline.close();
  }

  private static NgramFacts facts(String model) {
    return Published.open(Pipeline.conf(), model).facts(NgramFacts.class);
  }

  private static EstimateConfig addDelta(int order, double delta) {
    return new EstimateConfig(counts, Smoothing.ADD_DELTA, order, delta, 0.4, List.of(), false, "");
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4})
  void theDeltaFoundIsAtLeastAsGoodOnTheValidSplitAsAFineGrid(int order) {
    String model = pipeline.model(addDelta(order, Double.NaN));
    double found = (double) facts(model).parameters().get("delta");
    assertThat(found).isPositive();

    SlowNgrams ngrams = new SlowNgrams(Pipeline.sentences(text.train()), order);
    double best = Double.POSITIVE_INFINITY;
    for (double x = Math.log(1e-6); x < Math.log(100); x += 0.1) {
      best = Math.min(best, validPerplexity(ngrams, Math.exp(x)));
    }
    double actual = validPerplexity(ngrams, found);
    assertThat(actual).isLessThanOrEqualTo(best * (1 + 1e-12));
    assertThat(pipeline.perplexity(List.of(model), corpus, "valid").model(0).perplexity())
        .isCloseTo(actual, within(1e-10 * actual));
  }

  private static double validPerplexity(SlowNgrams ngrams, double delta) {
    return SlowNgrams.perplexity(
        ngrams.addDelta(delta),
        Pipeline.sentences(text.valid()),
        ngrams.vocabulary(),
        ngrams.order(),
        false);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 4})
  void heldOutPositionsAreLookedUpInTheCounts(int order) {
    Map<List<Long>, Long> expected = new HashMap<>();
    SlowNgrams ngrams = new SlowNgrams(Pipeline.sentences(text.train()), order);
    for (List<String> sentence : Pipeline.sentences(text.valid())) {
      List<String> padded = new ArrayList<>(List.of(SlowNgrams.BEGIN));
      sentence.forEach(w -> padded.add(ngrams.vocabulary().contains(w) ? w : SlowNgrams.UNKNOWN));
      padded.add(SlowNgrams.END);
      for (int i = 1; i < padded.size(); i++) {
        List<String> h = padded.subList(Math.max(0, i - order + 1), i);
        List<String> hw = padded.subList(Math.max(0, i - order + 1), i + 1);
        Map<List<String>, Long> raw = ngrams.raw(hw.size());
        long context =
            raw.entrySet().stream()
                .filter(e -> e.getKey().subList(0, h.size()).equals(h))
                .mapToLong(Map.Entry::getValue)
                .sum();
        expected.merge(List.of(raw.getOrDefault(hw, 0L), context), 1L, Long::sum);
      }
    }
    Map<List<Long>, Long> found = new HashMap<>();
    CountStore store = CountStore.open(Pipeline.conf(), counts);
    Corpus opened = Corpus.open(Pipeline.conf(), corpus);
    for (HeldOutBucket c :
        new HeldOutCounts(Pipeline.cluster(), opened, "valid", store, order).longest()) {
      assertThat(found.put(List.of(c.ngram(), c.context()), c.positions())).isNull();
    }
    assertThat(found).isEqualTo(expected);
  }

  @Test
  void deltaNeedsAValidSplitOfTheSameKindOfWords() {
    String lonely = pipeline.corpus(Text.of(text.train()));
    EstimateConfig other =
        new EstimateConfig(
            pipeline.counts(lonely, 2, 1),
            Smoothing.ADD_DELTA,
            2,
            Double.NaN,
            0.4,
            List.of(),
            false,
            "");
    assertThatThrownBy(() -> pipeline.model(other))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("no valid split");
    String foreign = pipeline.corpus(text.withValid(List.of("x")).withTest(List.of("x")));
    assertThat(facts(pipeline.model(withCorpus(foreign))).parameters()).containsKey("delta");
    // Other ids, and words that only the store knows: what counts is how words are written.
    Text small = Text.of(List.of("b a")).withValid(text.valid());
    assertThat(facts(pipeline.model(withCorpus(pipeline.corpus(small)))).parameters())
        .isEqualTo(facts(pipeline.model(withCorpus(""))).parameters());
    String chars = pipeline.corpus(small, "chars", false);
    assertThatThrownBy(() -> pipeline.model(withCorpus(chars)))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("--tokenizer 'chars'")
        .hasMessageContaining(chars);
  }

  private static EstimateConfig withCorpus(String other) {
    return new EstimateConfig(
        counts, Smoothing.ADD_DELTA, 2, Double.NaN, 0.4, List.of(), false, other);
  }

  @Test
  void discountsAreThoseOfTheSlowEstimator() {
    for (int order = 1; order <= ORDER; order++) {
      SlowNgrams ngrams = new SlowNgrams(Pipeline.sentences(text.train()), order);
      String model = pipeline.model(Recipe.kneserNey(order).config(counts, false));
      List<ModifiedKneserNeyDiscounts> discounts =
          Json.MAPPER.convertValue(
              facts(model).parameters().get("discounts"), new TypeReference<>() {});
      assertThat(discounts).hasSize(order);
      for (int k = 1; k <= order; k++) {
        ModifiedKneserNeyDiscounts d = discounts.get(k - 1);
        assertThat(d.fallback()).isFalse();
        assertThat(new double[] {d.one(), d.two(), d.three()})
            .containsExactly(ngrams.discounts(k), within(1e-14));
      }
    }
  }

  @Test
  void textWithoutSingletonsNeedsTheFallback() {
    List<String> twice = new ArrayList<>(text.train().subList(0, 200));
    twice.addAll(text.train().subList(0, 200));
    String store = pipeline.counts(pipeline.corpus(Text.of(twice)), 3, 2);
    // Lower orders count left neighbors, which a second copy does not change.
    assertThatThrownBy(() -> pipeline.model(Recipe.kneserNey(3).config(store, false)))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("order 3 has no n-gram with adjusted count 1")
        .hasMessageContaining("--discount-fallback");
    List<ModifiedKneserNeyDiscounts> discounts =
        Json.MAPPER.convertValue(
            facts(pipeline.model(Recipe.kneserNey(3).config(store, true)))
                .parameters()
                .get("discounts"),
            new TypeReference<>() {});
    assertThat(discounts)
        .extracting(ModifiedKneserNeyDiscounts::fallback)
        .containsExactly(false, false, true);
  }

  @Test
  void ordersAndThresholdsThatTheCountsCannotServeAreRefused() {
    assertThatThrownBy(() -> pipeline.model(Recipe.mle(5).config(counts, false)))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("--order is 5")
        .hasMessageContaining("up to order 4");
    assertThatThrownBy(() -> pipeline.model(Recipe.kneserNey(2, 0, 0, 1).config(counts, false)))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("3 thresholds")
        .hasMessageContaining("order 2");
    assertThatThrownBy(() -> Recipe.kneserNey(3, 1).config(counts, false))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("unigrams are not pruned");
    assertThatThrownBy(() -> Recipe.kneserNey(3, 0, 2, 1).config(counts, false))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("none may be lower");
    assertThatThrownBy(() -> addDelta(2, -1)).isInstanceOf(BadInputException.class);
    assertThatThrownBy(() -> addDelta(2, 0)).isInstanceOf(BadInputException.class);
    assertThatThrownBy(() -> Recipe.stupidBackoff(2, 0).config(counts, false))
        .isInstanceOf(BadInputException.class);
  }
}

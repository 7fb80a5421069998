package org.corpuslm.ngram.smoothing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.fail;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;
import net.jqwik.api.statistics.Statistics;
import org.corpuslm.corpus.Vocabulary;
import org.corpuslm.ngram.SlowNgrams;
import org.corpuslm.ngram.SlowNgrams.Model;
import org.corpuslm.ngram.model.NgramModel;
import org.corpuslm.ngram.smoothing.EstimateConfig.Smoothing;
import org.corpuslm.runtime.BadInputException;
import org.corpuslm.runtime.Cluster;
import org.corpuslm.runtime.Json;
import org.corpuslm.runtime.LocalCluster;

/**
 * Every method, from text to a saved model and its ARPA file, against the formulas, on random
 * texts.
 */
class SmoothingPropertiesTest {
  private static final List<Smoothing> METHODS =
      List.of(
          Smoothing.KNESER_NEY,
          Smoothing.ABSOLUTE,
          Smoothing.KATZ,
          Smoothing.WITTEN_BELL,
          Smoothing.JELINEK_MERCER);

  private static Cluster cluster;

  @BeforeContainer
  static void startSpark() {
    cluster = LocalCluster.open("smoothing-test");
  }

  @AfterContainer
  static void stopSpark() {
    cluster.close();
  }

  @Property(tries = 25, shrinking = ShrinkingMode.OFF)
  void everyMethodIsWhatItsFormulaSays(
      @ForAll long seed,
      @ForAll @IntRange(min = 1, max = 5) int order,
      @ForAll @IntRange(min = 0, max = 2) int prune,
      @ForAll boolean unknownInText) {
    Random random = new Random(seed);
    List<List<String>> train = text(random, 400, unknownInText);
    List<List<String>> valid = text(random, 60, unknownInText);
    SlowNgrams ngrams = new SlowNgrams(train, order);
    int[] thresholds = order == 1 ? new int[0] : new int[] {0, Math.min(prune, 1), prune};
    int[] used = Arrays.copyOf(thresholds, Math.min(thresholds.length, order));
    List<Long> longs = Arrays.stream(used).asLongStream().boxed().toList();
    Smoothing exported = METHODS.get(random.nextInt(METHODS.size()));
    try (Trial trial = new Trial(cluster, train, valid, order, 1 + random.nextInt(3))) {
      for (Smoothing method : METHODS) {
        Model slow;
        NgramModel fast;
        if (method == Smoothing.JELINEK_MERCER) {
          fast = trial.estimate(method, longs);
          List<InterpolationWeights> weights = weights(fast);
          slow = ngrams.jelinekMercer((k, c) -> weights.get(k - 1).of((double) c), used);
          assertThatWeightsAreBest(ngrams, weights, valid);
        } else {
          try {
            slow = slow(ngrams, method, used);
          } catch (IllegalStateException undefined) {
            assertThatThrownBy(() -> trial.estimate(method, longs))
                .isInstanceOf(BadInputException.class)
                .hasMessageContaining("order");
            Statistics.label("katz").collect(undefined.getMessage() + " " + unknownInText);
            continue;
          }
          fast = trial.estimate(method, longs);
        }
        if (method == Smoothing.KATZ) {
          Statistics.label("katz").collect("defined");
        }
        assertThatModelsAgree(method, ngrams, slow, fast, random);
        if (method == exported) {
          assertThatArpaHolds(ngrams, fast, new SimpleArpa(trial.export(fast)), used);
        }
      }
    }
  }

  /** A text so small that there is one of everything. */
  @Example
  void aTextOfOneSentence() {
    List<List<String>> text = List.of(List.of("a", "b", "a"));
    SlowNgrams ngrams = new SlowNgrams(text, 3);
    try (Trial trial = new Trial(cluster, text, text, 3, 2)) {
      for (Smoothing method :
          List.of(Smoothing.KNESER_NEY, Smoothing.ABSOLUTE, Smoothing.WITTEN_BELL)) {
        NgramModel fast = trial.estimate(method, List.of());
        assertThatModelsAgree(method, ngrams, slow(ngrams, method), fast, new Random(1));
      }
      assertThatThrownBy(() -> trial.estimate(Smoothing.KATZ, List.of()))
          .isInstanceOf(BadInputException.class)
          .hasMessageContaining("order 1")
          .hasMessageContaining("witten-bell");
    }
  }

  /** It has no context to look up in the held-out text. */
  @Example
  void addDeltaOfOrderOneFindsItsDelta() {
    Random random = new Random(7);
    List<List<String>> text = text(random, 50, true);
    SlowNgrams ngrams = new SlowNgrams(text, 1);
    try (Trial trial = new Trial(cluster, text, text(random, 20, true), 1, 1)) {
      NgramModel fast = trial.estimate(Smoothing.ADD_DELTA, List.of());
      double delta = (Double) fast.facts().parameters().get("delta");
      assertThat(delta).isPositive();
      assertThatModelsAgree(Smoothing.ADD_DELTA, ngrams, ngrams.addDelta(delta), fast, random);
    }
  }

  private static Model slow(SlowNgrams ngrams, Smoothing method, int... prune) {
    return switch (method) {
      case KNESER_NEY -> ngrams.kneserNey(prune);
      case ABSOLUTE -> ngrams.absolute(prune);
      case KATZ -> ngrams.katz(prune);
      default -> ngrams.wittenBell(prune);
    };
  }

  /**
   * Sentences over a few hundred words whose frequencies fall like Zipf's, with favorite
   * successors, so that counts of counts are like those of real text.
   */
  private static List<List<String>> text(Random random, int sentences, boolean unknownInText) {
    List<List<String>> text = new ArrayList<>();
    for (int s = 0; s < sentences; s++) {
      List<String> sentence = new ArrayList<>();
      int last = 0;
      for (int length = random.nextInt(9); length > 0; length--) {
        int rank = (int) Math.exp(random.nextDouble() * Math.log(1500));
        last = random.nextInt(3) == 0 ? (last * 7 + rank % 3) % 1500 : rank;
        sentence.add(unknownInText && last % 11 == 5 ? "<unk>" : "w" + last);
      }
      text.add(sentence);
    }
    return text;
  }

  /** After seen contexts of every length, unseen and unknown ones: every p, and the sum. */
  private static void assertThatModelsAgree(
      Smoothing method, SlowNgrams ngrams, Model slow, NgramModel fast, Random random) {
    Vocabulary vocabulary = fast.vocabulary();
    List<List<String>> contexts = new ArrayList<>(List.of(List.of()));
    for (int length = 1; length < ngrams.order(); length++) {
      List<List<String>> seen = new ArrayList<>(new HashSet<>(contextsOf(ngrams, length)));
      seen.sort((a, b) -> a.toString().compareTo(b.toString()));
      for (int i = 0; i < 6; i++) {
        List<String> context = seen.get(random.nextInt(seen.size()));
        contexts.add(context);
        List<String> unseen = new ArrayList<>(context);
        unseen.set(0, i % 2 == 0 ? "<unk>" : "w" + random.nextInt(20));
        contexts.add(unseen);
      }
    }
    double[] lnP = new double[vocabulary.size()];
    for (List<String> context : contexts) {
      int[] history = context.stream().mapToInt(w -> id(vocabulary, w)).toArray();
      fast.scorer().next(history, lnP);
      double sum = 0;
      for (int w = 0; w < lnP.length; w++) {
        if (w != Vocabulary.BOS) {
          double p = Math.exp(lnP[w]);
          double expected = slow.p(context, vocabulary.word(w));
          sum += p;
          if (!(Math.abs(p - expected) <= 1e-12 + 1e-9 * expected)) {
            fail(
                "%s: p(%s | %s) is %s, not %s"
                    .formatted(method, vocabulary.word(w), context, p, expected));
          }
        }
      }
      assertThat(sum).as("%s: sum after %s", method, context).isCloseTo(1, within(1e-9));
    }
  }

  private static List<List<String>> contextsOf(SlowNgrams ngrams, int length) {
    return ngrams.raw(length + 1).keySet().stream().map(g -> g.subList(0, length)).toList();
  }

  private static int id(Vocabulary vocabulary, String word) {
    return word.equals("<s>") ? Vocabulary.BOS : vocabulary.id(word);
  }

  /** The n-grams that should be there; every p and back-off weight; and what they say together. */
  private static void assertThatArpaHolds(
      SlowNgrams ngrams, NgramModel model, SimpleArpa arpa, int... prune) {
    Vocabulary vocabulary = model.vocabulary();
    Set<List<String>> expected = new HashSet<>(List.of(List.of("<s>"), List.of("<unk>")));
    for (int k = 1; k <= ngrams.order(); k++) {
      expected.addAll(ngrams.kept(k, prune));
    }
    assertThat(arpa.lines().keySet()).isEqualTo(expected);
    NgramModel.Lookup lookup = model.scorer();
    arpa.lines()
        .forEach(
            (g, line) -> {
              int[] ids = g.stream().mapToInt(w -> id(vocabulary, w)).toArray();
              int last = ids.length - 1;
              if (ids[last] != Vocabulary.BOS) {
                double p = lookup.log10(ids, 0, last, ids[last]);
                assertThat(line.log10p()).as("p of %s", g).isCloseTo(p, within(6e-8));
                assertThat(arpa.log10(g.subList(0, last), g.get(last))).isEqualTo(line.log10p());
              }
              if (ids.length < ngrams.order()) {
                double backoff = Math.max(-99, lookup.backoff(ids, 0, ids.length));
                assertThat(line.log10backoff())
                    .as("back-off weight of %s", g)
                    .isCloseTo(backoff, within(6e-8));
              }
            });
    for (List<String> g : arpa.lines().keySet()) {
      if (g.size() < ngrams.order()) {
        int[] ids = g.stream().mapToInt(w -> id(vocabulary, w)).toArray();
        for (int word : new int[] {Vocabulary.UNK, Vocabulary.EOS, vocabulary.size() - 1}) {
          assertThat(arpa.log10(g, vocabulary.word(word)))
              .isCloseTo(Math.max(-99, lookup.log10(ids, 0, ids.length, word)), within(1e-6));
        }
      }
    }
  }

  private static List<InterpolationWeights> weights(NgramModel model) {
    return Arrays.asList(
        Json.MAPPER.convertValue(
            model.facts().parameters().get("weights"), InterpolationWeights[].class));
  }

  /** No weight can be moved to make the held-out text more probable. */
  private static void assertThatWeightsAreBest(
      SlowNgrams ngrams, List<InterpolationWeights> weights, List<List<String>> valid) {
    double best = nats(ngrams, weights, valid);
    for (int k = 0; k < weights.size(); k++) {
      List<InterpolationWeights.Bucket> buckets = weights.get(k).buckets();
      for (int b = 0; b < buckets.size(); b++) {
        for (double step : new double[] {-0.03, 0.03}) {
          InterpolationWeights.Bucket bucket = buckets.get(b);
          double moved =
              Math.max(0, Math.min(InterpolationWeightsEm.MAX_LAMBDA, bucket.lambda() + step));
          List<InterpolationWeights.Bucket> others = new ArrayList<>(buckets);
          others.set(b, new InterpolationWeights.Bucket(bucket.from(), moved, bucket.positions()));
          List<InterpolationWeights> changed = new ArrayList<>(weights);
          changed.set(k, new InterpolationWeights(others));
          assertThat(nats(ngrams, changed, valid))
              .as(String.format(Locale.ROOT, "order %d, from %d", k + 1, bucket.from()))
              .isGreaterThan(best - 1e-6);
        }
      }
    }
  }

  /** Cross-entropy of the held-out text. */
  private static double nats(
      SlowNgrams ngrams, List<InterpolationWeights> weights, List<List<String>> valid) {
    Model model = ngrams.jelinekMercer((k, c) -> weights.get(k - 1).of((double) c));
    return Math.log(
        SlowNgrams.perplexity(model, valid, ngrams.vocabulary(), ngrams.order(), false));
  }
}

package org.corpuslm.generate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.corpuslm.corpus.Vocabulary;

/** Draws against the distribution that temperature, top-k and top-p leave, computed slowly. */
class SamplerTest {
  private static final double[] P = {0.05, 0, 0.1, 0.3, 0.2, 0.2, 0.1, 0.05, 0};

  /** ln p of some words: the special ones first, some values equal, some zero. */
  @Provide
  Arbitrary<List<Double>> distributions() {
    return Arbitraries.integers()
        .between(0, 8)
        .list()
        .ofMinSize(3)
        .ofMaxSize(12)
        .map(
            weights -> {
              double total = Math.max(1, weights.stream().mapToInt(w -> w).sum());
              return weights.stream().map(w -> Math.log(w / total)).toList();
            });
  }

  /** The words that may be drawn, with their probabilities; best first, ties by id. */
  private static Map<Integer, Double> allowed(double[] lnP, GenerateConfig config) {
    List<Integer> ids =
        new ArrayList<>(
            IntStream.range(0, lnP.length)
                .filter(i -> lnP[i] > Double.NEGATIVE_INFINITY && i != Vocabulary.BOS)
                .filter(i -> i != Vocabulary.UNK || config.unknown())
                .boxed()
                .toList());
    ids.sort(Comparator.<Integer>comparingDouble(i -> -lnP[i]).thenComparing(i -> i));
    int k = config.temperature() == 0 ? 1 : config.topK() == 0 ? ids.size() : config.topK();
    ids = ids.subList(0, Math.min(k, ids.size()));
    double power = config.temperature() == 0 ? 1 : 1 / config.temperature();
    double total = ids.stream().mapToDouble(i -> Math.pow(Math.exp(lnP[i]), power)).sum();
    Map<Integer, Double> allowed = new LinkedHashMap<>();
    double reached = 0;
    for (int id : ids) {
      if (config.topP() < 1 && reached >= config.topP() - 1e-12) {
        break;
      }
      double p = Math.pow(Math.exp(lnP[id]), power) / total;
      reached += p;
      allowed.put(id, p);
    }
    double kept = reached;
    allowed.replaceAll((id, p) -> p / kept);
    return allowed;
  }

  @Property(tries = 400)
  void onlyAllowedWordsAreDrawn(
      @ForAll("distributions") List<Double> distribution,
      @ForAll @IntRange(max = 6) int topK,
      @ForAll @DoubleRange(min = 0.01, max = 1) double topP,
      @ForAll @DoubleRange(min = 0.2, max = 3) double temperature,
      @ForAll boolean unknown,
      @ForAll long seed) {
    double[] lnP = distribution.stream().mapToDouble(d -> d).toArray();
    GenerateConfig config = new GenerateConfig(1, temperature, topK, topP, seed, unknown);
    Map<Integer, Double> allowed = allowed(lnP, config);
    Sampler sampler = new Sampler(config);
    for (int i = 0; i < 30; i++) {
      int word = sampler.draw(lnP);
      if (allowed.isEmpty()) {
        assertThat(word).isEqualTo(-1);
      } else {
        assertThat(allowed).containsKey(word);
      }
    }
  }

  @Example
  void frequenciesApproachTheDistribution() {
    for (GenerateConfig config :
        List.of(
            new GenerateConfig(1, 1, 0, 1, 1, true),
            new GenerateConfig(1, 1, 0, 1, 1, false),
            new GenerateConfig(1, 0.5, 0, 1, 2, false),
            new GenerateConfig(1, 2, 4, 1, 3, false),
            new GenerateConfig(1, 1, 0, 0.7, 4, false),
            new GenerateConfig(1, 1.5, 5, 0.8, 5, true))) {
      double[] lnP = Arrays.stream(P).map(Math::log).toArray();
      Sampler sampler = new Sampler(config);
      int draws = 40_000;
      int[] drawn = new int[P.length];
      for (int i = 0; i < draws; i++) {
        drawn[sampler.draw(lnP)]++;
      }
      Map<Integer, Double> allowed = allowed(lnP, config);
      for (int id = 0; id < P.length; id++) {
        double p = allowed.getOrDefault(id, 0.0);
        double deviation = Math.sqrt(p * (1 - p) / draws);
        assertThat(drawn[id] / (double) draws)
            .as("frequency of word %d with %s", id, config)
            .isCloseTo(p, within(5 * deviation));
      }
    }
  }

  /** Whoever asks for the texts of the seeds 1, 2, 3, … wants different texts. */
  @Example
  void theFirstDrawsOfNeighboringSeedsApproachTheDistributionToo() {
    double[] lnP = Arrays.stream(P).map(Math::log).toArray();
    int seeds = 4000;
    int[] drawn = new int[P.length];
    for (int seed = 0; seed < seeds; seed++) {
      drawn[new Sampler(new GenerateConfig(1, 1, 0, 1, seed, true)).draw(lnP)]++;
    }
    for (int id = 0; id < P.length; id++) {
      double deviation = Math.sqrt(P[id] * (1 - P[id]) / seeds);
      assertThat(drawn[id] / (double) seeds).isCloseTo(P[id], within(5 * deviation));
    }
  }

  @Property
  void temperatureZeroTakesTheBestWordTheFirstOfEquals(
      @ForAll("distributions") List<Double> distribution, @ForAll long seed) {
    double[] lnP = distribution.stream().mapToDouble(d -> d).toArray();
    GenerateConfig config = new GenerateConfig(1, 0, 0, 1, seed, false);
    int best = -1;
    for (int id = Vocabulary.EOS; id < lnP.length; id++) {
      if (lnP[id] > (best < 0 ? Double.NEGATIVE_INFINITY : lnP[best])) {
        best = id;
      }
    }
    assertThat(new Sampler(config).draw(lnP)).isEqualTo(best);
  }

  @Property
  void theBestAreThoseOfASort(
      @ForAll("distributions") List<Double> distribution, @ForAll @IntRange(max = 14) int n) {
    double[] values = distribution.stream().mapToDouble(d -> d).toArray();
    List<Integer> sorted = new ArrayList<>(IntStream.range(0, values.length).boxed().toList());
    sorted.removeIf(i -> values[i] == Double.NEGATIVE_INFINITY);
    sorted.sort(Comparator.<Integer>comparingDouble(i -> -values[i]).thenComparing(i -> i));
    assertThat(Arrays.stream(Ranked.best(values, n)).boxed().toList())
        .isEqualTo(sorted.subList(0, Math.min(n, sorted.size())));
  }
}

package org.corpuslm.evaluate.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.corpuslm.corpus.Vocabulary;

/** Sums that do not show the order of work, and the accounts made of them. */
class SumsTest {
  private static final int WORD = 5;

  /**
   * Terms up to 1e20, each with its opposite somewhere, among others below 1, in random order: what
   * is left is small beside what was added on the way.
   */
  private static List<Double> cancellingTerms(Random random) {
    List<Double> terms = new ArrayList<>();
    int n = 1 + random.nextInt(100);
    for (int i = 0; i < n; i++) {
      double large = (1 + random.nextDouble()) * Math.pow(10, 3 + random.nextInt(17));
      terms.addAll(List.of(large, -large, random.nextDouble()));
    }
    Collections.shuffle(terms, random);
    return terms;
  }

  /** The rounding error that remains: the last bits of the result, and of each term. */
  private static double bound(List<Double> terms, double exact) {
    double size = terms.stream().mapToDouble(Math::abs).sum();
    double epsilon = Math.ulp(1.0);
    return epsilon * Math.abs(exact) + epsilon * epsilon * terms.size() * size;
  }

  private static double exact(List<Double> terms) {
    return terms.stream()
        .map(BigDecimal::new)
        .reduce(BigDecimal.ZERO, BigDecimal::add)
        .doubleValue();
  }

  @Property
  void aSumIsExactWhateverTheOrderAndTheParts(
      @ForAll @IntRange(min = 1, max = 9) int parts, @ForAll long seed) {
    List<Double> terms = cancellingTerms(new Random(seed));
    CompensatedSum total = new CompensatedSum();
    for (int p = 0; p < parts; p++) {
      CompensatedSum part = new CompensatedSum();
      int to = (p + 1) * terms.size() / parts;
      terms.subList(p * terms.size() / parts, to).forEach(part::add);
      total.add(part);
    }
    double exact = exact(terms);
    assertThat(total.value()).isCloseTo(exact, within(bound(terms, exact)));
  }

  /** The property above can fail: sums without compensation do, nearly always. */
  @Example
  void aPlainSumIsNotExact() {
    int wrong = 0;
    for (int seed = 0; seed < 1000; seed++) {
      List<Double> terms = cancellingTerms(new Random(seed));
      double plain = 0;
      for (double term : terms) {
        plain += term;
      }
      double exact = exact(terms);
      wrong += Math.abs(plain - exact) > bound(terms, exact) ? 1 : 0;
    }
    assertThat(wrong).as("of 1000").isGreaterThan(990);
  }

  @Example
  void smallTermsAreNotLostBesideLargeOnes() {
    CompensatedSum sum = new CompensatedSum();
    sum.add(1);
    sum.add(1e100);
    sum.add(1);
    sum.add(-1e100);
    assertThat(sum.value()).isEqualTo(2);
  }

  @Example
  void anInfiniteTermMakesASumInfinite() {
    CompensatedSum sum = new CompensatedSum();
    sum.add(-3);
    sum.add(Double.NEGATIVE_INFINITY);
    sum.add(-4);
    CompensatedSum other = new CompensatedSum();
    other.add(7);
    other.add(sum);
    assertThat(sum.value()).isEqualTo(Double.NEGATIVE_INFINITY);
    assertThat(other.value()).isEqualTo(Double.NEGATIVE_INFINITY);
  }

  @Example
  void anAccountByHand() {
    PerplexityStats tally = new PerplexityStats();
    int[] ids = {WORD, Vocabulary.UNK, Vocabulary.EOS, Vocabulary.EOS};
    double[] lnP = {Math.log(0.5), Math.log(0.125), Math.log(0.25), Math.log(0.5)};
    assertThat(tally.sentence(ids, lnP, 0, 3)).isCloseTo(Math.log(1.0 / 64), within(1e-15));
    PerplexityStats second = new PerplexityStats();
    second.sentence(ids, lnP, 3, 4);
    tally.add(second);
    assertThat(tally.tokens()).isEqualTo(4);
    assertThat(tally.sentences()).isEqualTo(2);
    assertThat(tally.oov()).isEqualTo(1);
    assertThat(tally.perplexity()).isCloseTo(Math.pow(128, 1 / 4.0), within(1e-14));
    assertThat(tally.perplexityExcludingOov()).isCloseTo(Math.pow(16, 1 / 3.0), within(1e-14));
    assertThat(tally.perplexityExcludingEos()).isCloseTo(4, within(1e-14));
    assertThat(tally.zeroProbability()).isZero();
  }

  @Example
  void anUnknownWordOfProbabilityZeroCanBeLeftOut() {
    PerplexityStats tally = new PerplexityStats();
    int[] ids = {WORD, Vocabulary.UNK, Vocabulary.EOS};
    tally.sentence(ids, new double[] {-1, Double.NEGATIVE_INFINITY, -2}, 0, 3);
    assertThat(tally.zeroProbability()).isEqualTo(1);
    assertThat(tally.perplexity()).isInfinite();
    assertThat(tally.perplexityExcludingEos()).isInfinite();
    assertThat(tally.perplexityExcludingOov()).isCloseTo(Math.exp(1.5), within(1e-14));
    assertThat(tally.confidence95()).isNull();
  }

  @Example
  void aPairIsComparedOverTheSentencesOfAllParts() {
    PairedStats pair = new PairedStats();
    pair.sentence(-3, -5, 2);
    PairedStats other = new PairedStats();
    other.sentence(-4, -5, 3);
    pair.add(other);
    // differences -2 and -1: mean -1.5, standard error 0.5, t = 3 with one degree of freedom
    assertThat(pair.logRatio()).isEqualTo(-3 / 5.0);
    assertThat(pair.pValue()).isCloseTo(1 - 2 / Math.PI * Math.atan(3), within(1e-9));
  }

  @Example
  void aPairWithoutMeaningHasNoP() {
    PairedStats one = new PairedStats();
    one.sentence(-3, -5, 2);
    assertThat(one.pValue()).as("one sentence").isNaN();
    PairedStats zero = new PairedStats();
    zero.sentence(-3, Double.NEGATIVE_INFINITY, 2);
    zero.sentence(-3, -4, 2);
    assertThat(zero.logRatio()).isEqualTo(Double.NEGATIVE_INFINITY);
    assertThat(zero.pValue()).as("a probability of zero").isNaN();
  }
}

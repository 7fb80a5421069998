package org.corpuslm.ngram.smoothing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.assertj.core.data.Offset;
import org.corpuslm.ngram.model.UnigramSums;
import org.corpuslm.ngram.smoothing.EstimateConfig.Smoothing;
import org.corpuslm.ngram.smoothing.HeldOutCounts.Positions;
import org.corpuslm.runtime.BadInputException;
import org.junit.jupiter.api.Test;

/**
 * Small cases computed by hand. The text is "a b", "a c", "a b" and the ids are {@code <unk>}=0,
 * {@code <s>}=1, {@code </s>}=2, a=3, b=4, c=5, so |V| = 5.
 */
class SmoothingByHandTest {
  private static final Offset<Double> EXACT = within(1e-15);
  private static final int PREDICTABLE = 5;
  private static final double[] RAW = {0, 0, 3, 3, 2, 1};
  private static final double[] ADJUSTED = {0, 0, 2, 1, 1, 1};
  private static final long[] COUNTS_OF_COUNTS = {0, 100, 40, 20, 12, 8, 6, 0, 0, 0, 0};

  @Test
  void discountByHand() {
    AbsoluteDiscount d = AbsoluteDiscount.estimate(Smoothing.ABSOLUTE, 2, COUNTS_OF_COUNTS, false);
    assertThat(d).isEqualTo(new AbsoluteDiscount(100 / 180.0, false));
    long[] noPairs = {0, 7, 0, 3, 0, 0, 0, 0, 0, 0, 0};
    assertThat(AbsoluteDiscount.estimate(Smoothing.ABSOLUTE, 2, noPairs, true))
        .isEqualTo(new AbsoluteDiscount(0.75, true));
    assertThatThrownBy(() -> AbsoluteDiscount.estimate(Smoothing.ABSOLUTE, 4, noPairs, false))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("absolute cannot be estimated: order 4 has no n-gram with count 2")
        .hasMessageContaining("--discount-fallback");
  }

  @Test
  void absoluteByHand() {
    AbsoluteDiscounting smoother =
        AbsoluteDiscounting.absolute(
            List.of(new AbsoluteDiscount(0.5, false), new AbsoluteDiscount(0.25, false)),
            PREDICTABLE);
    double[] unigrams = smoother.unigrams(RAW, ADJUSTED);
    double uniform = 4 * 0.5 / 9 / 5;
    assertThat(unigrams)
        .containsExactly(
            new double[] {
              uniform, 0, 2.5 / 9 + uniform, 2.5 / 9 + uniform, 1.5 / 9 + uniform, 0.5 / 9 + uniform
            },
            EXACT);
    Smoother.Context afterA = afterA(unigrams);
    smoother.smooth(afterA);
    assertThat(afterA.backoff).isEqualTo(0.5 / 3, EXACT);
    assertThat(afterA.p[0]).isEqualTo(1.75 / 3 + 0.5 / 3 * unigrams[4], EXACT);
    afterA.pruned[1] = true;
    smoother.smooth(afterA);
    assertThat(afterA.backoff).isEqualTo(1.25 / 3, EXACT);
    assertThat(afterA.p[0]).isEqualTo(1.75 / 3 + 1.25 / 3 * unigrams[4], EXACT);
  }

  @Test
  void kneserNeyByHand() {
    AbsoluteDiscounting smoother =
        AbsoluteDiscounting.kneserNey(
            List.of(new AbsoluteDiscount(0.5, false), new AbsoluteDiscount(0.25, false)),
            PREDICTABLE);
    double[] unigrams = smoother.unigrams(RAW, ADJUSTED);
    double uniform = 4 * 0.5 / 5 / 5;
    assertThat(unigrams)
        .containsExactly(
            new double[] {
              uniform, 0, 1.5 / 5 + uniform, 0.5 / 5 + uniform, 0.5 / 5 + uniform, 0.5 / 5 + uniform
            },
            EXACT);
    Smoother.Context afterA = afterA(unigrams);
    afterA.adjusted = new double[] {1, 1};
    smoother.smooth(afterA);
    assertThat(afterA.backoff).isEqualTo(0.25, EXACT);
    assertThat(afterA.p[1]).isEqualTo(0.75 / 2 + 0.25 * unigrams[5], EXACT);
  }

  @Test
  void wittenBellByHand() {
    WittenBell smoother = new WittenBell(PREDICTABLE);
    double[] unigrams = smoother.unigrams(RAW, ADJUSTED);
    assertThat(unigrams)
        .containsExactly(new double[] {0.8 / 13, 0, 3.8 / 13, 3.8 / 13, 2.8 / 13, 1.8 / 13}, EXACT);
    Smoother.Context afterA = afterA(unigrams);
    smoother.smooth(afterA);
    assertThat(afterA.p[0]).isEqualTo((2 + 2 * unigrams[4]) / 5, EXACT);
    assertThat(afterA.p[1]).isEqualTo((1 + 2 * unigrams[5]) / 5, EXACT);
    assertThat(afterA.backoff).isEqualTo(2 / 5.0, EXACT);
  }

  @Test
  void goodTuringByHand() {
    GoodTuring d = GoodTuring.estimate(1, COUNTS_OF_COUNTS);
    assertThat(d.k()).isEqualTo(5);
    // A = 6·6/100 = 0.36, R = 0.8, 1.5, 2.4, 10/3, 4.5
    assertThat(d.ratios().stream().mapToDouble(Double::doubleValue).toArray())
        .containsExactly(
            new double[] {
              0.44 / 0.64, 0.39 / 0.64, 0.44 / 0.64, (10 / 12.0 - 0.36) / 0.64, 0.54 / 0.64
            },
            EXACT);
    assertThat(d.of(5)).isEqualTo(0.54 / 0.64, EXACT);
    assertThat(d.of(6)).isEqualTo(1);
  }

  @Test
  void goodTuringGoesDownToASmallerK() {
    long[] bump = COUNTS_OF_COUNTS.clone();
    bump[6] = 20; // A = 1.2 for k = 5
    assertThat(GoodTuring.estimate(3, bump).k()).isEqualTo(4);
    assertThatThrownBy(() -> GoodTuring.estimate(3, new long[] {0, 5, 9, 1, 0, 0, 0}))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("order 3")
        .hasMessageContaining("5, 9, 1, 0, 0, 0");
  }

  @Test
  void katzByHand() {
    GoodTuring d = new GoodTuring(2, List.of(0.4, 0.5));
    Katz smoother = new Katz(List.of(d, d), PREDICTABLE);
    double[] unigrams = smoother.unigrams(RAW, ADJUSTED);
    // Discounted: b from 2 to 1, c from 1 to 0.4; 1.6 go to <unk>, the only word without a count.
    assertThat(unigrams)
        .containsExactly(new double[] {1.6 / 9, 0, 3 / 9.0, 3 / 9.0, 1 / 9.0, 0.4 / 9}, EXACT);
    Smoother.Context afterA = afterA(unigrams);
    smoother.smooth(afterA);
    assertThat(afterA.p[0]).isEqualTo(1 / 3.0, EXACT);
    assertThat(afterA.p[1]).isEqualTo(0.4 / 3, EXACT);
    assertThat(afterA.backoff).isEqualTo(1.6 / 3 / (1 - 1.4 / 9), EXACT);
  }

  @Test
  void katzLeavesSomethingWhereNothingIsDiscounted() {
    GoodTuring d = new GoodTuring(2, List.of(0.4, 0.5));
    Katz smoother = new Katz(Arrays.asList(null, d), PREDICTABLE);
    double[] unigrams = {0.1, 0, 0.2, 0.3, 0.2, 0.2};
    Smoother.Context c = afterA(unigrams);
    c.raw = new double[] {7, 9};
    smoother.smooth(c);
    assertThat(c.p).startsWith(new double[] {7 / 17.0, 9 / 17.0}, EXACT);
    assertThat(c.backoff).isEqualTo(1 / 17.0 / 0.6, EXACT);
  }

  @Test
  void katzDiscountsNothingWhereEveryWordWasSeen() {
    GoodTuring d = new GoodTuring(2, List.of(0.4, 0.5));
    Katz smoother = new Katz(Arrays.asList(null, d), PREDICTABLE);
    double[] noUnseen = {1, 0, 2, 3, 4, 5};
    assertThat(smoother.unigrams(noUnseen, noUnseen))
        .containsExactly(new double[] {1 / 15.0, 0, 2 / 15.0, 3 / 15.0, 4 / 15.0, 5 / 15.0}, EXACT);
    Smoother.Context c = context(smoother.unigrams(noUnseen, noUnseen), 0, 2, 3, 4, 5);
    c.raw = new double[] {1, 1, 1, 1, 4};
    smoother.smooth(c);
    assertThat(c.p).containsExactly(new double[] {0.125, 0.125, 0.125, 0.125, 0.5}, EXACT);
    assertThat(c.backoff).isZero();
  }

  /** 1 − Σ p would have no correct digit here. */
  @Test
  void katzKeepsItsDigitsWhereNearlyAllWasSeen() {
    GoodTuring d = new GoodTuring(2, List.of(0.4, 0.5));
    Katz smoother = new Katz(Arrays.asList(null, d), PREDICTABLE);
    double[] unigrams = {3e-17, 0, 2e-17, 0.25, 0.25, 0.5};
    Smoother.Context c = context(unigrams, 3, 4, 5);
    c.raw = new double[] {1, 1, 2};
    smoother.smooth(c);
    assertThat(c.backoff * 5e-17).isEqualTo((0.6 + 0.6 + 1) / 4, EXACT);
  }

  @Test
  void jelinekMercerByHand() {
    JelinekMercer smoother =
        new JelinekMercer(List.of(weights(1, 0.9), weights(1, 0.2, 2, 0.6, 4, 0.7)), PREDICTABLE);
    double[] unigrams = smoother.unigrams(RAW, ADJUSTED);
    assertThat(unigrams).containsExactly(new double[] {0.02, 0, 0.32, 0.32, 0.22, 0.12}, EXACT);
    Smoother.Context afterA = afterA(unigrams); // c(a) = 3: λ = 0.6
    smoother.smooth(afterA);
    assertThat(afterA.p[0]).isEqualTo(0.6 * 2 / 3 + 0.4 * 0.22, EXACT);
    assertThat(afterA.backoff).isEqualTo(0.4, EXACT);
  }

  /** 60 positions with c/c(ε) = 1/2 and 60 without: 0.4/(0.1 + 0.4 λ) = 1/(1 − λ). */
  @Test
  void weightsByHand() {
    Positions heldOut =
        new Positions(1, new long[] {60, 60}, new long[] {5, 0}, new long[] {10, 10});
    List<InterpolationWeights.Bucket> buckets =
        InterpolationWeightsEm.best(heldOut, 10).get(0).buckets();
    assertThat(buckets).hasSize(1);
    assertThat(buckets.get(0).from()).isEqualTo(1);
    assertThat(buckets.get(0).positions()).isEqualTo(120);
    assertThat(buckets.get(0).lambda()).isEqualTo(0.375, within(1e-3));
  }

  @Test
  void bucketsHaveEnoughPositions() {
    Positions heldOut =
        new Positions(
            1, new long[] {90, 90, 150, 30}, new long[] {1, 1, 1, 1}, new long[] {1, 3, 5, 900});
    assertThat(InterpolationWeightsEm.best(heldOut, 10).get(0).buckets().stream())
        .extracting(InterpolationWeights.Bucket::from, InterpolationWeights.Bucket::positions)
        .containsExactly(tuple(1L, 180L), tuple(4L, 180L));
  }

  @Test
  void countPruningIsRefusedWhereSumsWouldBreak() {
    assertThatThrownBy(
            () ->
                new EstimateConfig("counts", Smoothing.MLE, 0, 1, 0.4, List.of(0L, 1L), false, ""))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("modified-kneser-ney, kneser-ney, absolute, katz, witten-bell")
        .hasMessageContaining("mle gives no probability");
  }

  private static InterpolationWeights weights(double... fromAndLambda) {
    return new InterpolationWeights(
        IntStream.range(0, fromAndLambda.length / 2)
            .mapToObj(
                i ->
                    new InterpolationWeights.Bucket(
                        (long) fromAndLambda[2 * i], fromAndLambda[2 * i + 1], 100))
            .toList());
  }

  /** After "a": b twice, c once. */
  private static Smoother.Context afterA(double[] unigrams) {
    Smoother.Context c = context(unigrams, 4, 5);
    c.raw = new double[] {2, 1};
    c.adjusted = c.raw;
    return c;
  }

  private static Smoother.Context context(double[] unigrams, int... words) {
    Smoother.Context c = new Smoother.Context();
    c.length = 1;
    c.size = words.length;
    c.words = words;
    c.lower = IntStream.of(words).mapToDouble(w -> unigrams[w]).toArray();
    c.unigrams = new UnigramSums(unigrams);
    c.p = new double[words.length];
    c.pruned = new boolean[words.length];
    return c;
  }
}

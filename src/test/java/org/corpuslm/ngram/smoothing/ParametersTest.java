package org.corpuslm.ngram.smoothing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;
import org.corpuslm.ngram.smoothing.HeldOutCounts.HeldOutBucket;
import org.corpuslm.runtime.BadInputException;

/** Discounts and δ, each against its formula. */
class ParametersTest {
  @Property
  void discountsFollowTheFormulaOrSayWhyNot(
      @ForAll @IntRange(min = 1, max = 6) int order,
      @ForAll @Size(4) List<@LongRange(max = 50) Long> counts) {
    long[] n = LongStream.concat(LongStream.of(0), counts.stream().mapToLong(c -> c)).toArray();
    double[] expected = new double[4];
    boolean defined = n[1] > 0 && n[2] > 0 && n[3] > 0;
    for (int j = 1; j <= 3 && defined; j++) {
      long denominator = n[j] * (n[1] + 2 * n[2]);
      expected[j] = (double) (j * denominator - (j + 1) * n[1] * n[j + 1]) / denominator;
      defined = expected[j] >= 0 && expected[j] <= j;
    }
    if (defined) {
      ModifiedKneserNeyDiscounts discounts = ModifiedKneserNeyDiscounts.estimate(order, n, false);
      assertThat(discounts.one()).isCloseTo(expected[1], within(1e-14));
      assertThat(discounts.two()).isCloseTo(expected[2], within(1e-14));
      assertThat(discounts.three()).isCloseTo(expected[3], within(1e-14));
      assertThat(discounts.fallback()).isFalse();
      assertThat(ModifiedKneserNeyDiscounts.estimate(order, n, true)).isEqualTo(discounts);
      return;
    }
    assertThat(ModifiedKneserNeyDiscounts.estimate(order, n, true))
        .isEqualTo(new ModifiedKneserNeyDiscounts(0.5, 1, 1.5, true));
    assertThatThrownBy(() -> ModifiedKneserNeyDiscounts.estimate(order, n, false))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("order " + order)
        .hasMessageContaining("n1 … n4 = %d, %d, %d, %d".formatted(n[1], n[2], n[3], n[4]))
        .hasMessageContaining("--discount-fallback");
  }

  @Example
  void aDiscountOfExactlyZeroIsOne() {
    ModifiedKneserNeyDiscounts discounts =
        ModifiedKneserNeyDiscounts.estimate(1, new long[] {0, 8, 6, 10, 0}, false);
    assertThat(discounts.two()).isZero(); // 2 − 3 · 8/20 · 10/6
  }

  @Example
  void aDiscountServesItsCountAndTheThirdAllFromThree() {
    ModifiedKneserNeyDiscounts discounts = new ModifiedKneserNeyDiscounts(0.6, 1.1, 1.4, false);
    assertThat(discounts.of(0)).isZero();
    assertThat(discounts.of(1)).isEqualTo(0.6);
    assertThat(discounts.of(2)).isEqualTo(1.1);
    assertThat(discounts.of(3)).isEqualTo(1.4);
    assertThat(discounts.of(1e9)).isEqualTo(1.4);
  }

  /** Cells as they come from text: an n-gram is seen at most as often as its context. */
  @Provide
  Arbitrary<List<HeldOutBucket>> cells() {
    Arbitrary<Long> context = Arbitraries.longs().between(0, 5000);
    Arbitrary<Double> share = Arbitraries.of(0.0, 0.0, 0.001, 0.01, 0.1, 0.5, 1.0);
    Arbitrary<Long> positions = Arbitraries.longs().between(1, 100);
    return Combinators.combine(context, share, positions)
        .as((c, s, n) -> new HeldOutBucket(Math.round(c * s), c, n))
        .list()
        .ofMinSize(1)
        .ofMaxSize(30);
  }

  @Property(tries = 300)
  void noDeltaOfAFineGridIsBetter(
      @ForAll("cells") List<HeldOutBucket> cells,
      @ForAll @IntRange(min = 2, max = 50_000) int words) {
    double found = crossEntropy(cells, words, DeltaSearch.best(cells, words));
    List<Double> grid = new ArrayList<>();
    for (double x = Math.log(1e-9); x <= Math.log(1e3); x += 0.01) {
      grid.add(crossEntropy(cells, words, Math.exp(x)));
    }
    double best = grid.stream().mapToDouble(d -> d).min().orElseThrow();
    assertThat(found).isLessThanOrEqualTo(best + 1e-9);
  }

  private static double crossEntropy(List<HeldOutBucket> cells, int words, double delta) {
    double sum = 0;
    double tokens = 0;
    for (HeldOutBucket c : cells) {
      sum -= c.positions() * Math.log((c.ngram() + delta) / (c.context() + delta * words));
      tokens += c.positions();
    }
    return sum / tokens;
  }
}

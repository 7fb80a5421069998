package org.corpuslm.cli.output;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.corpuslm.ngram.model.NgramFacts;
import org.corpuslm.ngram.smoothing.AbsoluteDiscount;
import org.corpuslm.ngram.smoothing.GoodTuring;
import org.corpuslm.ngram.smoothing.InterpolationWeights;
import org.corpuslm.ngram.smoothing.InterpolationWeights.Bucket;
import org.corpuslm.ngram.smoothing.ModifiedKneserNeyDiscounts;
import org.junit.jupiter.api.Test;

/** Tests the output of {@code estimate} for every kind of parameter. */
class EstimateTableTest {
  @Test
  void discounts() {
    assertThat(
            table(
                "discounts",
                List.of(
                    new ModifiedKneserNeyDiscounts(0.4, 0.5, 1, false),
                    new ModifiedKneserNeyDiscounts(0.5, 1, 1.5, true))))
        .isEqualTo(
            """
            order         n-grams        D1        D2       D3+
            1               1,200  0.400000  0.500000  1.000000
            2 (fallback)    3,400  0.500000  1.000000  1.500000
            """);
    assertThat(
            table(
                "discount",
                List.of(new AbsoluteDiscount(0.4, false), new AbsoluteDiscount(0.75, true))))
        .isEqualTo(
            """
            order         n-grams         D
            1               1,200  0.400000
            2 (fallback)    3,400  0.750000
            """);
  }

  @Test
  void goodTuring() {
    assertThat(table("goodTuring", Arrays.asList(null, new GoodTuring(2, List.of(0.25, 0.5)))))
        .isEqualTo(
            """
            order  n-grams  k            d1 … dk
            1        1,200  -                  -
            2        3,400  2  0.250000 0.500000
            """);
  }

  @Test
  void weights() {
    InterpolationWeights unigrams = new InterpolationWeights(List.of(new Bucket(1, 0.9, 200)));
    InterpolationWeights bigrams =
        new InterpolationWeights(List.of(new Bucket(1, 0.125, 100), new Bucket(4, 0.5, 100)));
    assertThat(table("weights", List.of(unigrams, bigrams)))
        .isEqualTo(
            """
            order  n-grams
            1        1,200
            2        3,400
            context count from        λ1        λ2
            1                   0.900000  0.125000
            4                             0.500000
            """);
  }

  @Test
  void oneNumberForAllOrders() {
    assertThat(table("delta", 0.5)).startsWith("delta = 0.5\norder  n-grams\n1        1,200\n");
  }

  private static String table(String parameter, Object value) {
    return new EstimateTable(
            new NgramFacts(
                2,
                1,
                "test",
                true,
                0,
                List.of(1200L, 3400L),
                List.of(1200L),
                Map.of(parameter, value),
                null))
        .toString();
  }
}

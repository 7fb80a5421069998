package org.corpuslm.ngram.count;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import org.corpuslm.ngram.Pipeline;
import org.corpuslm.ngram.Pipeline.Text;
import org.corpuslm.ngram.SlowNgrams;
import org.corpuslm.ngram.WordNetGlosses;
import org.corpuslm.ngram.count.CountFacts.OrderFacts;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Compares the predicted number of distinct n-grams in a part of a text with a count of all
 * n-grams.
 */
class GrowthTest {
  private static Pipeline pipeline;
  private static SlowNgrams slow;
  private static CountFacts facts;

  @BeforeAll
  static void count() {
    pipeline = new Pipeline();
    List<String> lines = new ArrayList<>(WordNetGlosses.all().subList(0, 800));
    lines.add("the of ".repeat(70)); // frequent words: contexts that shards share
    slow = new SlowNgrams(Pipeline.sentences(lines), 3);
    String corpus = pipeline.corpus(Text.of(lines).inFiles(3, 1));
    facts = CountStore.open(Pipeline.conf(), pipeline.counts(corpus, 3, 4)).facts();
  }

  @AfterAll
  static void remove() {
    pipeline.close();
  }

  @Test
  void octavesHoldEveryNgramOnce() {
    for (int k = 2; k <= 3; k++) {
      long[] ngrams = new long[40];
      long[] totals = new long[40];
      for (long count : slow.raw(k).values()) {
        int octave = (int) Math.floor(Math.log((double) count) / Math.log(2) + 1e-12);
        ngrams[octave]++;
        totals[octave] += count;
      }
      OrderFacts order = facts.orders().get(k - 1);
      assertThat(order.octaves()).hasSizeGreaterThan(4);
      assertThat(Arrays.copyOf(order.octaves(), 40)).isEqualTo(ngrams);
      assertThat(Arrays.copyOf(order.octaveTotals(), 40)).isEqualTo(totals);
      assertThat(Arrays.stream(order.octaves()).sum()).isEqualTo(order.ngrams());
      assertThat(Arrays.stream(order.octaveTotals()).sum()).isEqualTo(order.total());
    }
    OrderFacts words = facts.orders().get(0);
    assertThat(Arrays.stream(words.octaveTotals()).sum()).isEqualTo(words.total());
  }

  @Test
  void growthIsThatOfTheCountsOfAllNgrams() {
    for (int k = 2; k <= 3; k++) {
      OrderFacts order = facts.orders().get(k - 1);
      Collection<Long> counts = slow.raw(k).values();
      for (double share : new double[] {0.01, 0.1, 0.37, 0.9, 1}) {
        double expected = counts.stream().mapToDouble(c -> 1 - Math.pow(1 - share, c)).sum();
        assertThat(order.expectedDistinct(share)).isCloseTo(expected, within(0.005 * expected));
      }
      assertThat(order.expectedDistinct(1)).isCloseTo((double) order.ngrams(), within(1e-6));
    }
  }

  @Test
  void rareNgramsAreExact() {
    long[] counts = {0, 7, 5, 3, 0, 0, 0, 2, 0, 0, 1};
    OrderFacts order =
        new OrderFacts(18, 50, counts, counts, new long[] {7, 8, 2, 1}, new long[] {7, 19, 14, 10});
    double f = 0.3;
    double expected = 0;
    for (int j = 1; j <= 10; j++) {
      expected += counts[j] * (1 - Math.pow(1 - f, j));
    }
    assertThat(order.expectedDistinct(f)).isCloseTo(expected, within(1e-12));
  }
}

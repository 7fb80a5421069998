package org.corpuslm.ngram.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import org.corpuslm.corpus.Vocabulary;
import org.junit.jupiter.api.Test;

/** Sums over the words that are not listed, against adding all of them up. */
class TrieLevelTest {
  private static final int WORDS = 3000;

  /** Some words have nearly all of the distribution, and contexts list nearly all of these. */
  private static double[] unigrams(Random random) {
    double[] p = new double[WORDS];
    for (int w = 0; w < WORDS; w++) {
      p[w] = w == Vocabulary.BOS ? 0 : (w % 10 == 0 ? 1 : 1e-9) * random.nextDouble();
    }
    double sum = Arrays.stream(p).sum();
    Arrays.setAll(p, w -> p[w] / sum);
    return p;
  }

  private static void fill(TrieLevel level, Random random, boolean oftenFrequent) {
    level.clear();
    for (int w = 0; w < WORDS; w++) {
      boolean frequent = w % 10 == 0;
      if (w != Vocabulary.BOS && random.nextInt(1000) < (frequent && oftenFrequent ? 1000 : 10)) {
        double p = (frequent ? 1 : 1e-9) * random.nextDouble() / (WORDS / 10);
        level.add(w, p, Math.log10(p));
      }
    }
  }

  @Test
  void whatIsLeftBelowEqualsTheSumOverEveryWord() {
    Random random = new Random(3);
    int small = 0;
    for (int tries = 0; tries < 40; tries++) {
      TrieLevel[] levels = TrieLevel.all(5, unigrams(random));
      for (int length = 1; length < 5; length++) {
        if (random.nextInt(5) == 0) {
          levels[length].clear(); // nothing is listed
        } else {
          fill(levels[length], random, random.nextInt(4) > 0);
          levels[length].backoff = TrieLevel.normalizing(levels, length);
        }
        double expected = 0;
        TrieLevel level = levels[length];
        for (int w = 0, next = 0; w < WORDS; w++) {
          if (next < level.size && level.words[next] == w) {
            next++;
          } else if (w != Vocabulary.BOS) {
            expected += TrieLevel.p(levels, length - 1, w);
          }
        }
        small += expected < 1e-3 ? 1 : 0;
        assertThat(TrieLevel.unlistedBelow(levels, length))
            .isCloseTo(expected, within(1e-10 * expected));
      }
    }
    assertThat(small).isGreaterThan(10);
  }

  /** A context that needs the sum must not visit each of a million words. */
  @Test
  void aSumWithoutFewWordsReadsBlocks() {
    double[] p = new double[1 << 20];
    Arrays.fill(p, 1.0 / p.length);
    p[Vocabulary.BOS] = 0;
    UnigramSums sums = new UnigramSums(p);
    int[] words = {0, 2, 300, 511, 512, 70_000, p.length - 1};
    double expected = 1.0 - (double) (words.length + 1) / p.length;
    Arrays.fill(p, 1024, 65_536, Double.NaN); // whole blocks: only their sums count
    assertThat(sums.without(words, words.length)).isCloseTo(expected, within(1e-12));
    assertThat(sums.without(new int[0], 0)).isCloseTo(sums.total(), within(1e-12));
  }
}

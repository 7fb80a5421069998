package org.corpuslm.ngram;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/** Small random corpora with everything that is awkward about large ones. */
public final class RandomTexts {
  private static final List<String> WORDS =
      List.of("a", "b", "c", SlowNgrams.UNKNOWN, "dé", "e", "f,", "文", "h'h", "I", "j", "k");

  private RandomTexts() {}

  /**
   * Lines over a few words, some of them empty, some repeated; now and then with a literal {@code
   * <unk>}.
   */
  public static Arbitrary<List<String>> lines() {
    return Arbitraries.integers().between(1, WORDS.size()).flatMap(RandomTexts::lines);
  }

  /** Lines over the first {@code words} words. */
  public static Arbitrary<List<String>> lines(int words) {
    Arbitrary<String> word = Arbitraries.of(WORDS.subList(0, words));
    Arbitrary<String> line = word.list().ofMaxSize(9).map(w -> String.join(" ", w));
    Arbitrary<List<String>> pool = line.list().ofMinSize(1).ofMaxSize(25);
    Arbitrary<List<Integer>> repeats = Arbitraries.integers().between(0, 1000).list().ofMaxSize(15);
    return Combinators.combine(pool, repeats)
        .as(
            (lines, again) -> {
              List<String> all = new ArrayList<>(lines);
              again.forEach(i -> all.add(lines.get(i % lines.size())));
              return all;
            });
  }

  /** Sentences of up to six of five letters, the first ones often; all five are there. */
  public static List<String> sentences(Random random, int n) {
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < n; i++) {
      StringBuilder line = new StringBuilder();
      for (int w = random.nextInt(7); w > 0; w--) {
        line.append("abcde".charAt(Math.min(random.nextInt(5), random.nextInt(5)))).append(' ');
      }
      lines.add(line.toString());
    }
    lines.add("a b c d e");
    return lines;
  }

  /** Thresholds of orders 1 to {@code order}: 0 first, never falling. */
  public static Arbitrary<long[]> prune(int order) {
    return Arbitraries.integers()
        .between(0, 2)
        .list()
        .ofMaxSize(Math.max(0, order - 1))
        .map(
            steps -> {
              long[] prune = new long[steps.isEmpty() ? 0 : steps.size() + 1];
              for (int k = 1; k < prune.length; k++) {
                prune[k] = prune[k - 1] + steps.get(k - 1) / 2;
              }
              return prune;
            });
  }
}

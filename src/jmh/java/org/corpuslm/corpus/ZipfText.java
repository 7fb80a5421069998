package org.corpuslm.corpus;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Made-up text for benchmarks: words by Zipf's law, from a seed. */
public final class ZipfText {
  private static final double WORDS_A_SENTENCE = 20;

  private ZipfText() {}

  /** Ids of sentences that each end with {@code </s>}; low ids are frequent, as of any corpus. */
  public static int[] ids(int tokens, int words, long seed) {
    Random random = new Random(seed);
    int[] ids = new int[tokens];
    for (int i = 0; i < tokens; i++) {
      boolean ends = i == tokens - 1 || random.nextDouble() * WORDS_A_SENTENCE < 1;
      // Density 1/x over 1 … words: the word of rank r about as often as 1/r.
      int rank = (int) Math.pow(words, random.nextDouble()) - 1;
      ids[i] = ends ? Vocabulary.EOS : Vocabulary.EOS + 1 + rank;
    }
    return ids;
  }

  /** The same as lines of text. */
  public static byte[] text(int tokens, int words, long seed) {
    StringBuilder text = new StringBuilder();
    for (int id : ids(tokens, words, seed)) {
      text.append(id == Vocabulary.EOS ? "\n" : word(id) + " ");
    }
    return text.toString().getBytes(StandardCharsets.UTF_8);
  }

  /** A vocabulary with all its words. */
  public static Vocabulary vocabulary(int words) {
    List<Vocabulary.Entry> entries = new ArrayList<>();
    for (int i = 0; i < words; i++) {
      String word = word(Vocabulary.EOS + 1 + i);
      entries.add(new Vocabulary.Entry(word.getBytes(StandardCharsets.UTF_8), words / (i + 1)));
    }
    return Vocabulary.rank("<unk>", 0, 1, entries);
  }

  private static String word(int id) {
    return Integer.toString(id * 7919 & 0x7fffffff, Character.MAX_RADIX);
  }
}

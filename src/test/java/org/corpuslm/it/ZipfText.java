package org.corpuslm.it;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Made-up text with the word frequencies of a natural one. */
final class ZipfText {
  private ZipfText() {}

  static List<String> lines(int lines, int words, long seed) {
    Random random = new Random(seed);
    List<String> text = new ArrayList<>();
    for (int i = 0; i < lines; i++) {
      StringBuilder line = new StringBuilder();
      for (int w = random.nextInt(14); w >= 0; w--) {
        int rank = (int) Math.pow(words, random.nextDouble());
        line.append(line.isEmpty() ? "" : " ").append('w').append(rank);
      }
      text.add(line.toString());
    }
    return text;
  }
}

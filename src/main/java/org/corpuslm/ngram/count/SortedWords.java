package org.corpuslm.ngram.count;

import java.util.Arrays;

/** Finds words one after the other in a list of rising ids. */
public final class SortedWords {
  private SortedWords() {}

  /**
   * Place of a word in {@code words[from … to−1]}, or below 0. Searches in steps that double, so
   * that a whole list of rising words takes no longer than a merge.
   */
  public static int find(int[] words, int from, int to, int word) {
    int low = from;
    int step = 1;
    while (low + step < to && words[low + step] < word) {
      low += step;
      step <<= 1;
    }
    return Arrays.binarySearch(words, low, Math.min(to, low + step + 1), word);
  }
}

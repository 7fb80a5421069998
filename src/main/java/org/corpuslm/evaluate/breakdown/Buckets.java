package org.corpuslm.evaluate.breakdown;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.corpuslm.corpus.Vocabulary;

/**
 * Consecutive ranges of whole numbers, each a row of a table.
 *
 * @param labels names of the ranges, the lowest range first
 * @param last largest number of each range except the last one, which has no end
 */
public record Buckets(List<String> labels, long[] last) {

  /** Ranges of the number of words in a sentence, {@code </s>} not counted. */
  public static final Buckets LENGTHS = of(0, 5, 10, 15, 20, 30, 40, 60, 100);

  /** Ranges of the position in a sentence, from 1; {@code </s>} has a position too. */
  public static final Buckets POSITIONS = of(1, 2, 3, 4, 5, 10, 20, 40, 100);

  /** First rows of the table by frequency: tokens without a decade of counts. */
  private static final List<String> NO_WORDS = List.of("unknown word", "</s>");

  private static final Buckets COUNTS =
      of(0, 9, 99, 999, 9_999, 99_999, 999_999, 9_999_999, 99_999_999, 999_999_999);

  /**
   * Makes ranges that end at these numbers, and one range beyond.
   *
   * @param last ascending numbers
   */
  static Buckets of(long... last) {
    List<String> labels = new ArrayList<>();
    long first = last[0];
    for (long to : last) {
      labels.add(first == to ? Long.toString(to) : first + "-" + to);
      first = to + 1;
    }
    labels.add(first + "+");
    return new Buckets(List.copyOf(labels), last.clone());
  }

  /** Returns the index of the range that contains a number. */
  int index(long value) {
    int found = Arrays.binarySearch(last, value);
    return found >= 0 ? found : -found - 1;
  }

  /** Returns the rows by training count: the unknown word, {@code </s>}, then decades of counts. */
  public static List<String> frequencies() {
    List<String> labels = new ArrayList<>(NO_WORDS);
    labels.addAll(COUNTS.labels());
    return labels;
  }

  /** Returns the row of a word in {@link #frequencies}. */
  static int frequency(Vocabulary vocabulary, int id) {
    return switch (id) {
      case Vocabulary.UNK -> 0;
      case Vocabulary.EOS -> 1;
      default -> NO_WORDS.size() + COUNTS.index(vocabulary.count(id));
    };
  }
}

package org.corpuslm.evaluate;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.corpuslm.corpus.Vocabulary;

/**
 * Ranges of whole numbers that tables have a row for.
 *
 * @param labels of the ranges, the lowest first
 * @param last the largest number of each range but the last one, which has no end
 */
public record Buckets(List<String> labels, long[] last) {

  /** Words of a sentence, {@code </s>} not counted. */
  public static final Buckets LENGTHS = of(0, 5, 10, 15, 20, 30, 40, 60, 100);

  /** Position in the sentence, from 1; {@code </s>} has one too. */
  public static final Buckets POSITIONS = of(1, 2, 3, 4, 5, 10, 20, 40, 100);

  /** What word frequencies begin with: rows for tokens that are no words of the vocabulary. */
  private static final List<String> NO_WORDS = List.of("unknown word", "</s>");

  private static final Buckets COUNTS =
      of(0, 9, 99, 999, 9_999, 99_999, 999_999, 9_999_999, 99_999_999, 999_999_999);

  /**
   * Ranges that end at these numbers, and one beyond.
   *
   * @param last rising
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

  /** Index of the range that has a number. */
  int index(long value) {
    int found = Arrays.binarySearch(last, value);
    return found >= 0 ? found : -found - 1;
  }

  /** Rows by training count: the unknown word, {@code </s>}, then decades of counts. */
  public static List<String> frequencies() {
    List<String> labels = new ArrayList<>(NO_WORDS);
    labels.addAll(COUNTS.labels());
    return labels;
  }

  /** The row of a word. */
  static int frequency(Vocabulary vocabulary, int id) {
    return switch (id) {
      case Vocabulary.UNK -> 0;
      case Vocabulary.EOS -> 1;
      default -> NO_WORDS.size() + COUNTS.index(vocabulary.count(id));
    };
  }
}

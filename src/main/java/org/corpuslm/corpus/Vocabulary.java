package org.corpuslm.corpus;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.corpuslm.runtime.ByteSink;

/**
 * The words of a corpus and their ids: 0 the unknown word, 1 {@code <s>}, 2 {@code </s>}, then the
 * words by falling training count, ties by their bytes. In a count store that grew, words that came
 * later stand behind all others, whatever their counts. Read-only and thread-safe.
 */
public final class Vocabulary {
  public static final int UNK = 0;
  public static final int BOS = 1;
  public static final int EOS = 2;
  public static final String UNK_WORD = "<unk>"; // unless --unk names another one
  public static final String BOS_WORD = "<s>";
  public static final String EOS_WORD = "</s>";

  private final WordTable words;

  private Vocabulary(WordTable words) {
    this.words = words;
  }

  /** A word with its training count. */
  record Entry(byte[] word, long count) {
    /** The most frequent one first, ties by their bytes. */
    static final Comparator<Entry> RANK =
        Comparator.comparingLong(Entry::count)
            .reversed()
            .thenComparing(Entry::word, Arrays::compareUnsigned);
  }

  /**
   * Ranks words into a vocabulary.
   *
   * @param unk the name of the unknown word
   * @param unkCount its training count (literal ones and words left out)
   * @param sentences the count of {@code <s>} and {@code </s>}
   * @param entries the other words, in any order
   */
  static Vocabulary rank(String unk, long unkCount, long sentences, List<Entry> entries) {
    List<Entry> ranked = new ArrayList<>(entries);
    ranked.sort(Entry.RANK);
    List<Entry> all = new ArrayList<>(ranked.size() + 3);
    all.add(new Entry(unk.getBytes(StandardCharsets.UTF_8), unkCount));
    all.add(new Entry(BOS_WORD.getBytes(StandardCharsets.UTF_8), sentences));
    all.add(new Entry(EOS_WORD.getBytes(StandardCharsets.UTF_8), sentences));
    all.addAll(ranked);
    return of(all);
  }

  /** Bytes that it takes, roughly. */
  public long memory() {
    return words.memory();
  }

  /** Index after the {@code </s>} of the sentence that begins at {@code from}. */
  public static int endOfSentence(int[] ids, int from) {
    int to = from;
    while (ids[to] != EOS) {
      to++;
    }
    return to + 1;
  }

  /** Words in the order of their ids. */
  static Vocabulary of(List<Entry> entries) {
    boolean special =
        entries.size() > EOS
            && Arrays.equals(entries.get(BOS).word(), BOS_WORD.getBytes(StandardCharsets.UTF_8))
            && Arrays.equals(entries.get(EOS).word(), EOS_WORD.getBytes(StandardCharsets.UTF_8));
    if (!special) {
      throw new IllegalArgumentException("words 1 and 2 are not <s> and </s>");
    }
    WordTable table = new WordTable(entries.size());
    for (Entry e : entries) {
      int id = table.size();
      if (table.add(e.word(), 0, e.word().length, e.count()) != id) {
        throw new IllegalArgumentException(
            "the word " + new String(e.word(), StandardCharsets.UTF_8) + " stands twice");
      }
    }
    return new Vocabulary(table);
  }

  /** Takes over a table whose first entries are the unknown word, {@code <s>} and {@code </s>}. */
  public static Vocabulary over(WordTable words) {
    return new Vocabulary(words);
  }

  /** Number of ids, the three special ones included. */
  public int size() {
    return words.size();
  }

  /** Words that can be predicted: all but {@code <s>}; the |V| of the smoothing formulas. */
  public int predictable() {
    return words.size() - 1;
  }

  /** The id of a word given as UTF-8, or -1 if it is not in the vocabulary. */
  public int find(byte[] buf, int off, int len) {
    return words.find(buf, off, len);
  }

  /** The id of a word, {@link #UNK} if it is not in the vocabulary. */
  public int id(String word) {
    byte[] bytes = word.getBytes(StandardCharsets.UTF_8);
    return Math.max(UNK, words.find(bytes, 0, bytes.length));
  }

  public byte[] bytes(int id) {
    return words.word(id);
  }

  /** Appends the UTF-8 of a word. */
  public void write(int id, ByteSink out) {
    words.write(id, out);
  }

  public String word(int id) {
    return new String(words.word(id), StandardCharsets.UTF_8);
  }

  /** A hash of a word that depends on its bytes alone. */
  public int hash(int id) {
    return words.hash(id);
  }

  /** Training count of a word. */
  public long count(int id) {
    return words.count(id);
  }
}

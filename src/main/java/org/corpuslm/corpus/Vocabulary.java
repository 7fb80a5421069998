package org.corpuslm.corpus;

import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.corpuslm.runtime.ByteSink;

/**
 * The words of a corpus and their ids: 0 is the unknown word, 1 {@code <s>}, 2 {@code </s>}; then
 * words follow by decreasing training count, ties in the order of their bytes. In a count store
 * that grew, words that were added later follow after all others, whatever their counts. Immutable
 * and thread-safe.
 */
public final class Vocabulary implements Serializable {
  private static final long serialVersionUID = 1;

  /** The id of the unknown word. */
  public static final int UNK = 0;

  /** The id of {@code <s>}, the beginning of a sentence. */
  public static final int BOS = 1;

  /** The id of {@code </s>}, the end of a sentence. */
  public static final int EOS = 2;

  /** The unknown word, unless {@code --unk} names another. */
  public static final String UNK_WORD = "<unk>";

  /** The word that begins a sentence; it is never predicted. */
  public static final String BOS_WORD = "<s>";

  /** The word that ends a sentence. */
  public static final String EOS_WORD = "</s>";

  private final VocabularyEntries words;

  private Vocabulary(VocabularyEntries words) {
    this.words = words;
  }

  /** A word with its training count. */
  record Entry(byte[] word, long count) {
    /** The order of ids: the most frequent word first, ties by bytes. */
    static final Comparator<Entry> RANK =
        Comparator.comparingLong(Entry::count)
            .reversed()
            .thenComparing(Entry::word, Arrays::compareUnsigned);
  }

  /**
   * Makes a vocabulary by ranking words.
   *
   * @param unk the unknown word
   * @param unkCount its training count: literal occurrences, and words outside the vocabulary
   * @param sentences the count of {@code <s>} and of {@code </s>}
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

  /** Returns the approximate memory of the vocabulary, in bytes of heap. */
  public long memory() {
    return words.memory();
  }

  /** Returns the index after the {@code </s>} of the sentence that begins at {@code from}. */
  public static int endOfSentence(int[] ids, int from) {
    int to = from;
    while (ids[to] != EOS) {
      to++;
    }
    return to + 1;
  }

  /**
   * Makes a vocabulary of words in the order of their ids.
   *
   * @throws IllegalArgumentException if a special word is missing or a word occurs twice
   */
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

  /**
   * Makes a vocabulary of a table, which must not change any more.
   *
   * @param words entries are ids: the unknown word, {@code <s>}, {@code </s>}, then the others
   */
  public static Vocabulary over(WordTable words) {
    return new Vocabulary(words);
  }

  /**
   * Makes a vocabulary of words of which only hashes are known.
   *
   * @param hashes {@link org.corpuslm.runtime.Hash#murmur64} of the words: the three special words,
   *     then the others, ascending as unsigned numbers; not copied
   * @param counts count of each word; not copied
   */
  public static Vocabulary ofHashes(long[] hashes, long[] counts) {
    return new Vocabulary(new HashedWords(hashes, counts));
  }

  /**
   * Tells whether the words are known. If not, words can be found, but {@link #word} returns their
   * hashes.
   */
  public boolean hasWords() {
    return words instanceof WordTable;
  }

  /** Returns the number of words, including the three special words. */
  public int size() {
    return words.size();
  }

  /** Returns |V| of the smoothing formulas: all words but {@code <s>}, which is never predicted. */
  public int predictable() {
    return words.size() - 1;
  }

  /** Returns the id of the word {@code buf[off … off+len−1]} in UTF-8, or −1 if there is none. */
  public int find(byte[] buf, int off, int len) {
    return words.find(buf, off, len);
  }

  /** Returns the id of a word; {@link #UNK} if the vocabulary lacks it. */
  public int id(String word) {
    byte[] bytes = word.getBytes(StandardCharsets.UTF_8);
    return Math.max(UNK, words.find(bytes, 0, bytes.length));
  }

  /** Returns a copy of a word in UTF-8. */
  public byte[] bytes(int id) {
    return words.word(id);
  }

  /** Appends a word in UTF-8. */
  public void write(int id, ByteSink out) {
    words.write(id, out);
  }

  /** Returns a word. */
  public String word(int id) {
    return new String(words.word(id), StandardCharsets.UTF_8);
  }

  /** Returns a hash of a word, which depends only on its bytes. */
  public int hash(int id) {
    return words.hash(id);
  }

  /** Returns the training count of a word. */
  public long count(int id) {
    return words.count(id);
  }
}

package org.corpuslm.ngram.kenlm;

import org.corpuslm.corpus.Vocabulary;
import org.corpuslm.runtime.BadInputException;
import org.corpuslm.runtime.Hash;
import org.corpuslm.runtime.MappedFile;

/** The tables of a probing file while it is written. The index of a word is its id. */
final class ProbingTables {
  private final MappedFile file;
  private final String model;
  private final BinaryHeader header;
  private final ProbingSearch search;
  private final int order;
  private final long[] used; // rows by order
  private long added;

  /**
   * Writes the header and finds the tables.
   *
   * @param file zeros, of the size of the tables
   * @param model path of the model, for messages
   */
  ProbingTables(MappedFile file, BinaryHeader header, String model) {
    this.file = file;
    this.model = model;
    this.header = header;
    this.order = header.order();
    this.used = new long[order + 1];
    byte[] head = header.bytes();
    for (int i = 0; i < head.length; i += Long.BYTES) {
      long eight = 0;
      for (int b = Long.BYTES - 1; b >= 0; b--) {
        eight = eight << Byte.SIZE | (head[i + b] & 0xff);
      }
      file.putInt64(i, eight);
    }
    file.putInt32(header.size() + 4L, Math.toIntExact(header.ngrams().get(0)));
    this.search = new ProbingSearch(file, header, model);
  }

  /** A table has no room for the n-grams that were added. */
  static final class FullException extends RuntimeException {
    private static final long serialVersionUID = 1;
  }

  /** Computes log10 p of the n-gram {@code words[from …]} by backing off. */
  interface Backoff {
    float log10(int[] words, int from);
  }

  /** Returns the number of n-grams that were added because longer ones end with them. */
  long added() {
    return added;
  }

  /** Writes the hashes of the words. */
  void words(Vocabulary vocabulary) {
    ProbingTable table =
        new ProbingTable(
            file,
            header.size() + ProbingWords.HEAD,
            vocabulary.size(),
            header.multiplier(),
            ProbingWords.STRIDE);
    for (int id = 1; id < vocabulary.size(); id++) {
      byte[] word = vocabulary.bytes(id);
      long hash = Hash.murmur64(word, 0, word.length);
      if (hash == 0 || table.find(hash) >= 0) {
        throw new BadInputException(
            "%s: the word '%s' has the same hash as another word, so a binary file cannot hold both. Prepare the text without it"
                .formatted(model, vocabulary.word(id)));
      }
      file.putInt32(table.insert(hash) + Long.BYTES, id);
    }
  }

  /** Writes a unigram, not yet as a context or as extended. */
  void unigram(int word, float log10) {
    write(search.unigram(word), log10, true);
  }

  /**
   * Adds an n-gram of order 2 or more, not yet as a context or as extended.
   *
   * @throws FullException if its table is full
   */
  void ngram(int[] words, float log10) {
    insert(words, 0, log10);
  }

  private long insert(int[] words, int from, float log10) {
    int length = words.length - from;
    long at = search.table(length).insert(key(words, from));
    if (at < 0 || isFull(length)) {
      throw new FullException();
    }
    write(at + Long.BYTES, log10, length < order);
    return at + Long.BYTES;
  }

  /** A search for an n-gram that is not there ends at an empty bucket, so one must stay empty. */
  private boolean isFull(int length) {
    return ++used[length] >= search.table(length).buckets();
  }

  private void write(long at, float log10, boolean hasBackoff) {
    file.putInt32(at, Float.floatToRawIntBits(log10) | ProbingSearch.SIGN);
    if (hasBackoff) {
      file.putFloat32(at + Float.BYTES, Cursor.NO_EXTENSION);
    }
  }

  private static long key(int[] words, int from) {
    int last = words.length - 1;
    long key = Integer.toUnsignedLong(words[last]);
    for (int w = last - 1; w >= from; w--) {
      key = ProbingSearch.key(key, words[w]);
    }
    return key;
  }

  /** Returns the offset of the values of an n-gram, or −1. */
  private long find(int[] words, int from) {
    int length = words.length - from;
    if (length == 1) {
      return search.unigram(words[from]);
    }
    long at = search.table(length).find(key(words, from));
    return at < 0 ? -1 : at + Long.BYTES;
  }

  /** Writes the log10 back-off weight of a context; adds its n-gram if there is none. */
  void backoff(int[] words, float log10, Backoff backoff) {
    long at = find(words, 0);
    if (at < 0) {
      at = insert(words, 0, backoff.log10(words, 0));
      added++;
      markExtended(words, backoff);
    }
    // 0 says that n-grams begin with the context, unlike −0.
    file.putFloat32(at + Float.BYTES, log10 == 0 ? 0.0f : log10);
  }

  /** Marks the n-grams that an n-gram ends with as extended; adds those that there are not. */
  void markExtended(int[] words, Backoff backoff) {
    for (int from = 1; from < words.length; from++) {
      long at = find(words, from);
      boolean found = at >= 0;
      if (!found) {
        at = insert(words, from, backoff.log10(words, from));
        added++;
      }
      file.putInt32(at, file.int32(at) & ~ProbingSearch.SIGN);
      if (found) {
        return;
      }
    }
  }
}

package org.corpuslm.corpus;

import java.nio.charset.StandardCharsets;
import org.corpuslm.runtime.ByteSink;
import org.corpuslm.runtime.Hash;

/**
 * Words of which only a 64-bit hash is known. They can be found, but not listed: a word is shown as
 * {@code #} and its hash in hexadecimal. Two different words with the same hash are the same word.
 * Memory: 16 bytes a word.
 */
final class HashedWords implements VocabularyEntries {
  private static final long serialVersionUID = 1;

  private static final byte[][] SPECIAL = {
    Vocabulary.UNK_WORD.getBytes(StandardCharsets.UTF_8),
    Vocabulary.BOS_WORD.getBytes(StandardCharsets.UTF_8),
    Vocabulary.EOS_WORD.getBytes(StandardCharsets.UTF_8)
  };

  private final long[] hashes;
  private final long[] counts;

  /**
   * Takes over the hashes.
   *
   * @param hashes {@link Hash#murmur64} of the words; the three special words, then the others,
   *     ascending as unsigned numbers
   * @param counts count of each word
   */
  HashedWords(long[] hashes, long[] counts) {
    this.hashes = hashes;
    this.counts = counts;
  }

  @Override
  public int size() {
    return hashes.length;
  }

  @Override
  public int find(byte[] buf, int off, int len) {
    long hash = Hash.murmur64(buf, off, len);
    for (int special = 0; special < SPECIAL.length; special++) {
      if (hashes[special] == hash) {
        return special;
      }
    }
    int low = SPECIAL.length;
    int high = hashes.length - 1;
    while (low <= high) {
      int middle = (low + high) >>> 1;
      if (hashes[middle] == hash) {
        return middle;
      }
      if (Long.compareUnsigned(hashes[middle], hash) < 0) {
        low = middle + 1;
      } else {
        high = middle - 1;
      }
    }
    return -1;
  }

  @Override
  public long count(int entry) {
    return counts[entry];
  }

  @Override
  public byte[] word(int entry) {
    return entry < SPECIAL.length
        ? SPECIAL[entry].clone()
        : "#%016x".formatted(hashes[entry]).getBytes(StandardCharsets.UTF_8);
  }

  @Override
  public void write(int entry, ByteSink out) {
    byte[] word = word(entry);
    out.put(word, 0, word.length);
  }

  @Override
  public int hash(int entry) {
    return Hash.fold(0, Long.hashCode(hashes[entry]));
  }

  @Override
  public long memory() {
    return 2L * Long.BYTES * hashes.length;
  }
}

package org.corpuslm.ngram.kenlm;

import org.corpuslm.runtime.BadInputException;
import org.corpuslm.runtime.MappedFile;

/** The sorted hashes of the words of a trie; the index of a word is its place, counted from 1. */
final class SortedWords implements WordIndex {
  private final MappedFile file;
  private final String name;
  private final long start;
  private final int size;

  /**
   * Describes the array.
   *
   * @param start offset in the file
   * @throws BadInputException if its length is not what the header needs
   */
  SortedWords(MappedFile file, String name, BinaryHeader header, long start) {
    this.file = file;
    this.name = name;
    this.start = start + Long.BYTES;
    long words = file.int64(start) + 1;
    if (words != header.ngrams().get(0)) {
      throw new BadInputException(
          "%s is damaged: it has hashes of %d words, its header states %d. Build it again from the ARPA file"
              .formatted(name, words, header.ngrams().get(0)));
    }
    this.size = (int) words;
  }

  /** Returns the bytes of the array. */
  static long size(long words) {
    return Long.BYTES + Long.BYTES * words;
  }

  @Override
  public int of(long hash) {
    int low = 0;
    int high = size - 2;
    while (low <= high) {
      int middle = (low + high) >>> 1;
      long found = file.int64(start + (long) Long.BYTES * middle);
      if (found == hash) {
        return middle + 1;
      }
      if (Long.compareUnsigned(found, hash) < 0) {
        low = middle + 1;
      } else {
        high = middle - 1;
      }
    }
    return 0;
  }

  @Override
  public int size() {
    return size;
  }

  @Override
  public long[] hashes() {
    long[] hashes = new long[size - 1];
    for (int i = 0; i < hashes.length; i++) {
      hashes[i] = file.int64(start + (long) Long.BYTES * i);
      if (i > 0 && Long.compareUnsigned(hashes[i - 1], hashes[i]) >= 0) {
        throw new BadInputException(
            "%s is damaged: the hashes of words %d and %d are not in order. Build it again from the ARPA file"
                .formatted(name, i, i + 1));
      }
    }
    return hashes;
  }
}

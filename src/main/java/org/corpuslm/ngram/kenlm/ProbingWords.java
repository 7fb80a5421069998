package org.corpuslm.ngram.kenlm;

import java.util.Arrays;
import org.corpuslm.runtime.BadInputException;
import org.corpuslm.runtime.MappedFile;

/** The hash table of the words of a probing file. */
final class ProbingWords implements WordIndex {
  /** Bytes before the table: its version and the number of words. */
  static final int HEAD = 8;

  /** Bytes of a row: a hash and the index of the word. */
  static final int STRIDE = 12;

  private final MappedFile file;
  private final String name;
  private final ProbingTable table;
  private final int size;

  /**
   * Describes the table.
   *
   * @param start offset in the file
   * @throws BadInputException if its version or size is not what the header needs
   */
  ProbingWords(MappedFile file, String name, BinaryHeader header, long start) {
    this.file = file;
    this.name = name;
    long words = header.ngrams().get(0);
    this.table = new ProbingTable(file, start + HEAD, words, header.multiplier(), STRIDE);
    int version = file.int32(start);
    this.size = file.int32(start + 4);
    if (version != 0) {
      throw new BadInputException(
          "%s has a word table of version %d; this program reads version 0. Build it again from the ARPA file"
              .formatted(name, version));
    }
    if (size != words && size != words + 1) {
      throw new BadInputException(
          "%s is damaged: its word table has %d words, its header states %d. Build it again from the ARPA file"
              .formatted(name, size, words));
    }
  }

  /** Returns the bytes of the table. */
  static long size(long words, float multiplier) {
    return HEAD + ProbingTable.size(words, multiplier, STRIDE);
  }

  @Override
  public int of(long hash) {
    long at = table.find(hash);
    return at < 0 ? 0 : file.int32(at + Long.BYTES);
  }

  @Override
  public int size() {
    return size;
  }

  @Override
  public long[] hashes() {
    long[] hashes = new long[size - 1];
    int n = 0;
    for (long bucket = 0; bucket < table.buckets(); bucket++) {
      long hash = file.int64(table.at(bucket));
      int index = file.int32(table.at(bucket) + Long.BYTES);
      if (hash == 0) {
        continue;
      }
      if (n == hashes.length || index < 1 || index >= size) {
        throw new BadInputException(
            "%s is damaged: its word table has a word too many, or one of index %d. Build it again from the ARPA file"
                .formatted(name, index));
      }
      hashes[n++] = hash ^ Long.MIN_VALUE;
    }
    if (n != hashes.length) {
      throw new BadInputException(
          "%s is damaged: its word table has %d words, but should have %d. Build it again from the ARPA file"
              .formatted(name, n, hashes.length));
    }
    Arrays.sort(hashes);
    for (int i = 0; i < n; i++) {
      hashes[i] ^= Long.MIN_VALUE;
    }
    return hashes;
  }
}

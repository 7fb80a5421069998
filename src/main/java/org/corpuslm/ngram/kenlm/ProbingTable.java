package org.corpuslm.ngram.kenlm;

import org.corpuslm.runtime.MappedFile;

/**
 * A hash table with linear probing in a mapped file. A row is a key of 8 bytes and a value; the key
 * 0 marks an empty bucket. Keys are hashes already: a key belongs to the bucket of its remainder.
 */
final class ProbingTable {
  private final MappedFile file;
  private final long start;
  private final long buckets;
  private final int stride;

  /**
   * Describes a table.
   *
   * @param start offset of the first bucket in the file
   * @param entries number of entries that it was made for
   * @param multiplier buckets per entry
   * @param stride bytes per bucket
   */
  ProbingTable(MappedFile file, long start, long entries, float multiplier, int stride) {
    this.file = file;
    this.start = start;
    this.buckets = buckets(entries, multiplier);
    this.stride = stride;
  }

  private static long buckets(long entries, float multiplier) {
    return Math.max(entries + 1, (long) (multiplier * (float) entries)); // in floats, as KenLM does
  }

  /** Returns the bytes of a table. */
  static long size(long entries, float multiplier, int stride) {
    return Math.multiplyExact(buckets(entries, multiplier), stride);
  }

  /** Returns the offset after the table. */
  long end() {
    return start + buckets * stride;
  }

  long buckets() {
    return buckets;
  }

  /** Returns the offset of a bucket. */
  long at(long bucket) {
    return start + bucket * stride;
  }

  /** Returns the offset of the row of a key, or −1. */
  long find(long key) {
    long bucket = Long.remainderUnsigned(key, buckets);
    for (long tried = 0; tried < buckets; tried++) {
      long at = start + bucket * stride;
      long found = file.int64(at);
      if (found == key) {
        return at;
      }
      if (found == 0) {
        return -1;
      }
      bucket = bucket + 1 == buckets ? 0 : bucket + 1;
    }
    return -1;
  }

  /**
   * Writes a key that the table does not have into an empty bucket.
   *
   * @return the offset of its row, or −1 if the only empty bucket left is the last
   */
  long insert(long key) {
    long bucket = Long.remainderUnsigned(key, buckets);
    for (long tried = 0; tried < buckets; tried++) {
      long at = start + bucket * stride;
      if (file.int64(at) == 0) {
        file.putInt64(at, key);
        return at;
      }
      bucket = bucket + 1 == buckets ? 0 : bucket + 1;
    }
    return -1;
  }

  /** Returns the number of rows; reads the whole table. */
  long rows() {
    long rows = 0;
    for (long bucket = 0; bucket < buckets; bucket++) {
      rows += file.int64(at(bucket)) == 0 ? 0 : 1;
    }
    return rows;
  }
}

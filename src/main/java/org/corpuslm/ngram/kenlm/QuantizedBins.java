package org.corpuslm.ngram.kenlm;

import org.corpuslm.runtime.BadInputException;
import org.corpuslm.runtime.MappedFile;

/**
 * The centers of the bins that the values of a quantized trie fall into (Federico and Bertoldi
 * 2006): for each order from 2, one table of log10 probabilities and, below the highest order, one
 * of log10 back-off weights. Unigrams are not quantized. Immutable and thread-safe.
 */
final class QuantizedBins {
  private static final int HEAD = 8;
  private static final int VERSION = 2;
  private static final int MAX_BITS = 25;

  private final MappedFile file;
  private final long start;
  private final int probBits;
  private final int backoffBits;
  private final int order;

  /**
   * Reads the head of the tables.
   *
   * @param at their offset in the file
   * @param order of the model
   * @throws BadInputException if they are of another version, or damaged
   */
  QuantizedBins(MappedFile file, String name, long at, int order) {
    this.file = file;
    this.start = at + HEAD;
    this.order = order;
    int version = file.unsignedByte(at);
    this.probBits = file.unsignedByte(at + 1);
    this.backoffBits = file.unsignedByte(at + 2);
    if (version != VERSION) {
      throw new BadInputException(
          "%s has quantized values of version %d; this program reads version %d. Build it again from the ARPA file"
              .formatted(name, version, VERSION));
    }
    if (probBits < 1 || probBits > MAX_BITS || backoffBits < 1 || backoffBits > MAX_BITS) {
      throw new BadInputException(
          "%s is damaged: it has values of %d and %d bits; 1 to %d are possible. Build it again from the ARPA file"
              .formatted(name, probBits, backoffBits, MAX_BITS));
    }
  }

  int probBits() {
    return probBits;
  }

  int backoffBits() {
    return backoffBits;
  }

  private long table(int k) {
    return start + (k - 2L) * Float.BYTES * ((1L << probBits) + (1L << backoffBits));
  }

  /** Returns the offset after all tables. */
  long end() {
    return table(order) + ((long) Float.BYTES << probBits);
  }

  /** Returns log10 p of a code of the n-grams of order k. */
  float prob(int k, long code) {
    return file.float32(table(k) + Float.BYTES * code);
  }

  /** Returns the log10 back-off weight of a code of the n-grams of order k. */
  float backoff(int k, long code) {
    return file.float32(table(k) + ((long) Float.BYTES << probBits) + Float.BYTES * code);
  }
}

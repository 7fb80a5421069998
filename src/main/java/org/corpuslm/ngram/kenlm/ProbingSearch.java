package org.corpuslm.ngram.kenlm;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.corpuslm.runtime.BadInputException;
import org.corpuslm.runtime.MappedFile;

/**
 * A probing file: an array of unigrams, then a hash table for each further order. The key of an
 * n-gram is a hash of its words, from the last one to the left, so that looking up longer n-grams
 * continues the hash. The sign of a stored log10 probability, which is never positive, tells
 * whether an n-gram extends this one to the left.
 */
final class ProbingSearch implements NgramSearch {
  static final int SIGN = Integer.MIN_VALUE;

  private static final int PROB_AND_BACKOFF = 2 * Float.BYTES;
  private static final int PROB_BACKOFF_AND_REST = 3 * Float.BYTES;
  private static final long CONTEXT_FACTOR = 8978948897894561157L;
  private static final long WORD_FACTOR = 0xF8574E1221634907L;

  private final MappedFile file;
  private final String name;
  private final BinaryHeader header;
  private final ProbingWords words;
  private final long unigrams;
  private final int stride; // of unigrams
  private final List<ProbingTable> tables = new ArrayList<>(); // from order 2

  /**
   * Finds words and tables.
   *
   * @throws BadInputException if the file ends before their end
   */
  ProbingSearch(MappedFile file, BinaryHeader header, String name) {
    this.file = file;
    this.name = name;
    this.header = header;
    this.stride =
        header.type() == BinaryType.REST_PROBING ? PROB_BACKOFF_AND_REST : PROB_AND_BACKOFF;
    long size = size(header);
    if (size > file.size()) {
      throw BinaryHeader.truncated(name, file.size(), size);
    }
    this.words = new ProbingWords(file, name, header, header.size());
    this.unigrams = unigramsAt(header);
    long at = unigrams + (header.ngrams().get(0) + 1) * stride;
    for (int k = 2; k <= header.order(); k++) {
      ProbingTable table =
          new ProbingTable(
              file, at, header.ngrams().get(k - 1), header.multiplier(), stride(header, k));
      tables.add(table);
      at = table.end();
    }
  }

  private static int weights(BinaryHeader header) {
    return header.type() == BinaryType.REST_PROBING ? PROB_BACKOFF_AND_REST : PROB_AND_BACKOFF;
  }

  private static int stride(BinaryHeader header, int order) {
    return Long.BYTES + (order == header.order() ? Float.BYTES : weights(header));
  }

  private static long unigramsAt(BinaryHeader header) {
    return header.size() + ProbingWords.size(header.ngrams().get(0), header.multiplier());
  }

  /**
   * Returns the bytes of header, words and tables.
   *
   * @throws ArithmeticException if no file can be that large
   */
  static long size(BinaryHeader header) {
    long sum =
        Math.addExact(
            unigramsAt(header), Math.multiplyExact(header.ngrams().get(0) + 1, weights(header)));
    for (int k = 2; k <= header.order(); k++) {
      sum =
          Math.addExact(
              sum,
              ProbingTable.size(
                  header.ngrams().get(k - 1), header.multiplier(), stride(header, k)));
    }
    return sum;
  }

  /** Adds one more word at the left to the key of an n-gram; the key of a unigram is its word. */
  static long key(long key, int word) {
    return (key * CONTEXT_FACTOR) ^ (Integer.toUnsignedLong(1 + word) * WORD_FACTOR);
  }

  /** Returns the offset of a unigram. */
  long unigram(int word) {
    return unigrams + (long) stride * word;
  }

  /** Returns the table of one order, from 2. */
  ProbingTable table(int order) {
    return tables.get(order - 2);
  }

  @Override
  public WordIndex words() {
    return words;
  }

  @Override
  public long end() {
    return tables.get(tables.size() - 1).end();
  }

  @Override
  public Map<String, Object> details() {
    Map<String, Object> details = new LinkedHashMap<>();
    details.put("bucketsPerEntry", header.multiplier());
    return details;
  }

  @Override
  public String approximation() {
    return null;
  }

  @Override
  public void verify() {
    for (int k = 2; k <= header.order(); k++) {
      ProbingTable table = table(k);
      long rows = 0;
      for (long bucket = 0; bucket < table.buckets(); bucket++) {
        long at = table.at(bucket);
        if (file.int64(at) == 0) {
          continue;
        }
        rows++;
        checkValue(k, file.float32(at + Long.BYTES), "probability");
        if (k < header.order()) {
          checkValue(k, file.float32(at + Long.BYTES + Float.BYTES), "back-off weight");
        }
      }
      // There may be more rows: n-grams that longer ones end with are added.
      if (rows < header.ngrams().get(k - 1) || rows == table.buckets()) {
        throw new BadInputException(
            "%s is damaged: it has %,d %d-grams, its header states %,d. Build it again from the ARPA file"
                .formatted(name, rows, k, header.ngrams().get(k - 1)));
      }
    }
  }

  private void checkValue(int order, float value, String what) {
    if (Float.isNaN(value) || value == Float.POSITIVE_INFINITY) {
      throw new BadInputException(
          "%s is damaged: the log10 of a %s of its %d-grams is %s. Build it again from the ARPA file"
              .formatted(name, what, order, value));
    }
  }

  @Override
  public Cursor cursor() {
    return new Cursor() {
      private long key;
      private int length;

      @Override
      void start(int word) {
        key = Integer.toUnsignedLong(word);
        length = 1;
        read(unigram(word), true);
      }

      @Override
      boolean extend(int word) {
        key = ProbingSearch.key(key, word);
        long at = tables.get(length - 1).find(key);
        if (at < 0) {
          return false;
        }
        length++;
        read(at + Long.BYTES, length < header.order());
        return true;
      }

      private void read(long at, boolean hasBackoff) {
        int bits = file.int32(at);
        prob = Float.intBitsToFloat(bits | SIGN);
        if (hasBackoff) {
          leaf = bits < 0;
          backoff = file.float32(at + Float.BYTES);
        } else {
          leaf = true;
        }
      }
    };
  }
}

package org.corpuslm.ngram.kenlm;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.corpuslm.runtime.BadInputException;
import org.corpuslm.runtime.MappedFile;

/**
 * A trie of reversed n-grams: an array of unigrams with pointers to the bigrams that end with them,
 * then the packed rows of each further order. Values are 31 and 32 bits of floats, or codes of
 * bins.
 */
final class TrieSearch implements NgramSearch {
  private static final int UNIGRAM = 16; // bytes: log10 p, log10 back-off weight, pointer
  private static final int PROB = 31; // bits without the sign, which is always negative
  private static final int BACKOFF = 32; // bits

  private final MappedFile file;
  private final String name;
  private final BinaryHeader header;
  private final SortedWords words;
  private final long unigrams;
  private final QuantizedBins bins; // null if values are exact
  private final int maxUpperBits; // −1 if pointers are whole
  private final List<TrieLevel> levels = new ArrayList<>(); // from order 2

  /**
   * Finds words, bins and rows.
   *
   * @throws BadInputException if the file ends before their end, or has another version of them
   */
  TrieSearch(MappedFile file, BinaryHeader header, String name) {
    this.file = file;
    this.name = name;
    this.header = header;
    int order = header.order();
    long wordCount = header.ngrams().get(0);
    long at = header.size() + SortedWords.size(wordCount);
    need(at + UNIGRAM);
    this.words = new SortedWords(file, name, header, header.size());
    if (header.type().isQuantized()) {
      this.bins = new QuantizedBins(file, name, at, order);
      at = bins.end();
    } else {
      this.bins = null;
    }
    this.unigrams = at;
    at += (wordCount + 2) * UNIGRAM; // one more for the last pointer, and a spare one
    need(at + UNIGRAM);
    this.maxUpperBits =
        !header.type().hasPointerArrays() ? -1 : order == 2 ? 0 : maxUpperBits(file, name, at);
    for (int k = 2; k <= order; k++) {
      boolean highest = k == order;
      TrieLevel level =
          new TrieLevel(
              file,
              at,
              header.ngrams().get(k - 1),
              wordCount,
              valueBits(highest),
              highest ? -1 : header.ngrams().get(k),
              maxUpperBits);
      levels.add(level);
      at = level.end();
    }
    need(at);
  }

  private void need(long bytes) {
    if (bytes > file.size()) {
      throw BinaryHeader.truncated(name, file.size(), bytes);
    }
  }

  private static int maxUpperBits(MappedFile file, String name, long at) {
    int version = file.unsignedByte(at);
    if (version != 0) {
      throw new BadInputException(
          "%s has compressed pointers of version %d; this program reads version 0. Build it again from the ARPA file"
              .formatted(name, version));
    }
    return file.unsignedByte(at + 1);
  }

  private int valueBits(boolean highest) {
    int prob = bins == null ? PROB : bins.probBits();
    int backoff = bins == null ? BACKOFF : bins.backoffBits();
    return highest ? prob : prob + backoff;
  }

  @Override
  public WordIndex words() {
    return words;
  }

  @Override
  public long end() {
    return levels.get(levels.size() - 1).end();
  }

  @Override
  public Map<String, Object> details() {
    Map<String, Object> details = new LinkedHashMap<>();
    if (bins != null) {
      details.put("probabilityBits", bins.probBits());
      details.put("backoffBits", bins.backoffBits());
    }
    if (maxUpperBits >= 0) {
      details.put("maxArrayBits", maxUpperBits);
    }
    return details;
  }

  @Override
  public String approximation() {
    return bins == null
        ? null
        : "probabilities in %d bits and back-off weights in %d, bins per order; sums to one roughly"
            .formatted(bins.probBits(), bins.backoffBits());
  }

  @Override
  public void verify() {
    long before = 0;
    for (long word = 0; word <= header.ngrams().get(0); word++) {
      long pointer = pointer((int) word);
      before = checkPointer(1, word, before, pointer, levels.get(0).rows());
    }
    checkLast(1, before, levels.get(0).rows());
    for (int k = 2; k < header.order(); k++) {
      TrieLevel level = levels.get(k - 2);
      long next = levels.get(k - 1).rows();
      before = 0;
      for (long row = 0; row <= level.rows(); row++) {
        before = checkPointer(k, row, before, level.pointer(row), next);
      }
      checkLast(k, before, next);
    }
    checkWords();
  }

  private long checkPointer(int order, long row, long before, long pointer, long limit) {
    if (pointer < before || pointer > limit) {
      throw new BadInputException(
          "%s is damaged: the pointer of %d-gram %d is %d, after %d and of at most %d. Build it again from the ARPA file"
              .formatted(name, order, row, pointer, before, limit));
    }
    return pointer;
  }

  private void checkLast(int order, long pointer, long rows) {
    if (pointer != rows) {
      throw new BadInputException(
          "%s is damaged: the last pointer of its %d-grams is %d, but there are %d %d-grams. Build it again from the ARPA file"
              .formatted(name, order, pointer, rows, order + 1));
    }
  }

  private void checkWords() {
    for (int k = 2; k <= header.order(); k++) {
      TrieLevel level = levels.get(k - 2);
      for (long row = 0; row < level.rows(); row++) {
        if (level.word(row) >= header.ngrams().get(0)) {
          throw new BadInputException(
              "%s is damaged: %d-gram %d has word %d of %d. Build it again from the ARPA file"
                  .formatted(name, k, row, level.word(row), header.ngrams().get(0)));
        }
      }
    }
  }

  private long pointer(int word) {
    return file.int64(unigrams + (long) UNIGRAM * word + 2 * Float.BYTES);
  }

  @Override
  public Cursor cursor() {
    return new Cursor() {
      private final long[] range = new long[2];
      private int length;

      @Override
      void start(int word) {
        long at = unigrams + (long) UNIGRAM * word;
        prob = file.float32(at);
        backoff = file.float32(at + Float.BYTES);
        range[0] = pointer(word);
        range[1] = pointer(word + 1);
        levels.get(0).check(range[0], range[1], levels.get(0).rows());
        leaf = range[0] == range[1];
        length = 1;
      }

      @Override
      boolean extend(int word) {
        TrieLevel level = levels.get(length - 1);
        long row = level.find(range[0], range[1], word);
        if (row < 0) {
          return false;
        }
        length++;
        boolean highest = length == header.order();
        if (bins == null) {
          prob = Float.intBitsToFloat((int) level.value(row, 0, PROB) | Integer.MIN_VALUE);
        } else {
          prob =
              bins.prob(
                  length, level.value(row, highest ? 0 : bins.backoffBits(), bins.probBits()));
        }
        if (highest) {
          leaf = true;
          return true;
        }
        backoff =
            bins == null
                ? Float.intBitsToFloat((int) level.value(row, PROB, BACKOFF))
                : bins.backoff(length, level.value(row, 0, bins.backoffBits()));
        level.range(row, range);
        leaf = range[0] == range[1];
        return true;
      }
    };
  }
}

package org.corpuslm.corpus;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;

/**
 * Turns documents into the word ids of a model, unit by unit, each ended by {@code </s>}. Literal
 * {@code <s>} and {@code </s>} are dropped unless the model's text had them replaced. Not
 * thread-safe.
 */
public final class DocumentEncoder {
  private final Vocabulary vocabulary;
  private final boolean lines; // an empty one is a sentence too
  private final boolean skipEmpty;
  private final Tokenizer tokenizer;
  private final TokenSink words;
  private final OneRow row = new OneRow();
  private final UnitReader units;

  private int[] ids = new int[1 << 12];
  private int size;
  private long oov;
  private long bytes;

  /**
   * Makes an encoder.
   *
   * @param text how the model splits text into words
   * @param format what becomes a sentence
   */
  public DocumentEncoder(TextSpec text, Vocabulary vocabulary, InputFormat format) {
    TextSpec spec = text.replaceSpecial().isEmpty() ? text.skippingSpecial() : text;
    this.vocabulary = vocabulary;
    this.lines = format.usesLines();
    this.skipEmpty = text.skipEmptyLines();
    this.tokenizer = spec.newTokenizer();
    this.words = new SpecialWordFilter(spec, this::word);
    this.units = new UnitReader(row, format, Integer.MAX_VALUE);
  }

  /**
   * Adds a document behind those before.
   *
   * @param buf holds the text as valid UTF-8 at {@code off … off+len−1}
   */
  public void add(byte[] buf, int off, int len) {
    oov = 0;
    bytes = 0;
    if (lines) {
      unit(buf, off, len);
      return;
    }
    row.set(buf, off, len);
    try {
      while (units.next()) {
        unit(units.buffer(), units.offset(), units.length());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e); // never: the row is in memory
    }
  }

  private void unit(byte[] buf, int off, int len) {
    int start = size;
    tokenizer.tokenize(buf, off, len, words);
    if (size > start || !skipEmpty) {
      put(Vocabulary.EOS);
      bytes += len + 1L;
    }
  }

  private void word(byte[] buf, int off, int len) {
    int id = vocabulary.find(buf, off, len);
    boolean known = id > Vocabulary.UNK;
    oov += known ? 0 : 1;
    put(known ? id : Vocabulary.UNK);
  }

  private void put(int id) {
    if (size == ids.length) {
      ids = Arrays.copyOf(ids, 2 * size);
    }
    ids[size++] = id;
  }

  /** Returns the number of tokens of all documents since {@link #take}. */
  public int size() {
    return size;
  }

  /** Returns the number of unknown words of the last document. */
  public long oov() {
    return oov;
  }

  /** Returns the bytes of the units of the last document, with one for the end of each. */
  public long bytes() {
    return bytes;
  }

  /** Returns the ids of all documents since the last call, {@code [tokens]}. */
  public int[] take() {
    int[] taken = Arrays.copyOf(ids, size);
    size = 0;
    return taken;
  }

  /** The text of one row in memory. */
  private static final class OneRow implements RowReader {
    private byte[] buf;
    private int off;
    private int len;
    private boolean unread;

    void set(byte[] text, int from, int length) {
      buf = text;
      off = from;
      len = length;
      unread = true;
    }

    @Override
    public boolean next() {
      boolean found = unread;
      unread = false;
      return found;
    }

    @Override
    public BadLine problem() {
      return null;
    }

    @Override
    public byte[] buffer() {
      return buf;
    }

    @Override
    public int offset() {
      return off;
    }

    @Override
    public int length() {
      return len;
    }

    @Override
    public long fullLength() {
      return len;
    }

    @Override
    public long rows() {
      return 0;
    }

    @Override
    public void close() {}
  }
}

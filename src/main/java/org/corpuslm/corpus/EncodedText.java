package org.corpuslm.corpus;

import java.io.IOException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.corpuslm.runtime.BadInputException;
import org.corpuslm.runtime.PublishedFile;

/**
 * Sentences as word ids in memory, with the surface forms of out-of-vocabulary words.
 *
 * @param ids all sentences one after the other, each ended by {@code </s>}
 * @param forms UTF-8 surface forms of unknown words by their index in {@code ids}; those of all
 *     words if the vocabulary has only hashes of them
 * @param size size of the lines; null for files of a corpus, whose manifest has the size of a split
 */
public record EncodedText(int[] ids, Map<Integer, byte[]> forms, TextSize size) {

  /** Sentences whose lines are not known. */
  public EncodedText(int[] ids, Map<Integer, byte[]> forms) {
    this(ids, forms, null);
  }

  /** Builds a text token by token. */
  public static final class Builder {
    private final Map<Integer, byte[]> forms = new HashMap<>();
    private int[] ids;
    private int size;

    /**
     * Makes an empty text, which grows as needed.
     *
     * @param expected number of tokens to reserve memory for
     */
    public Builder(int expected) {
      ids = new int[Math.max(16, expected)];
    }

    /**
     * Adds a token.
     *
     * @param form UTF-8 surface form of an unknown word; null for other words
     */
    public void add(int id, byte[] form) {
      if (size == ids.length) {
        ids = Arrays.copyOf(ids, 2 * size);
      }
      if (form != null) {
        forms.put(size, form);
      }
      ids[size++] = id;
    }

    /** Returns the text. */
    public EncodedText build() {
      return build(null);
    }

    private EncodedText build(TextSize lines) {
      return new EncodedText(Arrays.copyOf(ids, size), forms, lines);
    }
  }

  /**
   * Reads a partition of a held-out split.
   *
   * @param path full path of the file
   * @param file the file's entry in the manifest
   * @param words size of the vocabulary
   * @throws BadInputException if the file is missing or damaged
   */
  public static EncodedText read(Configuration conf, String path, PublishedFile file, int words)
      throws IOException {
    int last = Vocabulary.EOS;
    Builder builder = new Builder(0);
    try (TokenFile.Reader reader = new TokenFile.Reader(conf, path, file, true, words)) {
      while (reader.next()) {
        last = reader.id();
        builder.add(last, reader.form());
      }
    }
    if (last != Vocabulary.EOS) {
      throw new BadInputException(
          path + " is damaged: its last sentence has no end; make its directory again");
    }
    return builder.build();
  }

  /**
   * Reads plain text.
   *
   * @param text how lines become words
   * @throws BadInputException at the first bad line, with its number
   */
  public static EncodedText of(
      Configuration conf, TextSplit split, TextSpec text, Vocabulary vocabulary)
      throws IOException {
    Builder builder = new Builder(1 << 16);
    TextSize.Counter size = new TextSize.Counter();
    CheckedLines.strict(text)
        .read(
            conf,
            split,
            new CheckedLines.Sink() {
              @Override
              public boolean begin(byte[] buf, int off, int len) {
                size.line(buf, off, len);
                return true;
              }

              @Override
              public void token(byte[] buf, int off, int len) {
                int id = vocabulary.find(buf, off, len);
                boolean known = id > Vocabulary.UNK;
                builder.add(
                    known ? id : Vocabulary.UNK,
                    known && vocabulary.hasWords()
                        ? null
                        : Arrays.copyOfRange(buf, off, off + len));
              }

              @Override
              public void end() {
                builder.add(Vocabulary.EOS, null);
              }
            });
    return builder.build(size.size());
  }

  /**
   * Returns this text in the ids of another vocabulary.
   *
   * @param mine the vocabulary of this text
   * @param other the vocabulary of the result
   */
  public EncodedText in(Vocabulary mine, Vocabulary other) {
    Builder builder = new Builder(ids.length);
    for (int i = 0; i < ids.length; i++) {
      if (ids[i] == Vocabulary.EOS) {
        builder.add(Vocabulary.EOS, null);
        continue;
      }
      byte[] word = form(mine, i);
      int id = other.find(word, 0, word.length);
      boolean known = id > Vocabulary.UNK;
      builder.add(known ? id : Vocabulary.UNK, known ? null : word);
    }
    return builder.build(size);
  }

  /** Returns the surface form of the token at an index, in UTF-8. */
  public byte[] form(Vocabulary vocabulary, int index) {
    byte[] form = forms.get(index);
    return form != null ? form : vocabulary.bytes(ids[index]);
  }
}

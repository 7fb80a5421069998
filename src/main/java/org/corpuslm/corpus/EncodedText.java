package org.corpuslm.corpus;

import java.io.IOException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.corpuslm.runtime.BadInputException;
import org.corpuslm.runtime.PublishedFile;

/**
 * Sentences as word ids in memory, each ended by {@code </s>}, with the forms of unknown words.
 *
 * @param ids all sentences, one after the other
 * @param forms UTF-8 form of unknown words by index, where it is known
 */
public record EncodedText(int[] ids, Map<Integer, byte[]> forms) {

  /** Collects tokens. */
  public static final class Builder {
    private final Map<Integer, byte[]> forms = new HashMap<>();
    private int[] ids;
    private int size;

    public Builder(int expected) {
      ids = new int[Math.max(16, expected)];
    }

    public void add(int id, byte[] form) {
      if (size == ids.length) {
        ids = Arrays.copyOf(ids, 2 * size);
      }
      if (form != null) {
        forms.put(size, form);
      }
      ids[size++] = id;
    }

    public EncodedText build() {
      return new EncodedText(Arrays.copyOf(ids, size), forms);
    }
  }

  /**
   * Reads a partition of a held-out split.
   *
   * @param words size of the vocabulary
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
   * @throws BadInputException at a bad line
   */
  public static EncodedText of(
      Configuration conf, TextSplit split, TextSpec text, Vocabulary vocabulary)
      throws IOException {
    Builder builder = new Builder(1 << 16);
    CheckedLines.strict(text)
        .read(
            conf,
            split,
            new CheckedLines.Sink() {
              @Override
              public boolean begin(byte[] buf, int off, int len) {
                return true;
              }

              @Override
              public void token(byte[] buf, int off, int len) {
                int id = vocabulary.find(buf, off, len);
                boolean known = id > Vocabulary.UNK;
                builder.add(
                    known ? id : Vocabulary.UNK,
                    known ? null : Arrays.copyOfRange(buf, off, off + len));
              }

              @Override
              public void end() {
                builder.add(Vocabulary.EOS, null);
              }
            });
    return builder.build();
  }

  /** The same text in the ids of another vocabulary. */
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
    return builder.build();
  }

  /** The word at an index as it was written, as far as that is known. */
  public byte[] form(Vocabulary vocabulary, int index) {
    byte[] form = forms.get(index);
    return form != null ? form : vocabulary.bytes(ids[index]);
  }
}

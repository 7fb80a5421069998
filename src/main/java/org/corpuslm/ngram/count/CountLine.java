package org.corpuslm.ngram.count;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.apache.hadoop.conf.Configuration;
import org.corpuslm.corpus.LineNumbers;
import org.corpuslm.corpus.LineReader;
import org.corpuslm.corpus.NgramOrder;
import org.corpuslm.corpus.TextSplit;
import org.corpuslm.corpus.Utf8;
import org.corpuslm.corpus.Vocabulary;
import org.corpuslm.runtime.BadInputException;

/**
 * One line of a file of counts: words, then their count, separated by spaces or tabs. Sentences
 * begin with {@code <s>} or {@code <S>} and end with {@code </s>} or {@code </S>}. Mutable: {@link
 * #set} replaces the content.
 */
final class CountLine {
  /** Counts have at most this many digits, so that their sums fit into 64 bits. */
  private static final int MAX_DIGITS = 15;

  private static final byte[] BOS = Vocabulary.BOS_WORD.getBytes(StandardCharsets.UTF_8);
  private static final byte[] EOS = Vocabulary.EOS_WORD.getBytes(StandardCharsets.UTF_8);

  private final Configuration conf;
  private final TextSplit split;
  private final int[] starts = new int[NgramOrder.MAX_COUNTED + 2];
  private final int[] ends = new int[NgramOrder.MAX_COUNTED + 2];
  private byte[] buf = new byte[0];
  private long number;
  private int fields;
  private long count;

  CountLine(Configuration conf, TextSplit split) {
    this.conf = conf;
    this.split = split;
  }

  /**
   * Takes the current line of a reader.
   *
   * @return false if the line is empty
   * @throws BadInputException if it is not an n-gram with its count
   */
  boolean set(LineReader line) {
    buf = line.buffer();
    number = line.lineNumber();
    cut(line.offset(), line.offset() + line.length());
    if (fields == 0) {
      return false;
    }
    if (line.tooLong() || fields < 2 || fields > starts.length) {
      throw bad(
          "the line has %d fields; it needs 1 to %d words and their count"
              .formatted(fields, NgramOrder.MAX_COUNTED));
    }
    count = number(fields - 1);
    for (int w = 0; w < order(); w++) {
      if (Utf8.firstInvalid(buf, starts[w], ends[w] - starts[w]) >= 0) {
        throw bad("a word is not valid UTF-8. Convert the file: iconv -f LATIN1 -t UTF-8");
      }
      boolean misplaced = (w > 0 && isMark(w, BOS)) || (w < order() - 1 && isMark(w, EOS));
      if (misplaced) {
        throw bad(
            "<s> may only begin a sentence, and </s> may only end one. Count sentences"
                + " one by one");
      }
    }
    return true;
  }

  private void cut(int off, int end) {
    fields = 0;
    int i = off;
    while (i < end) {
      while (i < end && isSpace(buf[i])) {
        i++;
      }
      int start = i;
      while (i < end && !isSpace(buf[i])) {
        i++;
      }
      if (i > start) {
        if (fields < starts.length) {
          starts[fields] = start;
          ends[fields] = i;
        }
        fields++;
      }
    }
  }

  private static boolean isSpace(byte b) {
    return b == ' ' || b == '\t' || b == '\r' || b == 0;
  }

  private long number(int field) {
    long value = 0;
    for (int i = starts[field]; i < ends[field]; i++) {
      int digit = buf[i] - '0';
      if (digit < 0 || digit > 9 || ends[field] - starts[field] > MAX_DIGITS) {
        throw bad(
            "'%s' is not a count; a line is an n-gram, a tab and a whole number of at least 0"
                .formatted(
                    new String(
                        buf, starts[field], ends[field] - starts[field], StandardCharsets.UTF_8)));
      }
      value = 10 * value + digit;
    }
    return value;
  }

  /** Returns the number of words. */
  int order() {
    return fields - 1;
  }

  /** Returns the count. */
  long count() {
    return count;
  }

  /** Returns whether the first word is {@code <s>}. */
  boolean beginsSentence() {
    return isMark(0, BOS);
  }

  private boolean isMark(int w, byte[] mark) {
    int length = ends[w] - starts[w];
    if (length != mark.length) {
      return false;
    }
    for (int i = 0; i < length; i++) {
      byte b = buf[starts[w] + i];
      if ((b == 'S' ? 's' : b) != mark[i]) {
        return false;
      }
    }
    return true;
  }

  /**
   * Returns the UTF-8 of word w, counted from 0; sentence marks are spelled as corpuslm writes
   * them.
   */
  byte[] word(int w) {
    return isMark(w, BOS)
        ? BOS
        : isMark(w, EOS) ? EOS : Arrays.copyOfRange(buf, starts[w], ends[w]);
  }

  /** Returns the id of word w, counted from 0; −1 if the vocabulary lacks it. */
  int find(int w, Vocabulary vocabulary) {
    return isMark(w, BOS)
        ? Vocabulary.BOS
        : isMark(w, EOS) ? Vocabulary.EOS : vocabulary.find(buf, starts[w], ends[w] - starts[w]);
  }

  /** Returns an error that names the file and the line. */
  BadInputException bad(String what) {
    String file = split.file().path();
    try {
      return new BadInputException(
          "%s:%d: %s".formatted(file, LineNumbers.before(conf, split) + number, what));
    } catch (IOException e) {
      throw BadInputException.unreadable(file, e);
    }
  }
}

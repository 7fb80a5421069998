package org.corpuslm.ngram.arpa;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.hadoop.conf.Configuration;
import org.corpuslm.corpus.LineReader;
import org.corpuslm.corpus.NgramOrder;
import org.corpuslm.corpus.TextSplit;
import org.corpuslm.corpus.Utf8;
import org.corpuslm.corpus.WordTable;
import org.corpuslm.runtime.BadInputException;

/**
 * The beginning of an ARPA file, up to the bigrams: the sizes it states, and its unigrams in the
 * order of the file. Memory: the vocabulary and 8 bytes per word.
 */
final class ArpaHead {
  private static final int PREAMBLE_LINES = 1000;
  private static final int PREAMBLE_LINE_BYTES = 1 << 20;
  private static final Pattern SIZE = Pattern.compile("ngram\\s+(\\d{1,9})\\s*=\\s*(\\d{1,18})");

  private final String file;
  private final ArpaLine line;
  private final List<Long> sizes = new ArrayList<>();
  private final WordTable words = new WordTable(1 << 12);
  private double[] logProbs = new double[1 << 12];
  private ArpaOutline.Positive positive = ArpaOutline.Positive.NONE;

  private ArpaHead(String file, ImportConfig config) {
    this.file = file;
    this.line = new ArpaLine(config, file);
  }

  /** Returns the maximum length of a line: an eighth of the heap, at most 1 GiB. */
  static int maxLineBytes() {
    return (int) Math.min(1 << 30, Runtime.getRuntime().maxMemory() / 8);
  }

  /** Returns the error for a line that is too long. */
  static BadInputException tooLong(ArpaLine line) {
    return line.error(
        "the line has more than %d bytes, an eighth of the heap. It is not an ARPA file, or it"
            + " needs more memory (CORPUSLM_DRIVER_MEMORY, spark.executor.memory)",
        maxLineBytes());
  }

  /**
   * Reads the beginning of a file.
   *
   * @param whole the whole file as one split
   * @throws BadInputException if it is not an ARPA file
   */
  static ArpaHead read(Configuration conf, TextSplit whole, ImportConfig config)
      throws IOException {
    ArpaHead head = new ArpaHead(whole.file().name(), config);
    long data = head.dataLine(conf, whole);
    try (LineReader reader = new LineReader(conf, whole, maxLineBytes())) {
      while (reader.next() && reader.lineNumber() < data) {
        continue;
      }
      head.read(reader);
    }
    return head;
  }

  /**
   * Returns the number of the line {@code \data\}; up to 1,000 lines of anything may precede it.
   */
  private long dataLine(Configuration conf, TextSplit whole) throws IOException {
    boolean first = true;
    try (LineReader reader = new LineReader(conf, whole, PREAMBLE_LINE_BYTES)) {
      while (reader.next() && reader.lineNumber() <= PREAMBLE_LINES) {
        line.set(reader.buffer(), reader.offset(), reader.length(), reader.lineNumber());
        if (line.isEmpty()) {
          continue;
        }
        if (first) {
          checkFormat(reader, line);
          first = false;
        }
        if (reader.tooLong()) {
          throw line.error("the line has more than %d bytes: no ARPA file", PREAMBLE_LINE_BYTES);
        }
        if (line.text().equals("\\data\\")) {
          return reader.lineNumber();
        }
      }
    }
    throw new BadInputException(
        file
            + ":1: this is no ARPA file: it has no line \\data\\ at its beginning. Give a model"
            + " in ARPA format, as KenLM's lmplz, SRILM's ngram-count -lm or IRSTLM's compile-lm"
            + " --text=yes write it");
  }

  private void read(LineReader reader) throws IOException {
    boolean unigrams = false;
    while (reader.next()) {
      line.set(reader.buffer(), reader.offset(), reader.length(), reader.lineNumber());
      if (line.isEmpty()) {
        continue;
      }
      if (reader.tooLong()) {
        throw tooLong(line);
      }
      if (line.isMark()) {
        if (unigrams || !line.text().equals("\\1-grams:")) {
          break; // ArpaOutline reports a section in the wrong place
        }
        unigrams = true;
      } else if (unigrams) {
        unigram();
      } else {
        size(line.text());
      }
    }
    if (sizes.isEmpty()) {
      throw line.error("\\data\\ lists no sizes; it needs lines like: ngram 1=1000");
    }
  }

  private void checkFormat(LineReader reader, ArpaLine line) {
    String start =
        new String(
            reader.buffer(),
            reader.offset(),
            Math.min(64, reader.length()),
            StandardCharsets.ISO_8859_1);
    if (start.startsWith("mmap lm http://kheafield.com/code")) {
      throw line.error(
          "this is a binary file of KenLM, from which probabilities cannot be read back. Give the"
              + " ARPA file that build_binary made it from");
    }
    if (start.startsWith("SRILM_BINARY_NGRAM")) {
      throw line.error("this is a binary file of SRILM. Convert it: ngram -lm F -write-lm F.arpa");
    }
    if (start.startsWith("blmt") || start.startsWith("Qblmt")) {
      throw line.error(
          "this is a binary file of IRSTLM. Convert it: compile-lm --text=yes F F.arpa");
    }
    if (start.startsWith("iARPA")) {
      throw line.error(
          "this is IRSTLM's intermediate iARPA format. Convert it: compile-lm --text=yes F F.arpa");
    }
  }

  private void size(String text) {
    Matcher size = SIZE.matcher(text);
    if (!size.matches()) {
      throw line.error("'%s' is no size; \\data\\ has lines like: ngram 1=1000", text);
    }
    if (Long.parseLong(size.group(1)) != sizes.size() + 1) {
      throw line.error(
          "'%s' comes where the size of order %d belongs: \\data\\ lists every order once, from 1",
          text, sizes.size() + 1);
    }
    if (sizes.size() == NgramOrder.MAX) {
      throw line.error(
          "the model has more than %d orders, which is the limit. Write it with a lower order",
          NgramOrder.MAX);
    }
    sizes.add(Long.parseLong(size.group(2)));
  }

  private void unigram() {
    line.checkNgram(1);
    byte[] word = line.word(1);
    if (Utf8.firstInvalid(word, 0, word.length) >= 0) {
      throw line.error(
          "the word '%s' is no UTF-8. Convert the file, for example: iconv -f ISO-8859-1 -t UTF-8",
          new String(word, StandardCharsets.ISO_8859_1));
    }
    int id = words.size();
    if (words.add(word, 0, word.length, 0) != id) {
      throw line.error(
          "the unigram %s stands twice in the file. Keep one of them, or write the file again",
          new String(word, StandardCharsets.UTF_8));
    }
    if (id == logProbs.length) {
      logProbs = Arrays.copyOf(logProbs, 2 * id);
    }
    if (Arrays.equals(word, "<s>".getBytes(StandardCharsets.UTF_8))) {
      logProbs[id] = Double.NEGATIVE_INFINITY;
    } else {
      logProbs[id] = line.logProb();
      positive = positive.plus(line.firstNumber());
    }
  }

  /** Returns the name of the file, for messages. */
  String file() {
    return file;
  }

  /** Returns the number of n-grams of each order that the file states. */
  List<Long> sizes() {
    return sizes;
  }

  /** Returns the order of the model. */
  int order() {
    return sizes.size();
  }

  /** Returns the words in the order of the file. */
  WordTable words() {
    return words;
  }

  /** Returns how many unigrams have log10 probabilities above 0. */
  ArpaOutline.Positive positive() {
    return positive;
  }

  /** Returns log10 p of a unigram by its place in the file; −∞ for {@code <s>}. */
  double logProb(int entry) {
    return logProbs[entry];
  }
}

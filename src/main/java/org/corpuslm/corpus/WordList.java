package org.corpuslm.corpus;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.corpuslm.runtime.BadInputException;
import org.corpuslm.runtime.Storage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the word list of {@code prepare --vocabulary}: UTF-8, one word per line. Empty lines,
 * special words and repeated words are ignored.
 */
final class WordList {
  private static final Logger LOG = LoggerFactory.getLogger(WordList.class);
  private static final int MAX_LINE_BYTES = 1 << 24;

  private WordList() {}

  /** Returns whether a path is an existing file and not a directory. */
  static boolean isList(Configuration conf, String path) {
    if (path.isEmpty()) {
      return false;
    }
    Path file = Storage.qualified(conf, path);
    try {
      return Storage.of(conf, file).getFileStatus(file).isFile();
    } catch (IOException e) {
      return false; // opening it as a directory will fail with a message
    }
  }

  /** Finds the file of a list. */
  static InputFile file(Configuration conf, String path) {
    return InputFiles.resolve(conf, List.of(path)).get(0);
  }

  /**
   * Reads the list as a vocabulary: the special words, then the words of the file in their order,
   * all with count 0.
   *
   * @throws BadInputException if a line is not one word in UTF-8, or the list is empty
   */
  static Vocabulary read(Configuration conf, PrepareConfig config) {
    InputFile file = file(conf, config.vocabulary());
    TextSplit whole = TextSplit.plan(List.of(file), Math.max(1, file.length())).get(0);
    WordTable words = new WordTable(1 << 12);
    for (String special : List.of(config.text().unk(), Vocabulary.BOS_WORD, Vocabulary.EOS_WORD)) {
      byte[] bytes = special.getBytes(StandardCharsets.UTF_8);
      words.add(bytes, 0, bytes.length, 0);
    }
    int specials = words.size();
    long twice = 0;
    try (LineReader reader = new LineReader(conf, whole, MAX_LINE_BYTES)) {
      while (reader.next()) {
        byte[] word = word(file, reader, config.text().lowercase());
        if (word.length > 0) {
          int before = words.size();
          int entry = words.add(word, 0, word.length, 0);
          twice += entry >= specials && entry < before ? 1 : 0;
        }
      }
    } catch (IOException e) {
      throw BadInputException.unreadable(file.path(), e);
    }
    if (words.size() == specials) {
      throw new BadInputException(
          file.path() + " lists no words; --vocabulary takes a text file with one word a line");
    }
    LOG.info(
        "{}: {} words{}",
        file.path(),
        words.size() - specials,
        twice == 0 ? "" : ", %d lines repeat one".formatted(twice));
    return Vocabulary.over(words);
  }

  /** Returns the word of a line; empty if the line is. */
  private static byte[] word(InputFile file, LineReader line, boolean lowercase) {
    byte[] buf = line.buffer();
    int from = line.offset();
    int to = from + line.length();
    while (from < to && Tokenizers.isSpace(buf[from])) {
      from++;
    }
    while (to > from && Tokenizers.isSpace(buf[to - 1])) {
      to--;
    }
    if (line.tooLong() || Utf8.firstInvalid(buf, from, to - from) >= 0) {
      throw bad(file, line, "is no word in UTF-8", "Convert it: iconv -f LATIN1 -t UTF-8");
    }
    for (int i = from; i < to; i++) {
      if (Tokenizers.isSpace(buf[i])) {
        throw bad(
            file,
            line,
            "holds more than one word",
            "--vocabulary takes one word a line; if counts stand behind them, cut them off, for"
                + " example: awk '{print $1}'");
      }
    }
    String word = new String(buf, from, to - from, StandardCharsets.UTF_8);
    return (lowercase ? word.toLowerCase(Locale.ROOT) : word).getBytes(StandardCharsets.UTF_8);
  }

  private static BadInputException bad(InputFile file, LineReader line, String what, String fix) {
    return new BadInputException(
        "%s:%d: the line %s. %s".formatted(file.path(), line.lineNumber(), what, fix));
  }
}

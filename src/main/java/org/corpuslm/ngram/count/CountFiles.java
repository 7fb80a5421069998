package org.corpuslm.ngram.count;

import java.io.IOException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.corpuslm.corpus.InputFile;
import org.corpuslm.corpus.InputFiles;
import org.corpuslm.corpus.LineReader;
import org.corpuslm.corpus.NgramOrder;
import org.corpuslm.corpus.TextSplit;
import org.corpuslm.runtime.BadInputException;
import org.corpuslm.runtime.Storage;

/**
 * Files of counts as text, in the format of SRILM's {@code ngram-count -write}, also in directories
 * laid out like Google's Web 1T.
 */
final class CountFiles {
  private static final int MAX_LINE_BYTES = 1 << 24;

  private CountFiles() {}

  /**
   * Resolves paths to files. Of a directory laid out like Web 1T, only {@code 1gms/vocab.gz} and
   * {@code Kgms/Kgm-*} are taken, because its other files repeat them.
   *
   * @param paths files, patterns or directories
   * @throws BadInputException if one cannot be read
   */
  static List<InputFile> resolve(Configuration conf, List<String> paths) {
    List<String> inputs = new ArrayList<>();
    for (String path : paths) {
      Path unigrams = new Path(Storage.qualified(conf, path), "1gms");
      try {
        FileSystem fs = Storage.of(conf, unigrams);
        if (!fs.exists(unigrams)) {
          inputs.add(path);
          continue;
        }
        inputs.add(path + "/1gms/vocab.gz");
        for (int k = 2; fs.exists(new Path(unigrams.getParent(), k + "gms")); k++) {
          inputs.add(path + "/" + k + "gms/" + k + "gm-*");
        }
      } catch (IOException e) {
        throw BadInputException.unreadable(path, e);
      }
    }
    return InputFiles.resolve(conf, inputs);
  }

  /**
   * Sizes of files of counts.
   *
   * @param lines number of n-grams, by order
   * @param totals sum of their counts, by order; {@code <s>} as a unigram is left out
   */
  record Outline(long[] lines, long[] totals) implements Serializable {
    Outline() {
      this(new long[NgramOrder.MAX_COUNTED + 1], new long[NgramOrder.MAX_COUNTED + 1]);
    }

    Outline plus(Outline other) {
      Outline sum = new Outline();
      for (int k = 0; k < lines.length; k++) {
        sum.lines[k] = lines[k] + other.lines[k];
        sum.totals[k] = totals[k] + other.totals[k];
      }
      return sum;
    }

    /** Returns whether there are n-grams of an order. */
    boolean has(int order) {
      return lines[order] > 0;
    }

    /** Returns the length of the longest n-grams; 0 if there are none. */
    int order() {
      int order = lines.length - 1;
      while (order > 0 && lines[order] == 0) {
        order--;
      }
      return order;
    }
  }

  /** Counts the n-grams of a piece of a file. */
  static Outline outline(Configuration conf, TextSplit split) throws IOException {
    Outline outline = new Outline();
    read(
        conf,
        split,
        line -> {
          int k = line.order();
          outline.lines[k]++;
          outline.totals[k] += k == 1 && line.beginsSentence() ? 0 : line.count();
        });
    return outline;
  }

  /** Receives the lines of a file. */
  interface Sink {
    void line(CountLine line) throws IOException;
  }

  /** Reads the n-grams of a piece of a file. */
  static void read(Configuration conf, TextSplit split, Sink sink) throws IOException {
    Lines lines = new Lines(conf, split);
    while (lines.next()) {
      sink.line(lines.line());
    }
  }

  /** Reads the n-grams of a piece of a file one by one, and closes the file at its end. */
  static final class Lines {
    private final LineReader reader;
    private final CountLine line;

    Lines(Configuration conf, TextSplit split) throws IOException {
      this.reader = new LineReader(conf, split, MAX_LINE_BYTES);
      this.line = new CountLine(conf, split);
    }

    /** Moves to the next n-gram; returns false at the end. */
    boolean next() throws IOException {
      try {
        while (reader.next()) {
          if (line.set(reader)) {
            return true;
          }
        }
      } catch (IOException | RuntimeException e) {
        reader.close();
        throw e;
      }
      reader.close();
      return false;
    }

    /** Returns the current n-gram, which changes with {@link #next}. */
    CountLine line() {
      return line;
    }
  }
}

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

/** Files of counts as text: SRILM's format, also in the directories of Google's Web 1T. */
final class CountFiles {
  private static final int MAX_LINE_BYTES = 1 << 24;

  private CountFiles() {}

  /**
   * The files that are meant. Of a directory in the layout of Web 1T, {@code 1gms/vocab.gz} and
   * {@code Kgms/Kgm-*}: the rest repeats them.
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
   * What files hold, before they are taken.
   *
   * @param lines n-grams by order
   * @param totals the sum of their counts, without {@code <s>} alone
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

    boolean has(int order) {
      return lines[order] > 0;
    }

    /** The longest n-grams; 0 if there are none. */
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

  /** Takes lines. */
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

  /** The n-grams of a piece of a file one by one; closes the file at its end. */
  static final class Lines {
    private final LineReader reader;
    private final CountLine line;

    Lines(Configuration conf, TextSplit split) throws IOException {
      this.reader = new LineReader(conf, split, MAX_LINE_BYTES);
      this.line = new CountLine(conf, split);
    }

    /** Moves to the next n-gram; false at the end. */
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

    CountLine line() {
      return line;
    }
  }
}

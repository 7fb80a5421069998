package org.corpuslm.neural.training;

import java.io.IOException;
import org.apache.hadoop.conf.Configuration;
import org.corpuslm.corpus.Corpus;
import org.corpuslm.corpus.TokenFile;
import org.corpuslm.corpus.Vocabulary;
import org.corpuslm.runtime.BadInputException;
import org.corpuslm.runtime.PublishedFile;

/** The words of a corpus by their index in the whole text. */
final class TrainingText {
  private static final String TRAIN = "train";

  private TrainingText() {}

  /**
   * Returns the number of words of the training split, {@code </s>} included.
   *
   * @throws BadInputException if there are none
   */
  static long words(Corpus corpus) {
    long words = corpus.files(TRAIN).stream().mapToLong(PublishedFile::rows).sum();
    if (words == 0) {
      throw new BadInputException(
          "corpus %s has no training text".formatted(corpus.directory().path()));
    }
    return words;
  }

  /** Receives words one after the other. */
  interface Sink {
    void put(int word) throws IOException;
  }

  /**
   * Reads the words from..to of the training split.
   *
   * @return the word before {@code from} ({@code </s>} before the first), then the words up to
   *     {@code to}
   */
  static int[] read(Configuration conf, Corpus corpus, long from, long to) throws IOException {
    int[] words = new int[Math.toIntExact(to - from + 1)];
    int[] n = {0};
    copy(conf, corpus, from, to, word -> words[n[0]++] = word);
    return words;
  }

  /** Passes the words of {@link #read} to a sink, so that they need no memory. */
  static void copy(Configuration conf, Corpus corpus, long from, long to, Sink sink)
      throws IOException {
    if (from == 0) {
      sink.put(Vocabulary.EOS);
    }
    long first = 0;
    for (PublishedFile file : corpus.files(TRAIN)) {
      long end = first + file.rows();
      if (end >= from && first < to) {
        copy(conf, corpus, file, first, from - 1, to, sink);
      }
      first = end;
    }
  }

  /** Returns the first words of a split, at most {@code max} of them. */
  static int[] first(Configuration conf, Corpus corpus, String split, int max) throws IOException {
    int[] words = new int[max];
    int n = 0;
    for (PublishedFile file : corpus.files(split)) {
      try (TokenFile.Reader reader = open(conf, corpus, file, !split.equals(TRAIN))) {
        while (n < max && reader.next()) {
          words[n++] = reader.id();
        }
      }
    }
    return java.util.Arrays.copyOf(words, n);
  }

  private static void copy(
      Configuration conf,
      Corpus corpus,
      PublishedFile file,
      long first,
      long from,
      long to,
      Sink sink)
      throws IOException {
    try (TokenFile.Reader reader = open(conf, corpus, file, false)) {
      for (long at = first; at < to && reader.next(); at++) {
        if (at >= from) {
          sink.put(reader.id());
        }
      }
    }
  }

  private static TokenFile.Reader open(
      Configuration conf, Corpus corpus, PublishedFile file, boolean forms) {
    int words = corpus.facts().vocabularySize() + 1;
    return new TokenFile.Reader(conf, corpus.directory().at(file), file, forms, words);
  }
}

package org.corpuslm.ngram.arpa;

import java.io.IOException;
import java.io.OutputStream;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.corpuslm.corpus.Vocabulary;
import org.corpuslm.ngram.model.NgramModel;
import org.corpuslm.runtime.ByteSource;
import org.corpuslm.runtime.Published;
import org.corpuslm.runtime.StagedOutput;
import org.corpuslm.runtime.Staging;
import org.corpuslm.runtime.Worker;

/** Writes one range of first words of every section of an ARPA file. */
final class ArpaSections {
  private final Worker worker;
  private final Staging staging;
  private final int order;
  private final Vocabulary vocabulary;
  private final WordRanges ranges;
  private final boolean gzip;
  private final NgramModel model;

  /** Full paths of the parts and their numbers of lines, per order. */
  record Result(List<String> parts, long[] lines) implements Serializable {}

  ArpaSections(
      Worker worker,
      Staging staging,
      String path,
      int order,
      Vocabulary vocabulary,
      WordRanges ranges,
      boolean gzip) {
    this.worker = worker;
    this.staging = staging;
    this.order = order;
    this.vocabulary = vocabulary;
    this.ranges = ranges;
    this.gzip = gzip;
    this.model = NgramModel.open(worker.hadoop(), Published.open(worker.hadoop(), path), 64L << 20);
  }

  Result write(int range, Iterator<byte[]> blocks) throws IOException {
    NgramRows[] ngrams = new NgramRows[order + 1];
    NgramRows[] backoffs = new NgramRows[order + 1];
    for (int k = 1; k <= order; k++) {
      ngrams[k] = new NgramRows(k);
      backoffs[k] = new NgramRows(k);
    }
    while (blocks.hasNext()) {
      ByteSource in = new ByteSource(blocks.next());
      int head = in.unsigned();
      NgramRows rows = (head % 2 == 1 ? backoffs : ngrams)[head / 2];
      while (in.hasMore()) {
        rows.read(in);
      }
    }
    List<String> parts = new ArrayList<>();
    long[] lines = new long[order];
    for (int k = 1; k <= order; k++) {
      String part = "parts/order=%d/part-%05d".formatted(k, range);
      try (StagedOutput file = StagedOutput.unlisted(worker, staging, part);
          OutputStream out = gzip ? new GZIPOutputStream(file, 1 << 16) : file) {
        ArpaLines section = new ArpaLines(out, vocabulary, k == order);
        if (k == 1) {
          unigrams(section, backoffs[1], range);
        } else {
          section(section, ngrams[k], backoffs[k], k);
        }
        section.flush();
        lines[k - 1] = section.lines();
      }
      parts.add(staging.path(worker, part));
      ngrams[k] = null;
      backoffs[k] = null;
    }
    return new Result(parts, lines);
  }

  private void unigrams(ArpaLines section, NgramRows backoffs, int range) throws IOException {
    int[] sorted = backoffs.sorted(vocabulary.size());
    NgramModel.Lookup lookup = model.scorer();
    int[] word = new int[1];
    int b = 0;
    for (int id = ranges.first(range); id < ranges.end(range); id++) {
      int backoff = 0;
      if (b < sorted.length && backoffs.word(sorted[b], 0) == id) {
        backoff = backoffs.value(sorted[b++]);
      }
      // <s> is never predicted; 0 is what the field writes for it.
      double logProb = id == Vocabulary.BOS ? 0 : lookup.log10(word, 0, 0, id);
      word[0] = id;
      section.line(Decimals.of(logProb), word, backoff);
    }
  }

  private void section(ArpaLines section, NgramRows ngrams, NgramRows backoffs, int k)
      throws IOException {
    int[] sorted = ngrams.sorted(vocabulary.size());
    int[] sortedBackoffs = backoffs.sorted(vocabulary.size());
    int[] words = new int[k];
    int b = 0;
    for (int row : sorted) {
      while (b < sortedBackoffs.length && backoffs.compare(sortedBackoffs[b], ngrams, row) < 0) {
        contextOnly(section, backoffs, sortedBackoffs[b++], words);
      }
      int backoff = 0;
      if (b < sortedBackoffs.length && backoffs.compare(sortedBackoffs[b], ngrams, row) == 0) {
        backoff = backoffs.value(sortedBackoffs[b++]);
      }
      ngrams.ngram(row, words);
      section.line(ngrams.value(row), words, backoff);
    }
    while (b < sortedBackoffs.length) {
      contextOnly(section, backoffs, sortedBackoffs[b++], words);
    }
  }

  /** A context that has no value as an n-gram gets the one that backing off gives it. */
  private void contextOnly(ArpaLines section, NgramRows backoffs, int row, int[] words)
      throws IOException {
    backoffs.ngram(row, words);
    int last = words.length - 1;
    double logProb = model.scorer().log10(words, 0, last, words[last]);
    section.line(Decimals.of(logProb), words, backoffs.value(row));
  }
}

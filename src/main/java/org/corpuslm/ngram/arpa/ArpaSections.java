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
import org.corpuslm.ngram.model.NgramModelTables;
import org.corpuslm.runtime.BadInputException;
import org.corpuslm.runtime.ByteSource;
import org.corpuslm.runtime.Published;
import org.corpuslm.runtime.StagedOutput;
import org.corpuslm.runtime.Staging;
import org.corpuslm.runtime.TableReader;
import org.corpuslm.runtime.TaskContext;

/** Writes the n-grams of one shard, or the unigrams, into parts of the sections of an ARPA file. */
final class ArpaSections {
  private final TaskContext task;
  private final Staging staging;
  private final Published directory;
  private final int order;
  private final Vocabulary vocabulary;
  private final boolean gzip;
  private NgramModel model; // opened when first needed

  /**
   * Written parts.
   *
   * @param parts full path of the part of each order; null if there is none
   * @param lines number of lines, by order
   */
  record Result(String[] parts, long[] lines) implements Serializable {
    private Result(int order) {
      this(new String[order], new long[order]);
    }
  }

  /**
   * Prepares to write.
   *
   * @param path directory of the model
   * @param vocabulary vocabulary of the model
   * @param gzip whether to compress the parts
   */
  ArpaSections(
      TaskContext task,
      Staging staging,
      String path,
      int order,
      Vocabulary vocabulary,
      boolean gzip) {
    this.task = task;
    this.staging = staging;
    this.directory = Published.open(task.hadoop(), path);
    this.order = order;
    this.vocabulary = vocabulary;
    this.gzip = gzip;
  }

  /** Returns the received back-off weights, still packed, by length. */
  private List<List<ByteSource>> received(Iterator<byte[]> blocks) {
    List<List<ByteSource>> received = new ArrayList<>();
    for (int k = 0; k <= order; k++) {
      received.add(new ArrayList<>());
    }
    while (blocks.hasNext()) {
      ByteSource in = new ByteSource(blocks.next());
      received.get(in.unsigned()).add(in);
    }
    return received;
  }

  /** Writes the n-grams of order 2 and more of a shard. */
  Result ngrams(int shard, Iterator<byte[]> blocks) throws IOException {
    Result result = new Result(order);
    List<List<ByteSource>> received = received(blocks);
    for (int k = 2; k <= order; k++) {
      BackoffTable backoffs = new BackoffTable(k, received.set(k, List.of()));
      int n = k;
      part(
          result,
          k,
          shard,
          section -> {
            ngrams(section, backoffs, n, shard);
            contextsOnly(section, backoffs, n);
          });
    }
    return result;
  }

  /** Writes all unigrams. */
  Result unigrams(int partition, Iterator<byte[]> blocks) throws IOException {
    Result result = new Result(order);
    BackoffTable backoffs = new BackoffTable(1, received(blocks).get(1));
    part(result, 1, partition, section -> unigrams(section, backoffs));
    return result;
  }

  /**
   * Handles a partition without tables.
   *
   * @throws BadInputException if it received back-off weights
   */
  Result none(Iterator<byte[]> blocks) {
    if (blocks.hasNext()) {
      throw new BadInputException(
          directory.path() + " is damaged: it has contexts whose n-grams are missing");
    }
    return new Result(order);
  }

  /** Writes the lines of a part. */
  private interface Lines {
    void write(ArpaLines section) throws IOException;
  }

  private void part(Result result, int k, int partition, Lines lines) throws IOException {
    String part = "parts/order=%d/part-%05d".formatted(k, partition);
    try (StagedOutput file = StagedOutput.unlisted(task, staging, part);
        OutputStream out = gzip ? new GZIPOutputStream(file, 1 << 16) : file) {
      ArpaLines section = new ArpaLines(out, vocabulary, k == order);
      lines.write(section);
      section.flush();
      result.lines[k - 1] = section.lines();
    }
    result.parts[k - 1] = staging.path(task, part);
  }

  private NgramModel model() {
    if (model == null) {
      model = NgramModel.open(task.hadoop(), directory, 64L << 20);
    }
    return model;
  }

  private void unigrams(ArpaLines section, BackoffTable backoffs) throws IOException {
    NgramModel.Lookup lookup = model().scorer();
    int[] word = new int[1];
    int[] row = new int[1];
    for (int id = 0; id < vocabulary.size(); id++) {
      word[0] = id;
      backoffs.match(word, 1, row);
      // <s> is never predicted; other tools write 0 for it.
      double logProb = id == Vocabulary.BOS ? 0 : lookup.log10(word, 0, 0, id);
      section.line(Decimals.of(logProb), word, 0, 1, backoffs.value(row[0]));
    }
  }

  private void ngrams(ArpaLines section, BackoffTable backoffs, int k, int shard)
      throws IOException {
    int[] words = new int[BackoffTable.BATCH * k];
    int[] logProbs = new int[BackoffTable.BATCH];
    int[] rows = new int[BackoffTable.BATCH];
    try (TableReader table = NgramModelTables.openNgrams(task.hadoop(), directory, k, shard)) {
      int n;
      do {
        for (n = 0; n < BackoffTable.BATCH && table.next(); n++) {
          for (int w = 0; w < k; w++) {
            words[n * k + w] = table.int32(w);
          }
          logProbs[n] = Decimals.of(table.float64(k));
        }
        backoffs.match(words, n, rows);
        for (int i = 0; i < n; i++) {
          section.line(logProbs[i], words, i * k, k, backoffs.value(rows[i]));
        }
      } while (n == BackoffTable.BATCH);
    }
  }

  /**
   * Writes contexts without a probability of their own, with the probability that backing off gives
   * them.
   */
  private void contextsOnly(ArpaLines section, BackoffTable backoffs, int k) throws IOException {
    int[] words = new int[k];
    for (int row : backoffs.unmatched()) {
      backoffs.context(row, words);
      double logProb = model().scorer().log10(words, 0, k - 1, words[k - 1]);
      section.line(Decimals.of(logProb), words, 0, k, backoffs.value(row));
    }
  }
}

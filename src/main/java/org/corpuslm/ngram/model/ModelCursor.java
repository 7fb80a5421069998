package org.corpuslm.ngram.model;

import java.io.Closeable;
import java.io.IOException;
import java.util.Arrays;
import org.apache.hadoop.conf.Configuration;
import org.corpuslm.ngram.count.ContextReader;
import org.corpuslm.runtime.BadInputException;
import org.corpuslm.runtime.Published;
import org.corpuslm.runtime.TableReader;

/**
 * Reads one shard of a model context by context, the contexts of each length in key order. Memory:
 * one context of each length.
 */
final class ModelCursor implements Closeable {
  private final Published directory;
  private final TableReader[] contexts; // [context length]
  private final ContextReader[] ngrams; // [context length]
  private final int[][] heads; // [context length]; null at the end
  private final boolean[] more; // [context length]: whether the reader is at n-grams to come

  /**
   * Opens a shard.
   *
   * @param model directory of the model
   */
  ModelCursor(Configuration conf, String model, int order, int shard) throws IOException {
    this.directory = Published.open(conf, model, NgramModel.KIND);
    this.contexts = new TableReader[order];
    this.ngrams = new ContextReader[order];
    this.heads = new int[order][];
    this.more = new boolean[order];
    for (int length = 1; length < order; length++) {
      contexts[length] = NgramModelTables.openContexts(conf, directory, length, shard);
      ngrams[length] =
          ContextReader.ofModel(
              NgramModelTables.openNgrams(conf, directory, length + 1, shard), length + 1);
      more[length] = ngrams[length].next();
      heads[length] = new int[length];
      advance(length);
    }
  }

  private void advance(int length) throws IOException {
    if (!contexts[length].next()) {
      heads[length] = null;
      return;
    }
    for (int w = 0; w < length; w++) {
      heads[length][length - 1 - w] = contexts[length].int32(w);
    }
  }

  /** Returns the next context of a length, the last word first; null if there is none. */
  int[] head(int length) {
    return length < heads.length ? heads[length] : null;
  }

  /** Reads a context into a level if it is the next one; else empties the level. */
  void take(int length, int[] key, TrieLevel to) throws IOException {
    to.clear();
    int[] head = head(length);
    if (head == null || !Arrays.equals(head, key)) {
      return;
    }
    to.backoff(contexts[length].float64(length));
    if (more[length] && Arrays.equals(ngrams[length].key(), key)) {
      for (int i = 0; i < ngrams[length].size(); i++) {
        double log10 = ngrams[length].first()[i];
        to.add(ngrams[length].words()[i], Math.pow(10, log10), log10);
      }
      more[length] = ngrams[length].next();
    }
    advance(length);
  }

  /**
   * Checks that all contexts were read.
   *
   * @throws BadInputException if some were not, because their shorter contexts are missing
   */
  void checkFinished() {
    for (int length = 1; length < heads.length; length++) {
      if (heads[length] != null || more[length]) {
        throw new BadInputException(
            "%s is damaged: shorter contexts of length %d are missing, or it is not in order; make"
                    .formatted(directory.path(), length)
                + " it again");
      }
    }
  }

  @Override
  public void close() throws IOException {
    for (int length = 1; length < heads.length; length++) {
      if (contexts[length] != null) {
        contexts[length].close();
      }
      if (ngrams[length] != null) {
        ngrams[length].close();
      }
    }
  }
}

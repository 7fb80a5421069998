package org.corpuslm.ngram.model;

import java.io.Closeable;
import java.io.IOException;
import java.io.Serializable;
import java.util.ArrayList;
import org.corpuslm.runtime.Staging;
import org.corpuslm.runtime.TableWriter;
import org.corpuslm.runtime.TaskContext;

/**
 * Writes the tables of one shard of a model. The n-grams of one order, and the contexts of one
 * length, come in key order; the shorter contexts of every context, and the context of every
 * n-gram, must be written too. Close it in any case; only finished tables become part of the model.
 */
public final class NgramShardWriter implements Closeable {
  private final int order;
  private final TableWriter[] ngrams;
  private final TableWriter[] contexts;

  /**
   * Tables that were written.
   *
   * @param files the tables
   * @param ngrams number of n-grams per order, from index 2
   * @param contexts number of contexts per length, from index 1
   */
  public record Result(ArrayList<Staging.StagedFile> files, long[] ngrams, long[] contexts)
      implements Serializable {
    /** Returns an empty result. */
    public static Result of(int order) {
      return new Result(new ArrayList<>(), new long[order + 1], new long[order + 1]);
    }

    /** Adds the tables of another result. */
    public void add(Result other) {
      files.addAll(other.files);
      for (int k = 0; k < ngrams.length; k++) {
        ngrams[k] += other.ngrams[k];
        contexts[k] += other.contexts[k];
      }
    }
  }

  /**
   * Creates the tables.
   *
   * @param shard an ordinary or a hot-context shard
   */
  public NgramShardWriter(int order, int shard, TaskContext task, Staging staging)
      throws IOException {
    this.order = order;
    this.ngrams = new TableWriter[order + 1];
    this.contexts = new TableWriter[order + 1];
    for (int k = 2; k <= order; k++) {
      String file = NgramModelTables.file(NgramModelTables.ngramDirectory(k, shard));
      ngrams[k] = new TableWriter(task, staging, file, NgramModelTables.ngrams(k));
      String context = NgramModelTables.file(NgramModelTables.contextDirectory(k - 1, shard));
      contexts[k - 1] = new TableWriter(task, staging, context, NgramModelTables.contexts(k - 1));
    }
  }

  /**
   * Writes an n-gram.
   *
   * @param key its context, the last word first
   * @param length number of words of the context
   * @param log10 log10 p(word | context)
   */
  public void ngram(int[] key, int length, int word, double log10) throws IOException {
    TableWriter table = ngrams[length + 1];
    putWords(table, key, length);
    table.put(length, word);
    table.put(length + 1, log10);
    table.endRow();
  }

  /**
   * Writes a context.
   *
   * @param key the context, the last word first
   * @param length number of words of the context
   * @param log10 log10 back-off weight
   */
  public void context(int[] key, int length, double log10) throws IOException {
    TableWriter table = contexts[length];
    putWords(table, key, length);
    table.put(length, log10);
    table.endRow();
  }

  /** Finishes the tables and returns them. */
  public Result finish() throws IOException {
    Result result = Result.of(order);
    for (int k = 2; k <= order; k++) {
      result.ngrams[k] = ngrams[k].rows();
      result.contexts[k - 1] = contexts[k - 1].rows();
      result.files.add(ngrams[k].finish());
      result.files.add(contexts[k - 1].finish());
    }
    return result;
  }

  private static void putWords(TableWriter table, int[] key, int length) {
    for (int w = 0; w < length; w++) {
      table.put(w, key[length - 1 - w]);
    }
  }

  @Override
  public void close() throws IOException {
    for (int k = 2; k <= order; k++) {
      if (ngrams[k] != null) {
        ngrams[k].close();
      }
      if (contexts[k - 1] != null) {
        contexts[k - 1].close();
      }
    }
  }
}

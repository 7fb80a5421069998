package org.corpuslm.ngram.model;

import java.io.Closeable;
import java.io.IOException;
import java.util.Arrays;
import org.corpuslm.runtime.TaskContext;

/**
 * Visits the contexts of one shard of a model in one pass, every context before those that extend
 * it, and the contexts of each length in the order of their table. Memory: the n-grams of one
 * context of each length, and the unigrams. Close it to close the tables.
 */
abstract class ContextVisitor implements Closeable {
  final int order;
  final TrieLevel[] levels; // [context length]: the open contexts
  private final ModelCursor model;

  /**
   * Opens a shard.
   *
   * @param path directory of a model without hot words
   * @param unigrams unigram probabilities by word id, linear
   */
  ContextVisitor(String path, int order, int shard, double[] unigrams, TaskContext task)
      throws IOException {
    this.order = order;
    this.levels = TrieLevel.all(order, unigrams);
    this.model = new ModelCursor(task.hadoop(), path, order, shard);
  }

  /**
   * Visits a context, before those that extend it. Its n-grams are in {@link #levels}, as are those
   * of the shorter contexts it extends.
   */
  abstract void enter(int[] key, int length) throws IOException;

  /**
   * Visits a context again, after all that extend it.
   *
   * @param kept whether {@code leave} returned true for any of those
   * @return whether the context is kept
   */
  boolean leave(int[] key, int length, boolean kept) throws IOException {
    return false;
  }

  /**
   * Visits all contexts.
   *
   * @throws BadInputException if a shorter context is missing
   */
  final void visitAll() throws IOException {
    visit(1, new int[0]);
    model.checkFinished();
  }

  private boolean visit(int length, int[] parent) throws IOException {
    boolean any = false;
    int[] head = model.head(length);
    while (head != null && Arrays.equals(head, 0, length - 1, parent, 0, length - 1)) {
      int[] key = head.clone();
      model.take(length, key, levels[length]);
      enter(key, length);
      boolean kept = length + 1 < order && visit(length + 1, key);
      any |= leave(key, length, kept);
      head = model.head(length);
    }
    return any;
  }

  @Override
  public void close() throws IOException {
    model.close();
  }
}

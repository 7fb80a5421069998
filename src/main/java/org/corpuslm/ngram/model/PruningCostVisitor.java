package org.corpuslm.ngram.model;

import java.io.IOException;
import java.util.ArrayList;
import org.corpuslm.runtime.Staging;
import org.corpuslm.runtime.TableWriter;
import org.corpuslm.runtime.TaskContext;

/**
 * Computes the cost of removing each n-gram of one shard (Stolcke 1998, equations 5 to 9): the
 * relative change of perplexity exp(D) − 1, in nats with
 *
 * <pre>
 * D = −p(h) { p(w|h) [ln p(w|h') + ln γ'(h) − ln p(w|h)] + [ln γ'(h) − ln γ(h)] (1 − Σ p(v|h)) }
 * γ'(h) = (1 − Σ p(v|h) + p(w|h)) / (1 − Σ p(v|h') + p(w|h'))
 * </pre>
 *
 * where the sums run over the words v listed after h. All values are those of the unpruned model,
 * so the cost of an n-gram does not depend on what is done with others.
 */
final class PruningCostVisitor extends ContextVisitor {
  private final HistoryProbs histories;
  private final TableWriter[] tables; // [order]
  private final int[] rows; // [context length]: next row of the context table

  /**
   * Opens a shard and creates its cost tables.
   *
   * @param unigrams unigram probabilities by word id, linear
   * @param histories p(h) of the contexts of the shard
   */
  PruningCostVisitor(
      String path,
      int order,
      int shard,
      double[] unigrams,
      HistoryProbs histories,
      TaskContext task,
      Staging staging)
      throws IOException {
    super(path, order, shard, unigrams, task);
    this.histories = histories;
    this.rows = new int[order];
    this.tables = new TableWriter[order + 1];
    for (int k = 2; k <= order; k++) {
      String file = NgramModelTables.file(PruningCostTables.directory(k, shard));
      tables[k] = new TableWriter(task, staging, file, PruningCostTables.columns());
    }
  }

  @Override
  void enter(int[] key, int length) throws IOException {
    TrieLevel level = levels[length];
    double history = histories.p(key, length, rows[length]++);
    // If γ is 0, nothing is left to unlisted words; the sum differs from 1 by rounding only.
    double unlisted = level.backoff > 0 ? Math.max(0, TrieLevel.unlisted(levels, length)) : 0;
    double unlistedBelow = TrieLevel.unlistedBelow(levels, length);
    TableWriter table = tables[length + 1];
    for (int i = 0; i < level.size; i++) {
      double lower = TrieLevel.p(levels, length - 1, level.words[i]);
      table.put(0, cost(history, level.p[i], lower, level.backoff, unlisted, unlistedBelow));
      table.endRow();
    }
  }

  /**
   * Returns exp(D) − 1 of one n-gram hw.
   *
   * @param history p(h)
   * @param p p(w|h)
   * @param lower p(w|h')
   * @param backoff γ(h)
   * @param unlisted 1 − Σ p(v|h)
   * @param unlistedBelow 1 − Σ p(v|h')
   */
  static double cost(
      double history,
      double p,
      double lower,
      double backoff,
      double unlisted,
      double unlistedBelow) {
    if (history == 0) {
      return 0;
    }
    if (lower == 0 && p > 0) {
      return Double.POSITIVE_INFINITY; // without it, a possible word would become impossible
    }
    double after = Math.log((unlisted + p) / (unlistedBelow + lower));
    double own = p > 0 ? p * (Math.log(lower) + after - Math.log(p)) : 0;
    double others = unlisted > 0 ? unlisted * (after - Math.log(backoff)) : 0;
    return Math.expm1(-history * (own + others));
  }

  /** Finishes the tables and returns them. */
  @SuppressWarnings("NonApiType") // a task returns it, so it must be serializable
  ArrayList<Staging.StagedFile> finish() throws IOException {
    ArrayList<Staging.StagedFile> files = new ArrayList<>();
    for (int k = 2; k <= order; k++) {
      files.add(tables[k].finish());
    }
    return files;
  }

  @Override
  public void close() throws IOException {
    super.close();
    for (TableWriter table : tables) {
      if (table != null) {
        table.close();
      }
    }
  }
}

package org.corpuslm.ngram.model;

import java.io.IOException;
import org.apache.hadoop.conf.Configuration;
import org.corpuslm.runtime.Columns;
import org.corpuslm.runtime.Published;
import org.corpuslm.runtime.TableReader;

/**
 * Tables with the cost of removing each n-gram of a model, row by row like its n-gram tables: the
 * relative change of perplexity if only that n-gram is removed. They exist during a run only.
 */
final class PruningCostTables {
  static final String KIND = "prune-costs";

  private PruningCostTables() {}

  /** Returns the columns of the tables. */
  static Columns columns() {
    return new Columns().float64("cost");
  }

  /** Returns the directory of the table of one order and shard. */
  static String directory(int order, int shard) {
    return "costs/order=%d/shard=%d".formatted(order, shard);
  }

  /** Opens the table of one order and shard; the caller closes it. */
  static TableReader open(Configuration conf, Published costs, int order, int shard) {
    return new TableReader(conf, costs, costs.only(directory(order, shard)), columns());
  }

  /** Returns the cost of the next n-gram. */
  static double next(TableReader table) throws IOException {
    if (!table.next()) {
      throw new IllegalStateException("fewer costs than n-grams");
    }
    return table.float64(0);
  }
}

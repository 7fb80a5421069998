package org.corpuslm.ngram.model;

import java.io.IOException;
import org.apache.hadoop.conf.Configuration;
import org.corpuslm.runtime.Columns;
import org.corpuslm.runtime.Published;
import org.corpuslm.runtime.TableReader;

/**
 * What a model would lose with each of its n-grams: tables beside those of its n-grams, row by row,
 * with the relative change of perplexity if that n-gram alone went. They live as long as a run.
 */
final class PruningCostTables {
  static final String KIND = "prune-losses";

  private PruningCostTables() {}

  static Columns columns() {
    return new Columns().float64("loss");
  }

  static String directory(int order, int shard) {
    return "losses/order=%d/shard=%d".formatted(order, shard);
  }

  static TableReader open(Configuration conf, Published losses, int order, int shard) {
    return new TableReader(conf, losses, losses.only(directory(order, shard)), columns());
  }

  /** The loss of the n-gram that is next. */
  static double next(TableReader table) throws IOException {
    if (!table.next()) {
      throw new IllegalStateException("fewer losses than n-grams");
    }
    return table.float64(0);
  }
}

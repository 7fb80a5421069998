package org.corpuslm.evaluate.score;

/** Ways to provide a model to the tasks that score held-out text. */
public enum Serving {
  /** {@link #REPLICATED} for models that fit the memory limit, {@link #SHARDED} for others. */
  AUTO,
  /** Every executor loads the whole model. */
  REPLICATED,
  /** Every position is sent to the one shard of an n-gram model that can score it. */
  SHARDED
}

package org.corpuslm.cli.options;

import org.corpuslm.evaluate.score.Serving;
import picocli.CommandLine.Option;

/** Distribution of n-gram models over executors. */
public final class ServingOptions {
  @Option(
      names = "--serving",
      defaultValue = "auto",
      paramLabel = "auto|replicated|sharded",
      description =
          "How executors hold n-gram models: replicated = each loads the complete model; sharded ="
              + " every position is scored by the shard that holds its context; auto = replicated"
              + " if the model fits, else sharded. Default: auto")
  private Serving serving;

  /** Returns how the models are served. */
  public Serving serving() {
    return serving;
  }
}

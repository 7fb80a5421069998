package org.corpuslm.evaluate.score;

import java.io.Serializable;
import org.apache.hadoop.conf.Configuration;
import org.corpuslm.model.LanguageModel;
import org.corpuslm.model.saved.Models;
import org.corpuslm.neural.kernel.BlasAgreement;
import org.corpuslm.runtime.BadInputException;
import org.corpuslm.runtime.Cluster;
import org.corpuslm.runtime.MemoryBudget;

/** A model that every executor loads once, whole, for all of its tasks and for later jobs. */
public final class ReplicatedModel implements Serializable {
  private static final long serialVersionUID = 1;

  private final ModelHandle handle;

  private ReplicatedModel(ModelHandle handle) {
    this.handle = handle;
  }

  /**
   * Describes a model without loading it.
   *
   * @param path directory of the model
   * @throws BadInputException if it is no model, or takes more memory than an executor keeps for
   *     models
   */
  public static ReplicatedModel of(Cluster cluster, String path) {
    ReplicatedModel model = of(cluster.hadoop(), cluster.memory(), path);
    if (Models.open(cluster.hadoop(), path, 0).carriesState()) {
      BlasAgreement.reach(cluster, BlasAgreement.AUTO);
    }
    return model;
  }

  /**
   * Describes a model without loading it, in a Spark application that is not corpuslm's own.
   *
   * @param memory budget of an executor
   * @throws BadInputException likewise
   */
  public static ReplicatedModel of(Configuration conf, MemoryBudget memory, String path) {
    LanguageModel model = Models.open(conf, path, 0);
    long bytes = model.memory(memory.slots());
    if (bytes > memory.kept()) {
      throw new BadInputException(
          ("model %s takes about %,d MB, and an executor keeps %,d MB for models, half its heap. Give"
                  + " executors more memory (spark.executor.memory, or -Xmx in local mode), or prune"
                  + " the model")
              .formatted(path, bytes >> 20, memory.kept() >> 20));
    }
    return new ReplicatedModel(
        new ModelHandle(
            model.path(),
            Models.asInput(conf, path).fingerprint(),
            null,
            Long.MAX_VALUE,
            0,
            bytes,
            -1,
            true,
            model.vocabularyFingerprint(),
            model.text()));
  }

  /** Returns the loaded model, for as long as the running task lasts. */
  public LanguageModel load(Configuration conf) {
    handle.load(conf);
    return handle.model(conf);
  }
}

package org.corpuslm.evaluate.score;

import java.io.IOException;
import java.io.Serializable;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.corpuslm.corpus.EncodedText;
import org.corpuslm.corpus.Vocabulary;
import org.corpuslm.model.Mixture;
import org.corpuslm.model.saved.Models;

/**
 * Everything that the scoring tasks of one evaluation need to know about the models.
 *
 * @param components the models that are scored; none of them is a mixture
 * @param models the evaluated models, as weighted components
 * @param vocabularyOf directory or binary file with the vocabulary in which the held-out text is
 *     read
 * @param resetPerSentence whether models with a state begin every sentence with the zero state
 */
public record ScoringPlan(
    List<ModelHandle> components,
    List<WeightedComponents> models,
    String vocabularyOf,
    boolean resetPerSentence)
    implements Serializable {

  /**
   * A model as a weighted sum of scored models: of one with weight 1, or of those in a mixture.
   *
   * @param indices indices of the scored models
   * @param weights their weights, at least 0, with sum 1
   */
  record WeightedComponents(int[] indices, double[] weights) implements Serializable {
    boolean isMixture() {
      return indices.length > 1;
    }

    /** Returns ln p of every token, {@code [tokens]}, from {@code [component][tokens]}. */
    double[] lnP(double[][] componentLnP) {
      if (!isMixture()) {
        return componentLnP[indices[0]];
      }
      double[][] parts = new double[indices.length][];
      for (int i = 0; i < indices.length; i++) {
        parts[i] = componentLnP[indices[i]];
      }
      double[] lnP = new double[parts[0].length];
      for (int at = 0; at < lnP.length; at++) {
        lnP[at] = Mixture.lnSum(weights, parts, at);
      }
      return lnP;
    }
  }

  /** Returns {@code sharded} if any component of a model is, else {@code replicated}. */
  public String serving(int model) {
    boolean sharded = false;
    for (int c : models.get(model).indices()) {
      sharded |= components.get(c).sharded();
    }
    return sharded ? "sharded" : "replicated";
  }

  /** Reads held-out text in the word ids of a component. */
  EncodedText text(Configuration conf, HeldOutPartition partition, int component)
      throws IOException {
    ModelHandle handle = components.get(component);
    Vocabulary own = handle.model(conf).vocabulary();
    if (partition.isPlain()) {
      return partition.with(handle.text()).read(conf, own);
    }
    if (handle.sameIds()) {
      return partition.read(conf, own);
    }
    Vocabulary reference = Models.vocabulary(conf, vocabularyOf);
    return partition.read(conf, reference).in(reference, own);
  }

  /** Returns the index of the sharded component that a shard belongs to. */
  int componentOfShard(int shard) {
    int found = -1;
    for (int c = 0; c < components.size(); c++) {
      if (components.get(c).sharded() && components.get(c).firstShard() <= shard) {
        found = c;
      }
    }
    return found;
  }
}

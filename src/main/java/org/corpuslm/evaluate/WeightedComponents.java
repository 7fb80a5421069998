package org.corpuslm.evaluate;

import java.io.Serializable;
import org.corpuslm.model.Mixture;

/**
 * A model as a weighted sum of models that are scored: of one with weight 1, or of those that a
 * mixture consists of.
 *
 * @param leaves their indices
 * @param weights their weights
 */
record WeightedComponents(int[] leaves, double[] weights) implements Serializable {

  boolean isMixture() {
    return leaves.length > 1;
  }

  /** Scores from those of the leaves. */
  double[] lnP(double[][] leafLnP) {
    if (!isMixture()) {
      return leafLnP[leaves[0]];
    }
    double[][] parts = new double[leaves.length][];
    for (int i = 0; i < leaves.length; i++) {
      parts[i] = leafLnP[leaves[i]];
    }
    double[] lnP = new double[parts[0].length];
    for (int at = 0; at < lnP.length; at++) {
      lnP[at] = Mixture.lnSum(weights, parts, at);
    }
    return lnP;
  }
}

package org.corpuslm.model.cache;

import org.corpuslm.model.LanguageModel.Scorer;
import org.corpuslm.model.StateModel.StateScorer;

/** Scores sentences with any model, and gets the states of one that has them. */
public final class StatesOf {
  private StatesOf() {}

  /**
   * Scores a sentence; see {@link Scorer#sentence}.
   *
   * @param stateSize H; 0 for a model without states
   * @return the states before the words, [to − from, H]; empty without states
   */
  public static float[] sentence(
      Scorer scorer, int stateSize, int[] ids, int from, int to, double[] lnP, byte[] order) {
    float[] states = new float[Math.multiplyExact(to - from, stateSize)];
    if (stateSize > 0) {
      ((StateScorer) scorer).sentence(ids, from, to, lnP, order, states);
    } else {
      scorer.sentence(ids, from, to, lnP, order);
    }
    return states;
  }
}

package org.corpuslm.model;

/**
 * A model with a hidden state before every word, a vector that can be compared with the states
 * before earlier words: the input of the softmax of a network.
 */
public interface StateModel extends LanguageModel {

  /** Returns H, the length of a state. */
  int stateSize();

  @Override
  StateScorer scorer(boolean resetPerSentence);

  /** Scores tokens and tells the states that the distributions were computed from. */
  interface StateScorer extends Scorer {
    /**
     * Scores one sentence as {@link Scorer#sentence} does.
     *
     * @param states receives the state before each word, [to − from, H]
     */
    void sentence(int[] ids, int from, int to, double[] lnP, byte[] order, float[] states);

    /**
     * Returns the states of a text that begins with {@code history}: row i is the state after
     * {@code history[0..i]}, which the distribution of the next word is computed from. The state of
     * {@link #sentence} is neither used nor changed.
     *
     * @param history as in {@link Scorer#next}, not empty
     * @return [history.length, H]
     */
    float[] states(int[] history);
  }
}

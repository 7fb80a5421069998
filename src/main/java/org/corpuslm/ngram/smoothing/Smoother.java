package org.corpuslm.ngram.smoothing;

import java.io.Serializable;
import org.corpuslm.ngram.model.UnigramSums;

/**
 * A way to turn counts into probabilities. One object serves all contexts of a model; everything
 * global it needs (discounts, δ, |V|) it was made with, so that shards need no exchange.
 *
 * <p>The model it defines is a back-off model: p(w|h) is the stored value where hw has one, else
 * γ(h)·p(w|h'), h' = h without its first word; γ of a context that is not stored is {@link
 * #unseenBackoff}.
 */
interface Smoother extends Serializable {

  /** Counts of one context and the results, by position; probabilities are linear. */
  final class Context {
    /** Length of the context in words. */
    int length;

    /** Whether its first word is {@code <s>}. */
    boolean fromStart;

    int size;
    int[] words;
    double[] raw;
    double[] adjusted;

    /** Whether the i-th n-gram is left out of the model (it keeps its part in the sums). */
    boolean[] pruned;

    /** p(w|h') of the i-th n-gram hw. */
    double[] lower;

    /** The unigram distribution. */
    UnigramSums unigrams;

    /** The context h' as it was smoothed; null if h has one word. */
    Context shorter;

    /** Result: p(w|h) of the i-th n-gram. */
    double[] p;

    /** Result: γ(h). */
    double backoff;

    /** Result of methods that ask for it: the part of p(·|h) left to words without an n-gram. */
    double reserved;
  }

  /** Fills {@link Context#p} and {@link Context#backoff}. */
  void smooth(Context context);

  /**
   * The unigram distribution by word id.
   *
   * @param raw raw counts by word id
   * @param adjusted adjusted counts by word id
   */
  double[] unigrams(double[] raw, double[] adjusted);

  /** Whether n-grams with such a context have values of their own in the model. */
  default boolean stores(int contextLength, boolean fromStart) {
    return true;
  }

  /** Linear back-off weight of contexts that the model does not have. */
  default double unseenBackoff() {
    return 1;
  }

  /** Whether the values are probabilities that sum to one. */
  default boolean normalized() {
    return true;
  }
}

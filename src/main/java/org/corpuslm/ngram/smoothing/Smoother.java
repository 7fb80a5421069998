package org.corpuslm.ngram.smoothing;

import java.io.Serializable;
import org.corpuslm.ngram.model.UnigramSums;

/**
 * A smoothing method: turns counts into probabilities. One object serves all contexts of a model
 * and is immutable; its constructor receives all global parameters (discounts, δ, |V|), so that
 * shards need no exchange.
 *
 * <p>It defines a back-off model: p(w|h) is the stored value of the n-gram hw if it has one, else
 * γ(h)·p(w|h'), where h' is h without its first word. γ of a context that is not stored is {@link
 * #unseenBackoff}.
 */
interface Smoother extends Serializable {

  /**
   * The counts of one context and the resulting probabilities, which are linear. Arrays have values
   * at {@code 0 … size−1}.
   */
  final class Context {
    /** Number of words of the context. */
    int length;

    /** Whether the first word of the context is {@code <s>}. */
    boolean fromStart;

    /** Number of n-grams of the context. */
    int size;

    /** The next words, ascending. */
    int[] words;

    /** Raw counts. */
    double[] raw;

    /** Adjusted counts; raw counts at the highest order. */
    double[] adjusted;

    /** Whether the i-th n-gram is left out of the model; its count stays in the sums. */
    boolean[] pruned;

    /** p(w|h') of the i-th n-gram hw. */
    double[] lower;

    /** The unigram distribution. */
    UnigramSums unigrams;

    /** The context h' with its results; null if h has one word. */
    Context shorter;

    /** Result: p(w|h) of the i-th n-gram. */
    double[] p;

    /** Result: γ(h). */
    double backoff;

    /** Result of Katz back-off: the probability left to words without an n-gram after h. */
    double reserved;
  }

  /** Computes {@link Context#p} and {@link Context#backoff}. */
  void smooth(Context context);

  /**
   * Returns the unigram probabilities by word id, linear.
   *
   * @param raw raw counts by word id
   * @param adjusted adjusted counts by word id
   */
  double[] unigrams(double[] raw, double[] adjusted);

  /**
   * Returns whether n-grams with such a context have values of their own in the model.
   *
   * @param contextLength number of words of the context
   * @param fromStart whether its first word is {@code <s>}
   */
  default boolean stores(int contextLength, boolean fromStart) {
    return true;
  }

  /** Returns the linear back-off weight of contexts that the model does not have. */
  default double unseenBackoff() {
    return 1;
  }

  /** Returns whether the values are probabilities that sum to one. */
  default boolean normalized() {
    return true;
  }
}

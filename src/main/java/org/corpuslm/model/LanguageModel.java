package org.corpuslm.model;

import org.corpuslm.corpus.TextSpec;
import org.corpuslm.corpus.Vocabulary;

/**
 * Whatever assigns a probability to every next word of a sequence. Perplexity, prediction,
 * generation and mixing are written once, against this. Thread-safe; {@link Scorer}s are not.
 */
public interface LanguageModel {

  /** Where it was opened. */
  String path();

  /** Kind of directory, for example {@code ngram-model}. */
  String kind();

  /** A short name for tables, for example {@code modified-kneser-ney 5-gram}. */
  String name();

  Vocabulary vocabulary();

  /** SHA-256 of the vocabulary; two models with the same one speak of the same ids. */
  String vocabularyFingerprint();

  /** How text becomes words. */
  TextSpec text();

  /** Whether p(·|h) sums to one. If not, values are scores and have no perplexity. */
  boolean normalized();

  /**
   * Whether what its scorers make of a sentence depends on the sentences before, unless they are
   * reset.
   */
  default boolean carriesState() {
    return false;
  }

  /**
   * Loads what is otherwise loaded when it is first asked for, if all of it fits into the memory
   * given to the model.
   */
  default void load() {}

  /**
   * Bytes that it takes in a JVM once it is loaded, roughly: on the heap, and outside of it what
   * scorers need.
   *
   * @param scorers that score at the same time
   */
  long memory(int scorers);

  /** Bytes of {@link #memory} that are taken when it is opened, before {@link #load}. */
  long memoryOpened();

  /** How stored figures were coarsened when it was opened, in words; null if they were not. */
  default String approximation() {
    return null;
  }

  /** A new scorer, at the start of a text; goes on from sentence to sentence, if the model does. */
  Scorer scorer();

  /**
   * A new scorer, at the start of a text.
   *
   * @param resetPerSentence whether every sentence is scored as the first one of a text; all the
   *     same to a model that carries no state
   */
  default Scorer scorer(boolean resetPerSentence) {
    return scorer();
  }

  /** Scores tokens; keeps the state of a model that carries one from sentence to sentence. */
  interface Scorer {
    /** Most n-gram models and others without a notion of it report 0. */
    int NO_ORDER = 0;

    /**
     * Scores one sentence.
     *
     * @param ids words of the sentence and {@code </s>} at {@code from … to−1}; {@code <s>} is
     *     understood
     * @param lnP receives at the same indices the natural logarithm of p(word | what is before)
     * @param order receives the order of the n-gram that gave each, or {@link #NO_ORDER}
     */
    void sentence(int[] ids, int from, int to, double[] lnP, byte[] order);

    /**
     * Scores a whole text, from its start; what a model that carries a state makes of it is the
     * same as sentence by sentence, but that it may begin anew now and then in a long text, to
     * score its stretches side by side.
     *
     * @param ids sentences, one after the other, each ending in {@code </s>}
     * @param lnP as for {@link #sentence}
     * @param order as for {@link #sentence}
     */
    default void text(int[] ids, double[] lnP, byte[] order) {
      for (int from = 0, to; from < ids.length; from = to) {
        to = Vocabulary.endOfSentence(ids, from);
        sentence(ids, from, to, lnP, order);
      }
    }

    /**
     * The distribution over the next word; from the history alone, whatever sentences were scored
     * before. Moves nothing that {@link #sentence} goes on from.
     *
     * @param history ids before it; begins with {@code <s>} if that is where the text begins
     * @param lnP receives ln p by word id; −∞ for {@code <s>}
     */
    void next(int[] history, double[] lnP);
  }
}

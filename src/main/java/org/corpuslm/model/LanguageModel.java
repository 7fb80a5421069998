package org.corpuslm.model;

import org.corpuslm.corpus.TextSpec;
import org.corpuslm.corpus.Vocabulary;

/**
 * A model that assigns a probability to every next word of a sequence. Perplexity, prediction,
 * generation and mixing use only this interface. Thread-safe; {@link Scorer}s are not.
 */
public interface LanguageModel {

  /** Returns the directory of the model. */
  String path();

  /** Returns the kind of the directory, for example {@code ngram-model}. */
  String kind();

  /** Returns a short name for tables, for example {@code modified-kneser-ney 5-gram}. */
  String name();

  /** Returns the words and their ids. */
  Vocabulary vocabulary();

  /** Returns the SHA-256 of the vocabulary; models with equal values have the same word ids. */
  String vocabularyFingerprint();

  /** Returns how text becomes words. */
  TextSpec text();

  /** Returns whether p(·|h) sums to 1. If not, values are scores and have no perplexity. */
  boolean normalized();

  /** Returns the order of an n-gram model; 0 for other models. */
  default int order() {
    return 0;
  }

  /**
   * Returns whether the probabilities of a sentence depend on the sentences before it, unless the
   * scorer is reset per sentence.
   */
  default boolean carriesState() {
    return false;
  }

  /**
   * Loads all parts now that would otherwise be loaded on first use, if they fit into the memory
   * that the model was opened with.
   */
  default void load() {}

  /**
   * Returns the approximate bytes of the loaded model in a JVM: its heap, and the heap and native
   * memory of its scorers.
   *
   * @param scorers number of scorers in use at the same time
   */
  long memory(int scorers);

  /** Returns the part of {@link #memory} that the opened model takes before {@link #load}. */
  long memoryOpened();

  /** Returns a description of the quantization of stored values; null if they are exact. */
  default String approximation() {
    return null;
  }

  /** Returns a new scorer at the start of a text, which keeps state between sentences if any. */
  Scorer scorer();

  /**
   * Returns a new scorer at the start of a text.
   *
   * @param resetPerSentence whether to score every sentence as the first of a text; without effect
   *     on a model that carries no state
   */
  default Scorer scorer(boolean resetPerSentence) {
    return scorer();
  }

  /** Scores tokens and keeps the state of the model between sentences. Not thread-safe. */
  interface Scorer {
    /** The order that models without n-gram orders report. */
    int NO_ORDER = 0;

    /**
     * Scores one sentence.
     *
     * @param ids the words of the sentence and {@code </s>} at {@code from … to−1}, without {@code
     *     <s>}
     * @param lnP receives ln p(word | history) at the same indices
     * @param order receives the order of the matched n-gram at the same indices, or {@link
     *     #NO_ORDER}
     */
    void sentence(int[] ids, int from, int to, double[] lnP, byte[] order);

    /**
     * Scores a whole text from its start. The result equals that of scoring sentence by sentence,
     * except that a model with state may restart at some sentences of a long text in order to score
     * segments in parallel.
     *
     * @param ids sentences one after the other, each ended by {@code </s>}
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
     * Computes the distribution of the next word from a history alone. The state of {@link
     * #sentence} is neither used nor changed.
     *
     * @param history ids of the words before; starts with {@code <s>} at the start of a sentence
     * @param lnP receives ln p by word id, length |vocabulary|; −∞ for {@code <s>}
     */
    void next(int[] history, double[] lnP);
  }
}

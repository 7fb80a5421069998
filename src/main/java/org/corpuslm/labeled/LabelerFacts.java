package org.corpuslm.labeled;

import org.corpuslm.corpus.LabelSpec.Task;
import org.corpuslm.corpus.TextSpec;
import org.corpuslm.runtime.BadInputException;

/**
 * The facts of a saved labeler in its manifest.
 *
 * @param task what gets labels
 * @param text how lines become words
 * @param labels number of labels
 * @param vocabularySize number of words, with the three special ones
 * @param sentences training sentences
 * @param words training words, without {@code </s>}
 * @param ngrams n-grams of the highest order in {@code counts/ngrams.parquet}
 * @param emissions pairs of a word and a label in {@code counts/emissions.parquet}
 */
public record LabelerFacts(
    Task task,
    TextSpec text,
    int labels,
    int vocabularySize,
    long sentences,
    long words,
    long ngrams,
    long emissions) {

  /**
   * Checks that nothing is missing.
   *
   * @throws BadInputException if something is
   */
  public LabelerFacts {
    if (task == null || text == null || labels < 1 || vocabularySize < 3) {
      throw new BadInputException("task, text, labels or vocabularySize are missing");
    }
  }
}

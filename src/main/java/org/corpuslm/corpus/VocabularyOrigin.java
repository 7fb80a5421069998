package org.corpuslm.corpus;

/** The origin of the words of a vocabulary. */
public enum VocabularyOrigin {
  /** All words of the training text. */
  TEXT,
  /** The more frequent words of the training text ({@code --min-count}, {@code --max-vocab}). */
  LIMITED,
  /** A directory or word list that the user gave ({@code --vocabulary}). */
  GIVEN,
  /** The words of imported counts, without any text. */
  COUNTS;

  /** Returns whether words of the training text may be missing. */
  public boolean isClosed() {
    return this == LIMITED || this == GIVEN;
  }
}

package org.corpuslm.model;

import org.corpuslm.corpus.Vocabulary;
import org.corpuslm.corpus.VocabularyFile;
import org.corpuslm.runtime.Published;

/** A model that was opened from a published directory and has the vocabulary stored in it. */
public abstract class SavedModel implements LanguageModel {
  private final Published directory;
  private final Vocabulary vocabulary;

  /**
   * Takes over what was opened.
   *
   * @param directory of the model
   * @param vocabulary read from that directory
   */
  protected SavedModel(Published directory, Vocabulary vocabulary) {
    this.directory = directory;
    this.vocabulary = vocabulary;
  }

  /** Returns the directory that the model was opened from. */
  public final Published directory() {
    return directory;
  }

  @Override
  public final String path() {
    return directory.path();
  }

  @Override
  public final String kind() {
    return directory.manifest().kind();
  }

  @Override
  public final Vocabulary vocabulary() {
    return vocabulary;
  }

  @Override
  public final String vocabularyFingerprint() {
    return VocabularyFile.fingerprint(directory);
  }
}

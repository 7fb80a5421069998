package org.corpuslm.model;

import org.corpuslm.corpus.Vocabulary;
import org.corpuslm.corpus.VocabularyFile;
import org.corpuslm.runtime.Published;

/** A model that was opened from a published directory, with the vocabulary of that directory. */
public abstract class SavedModel implements LanguageModel {
  private final Published directory;
  private final Vocabulary vocabulary;

  /**
   * Makes a model of an opened directory.
   *
   * @param directory the directory of the model
   * @param vocabulary the vocabulary in that directory
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

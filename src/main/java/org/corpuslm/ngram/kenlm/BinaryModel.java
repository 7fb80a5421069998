package org.corpuslm.ngram.kenlm;

import org.apache.hadoop.conf.Configuration;
import org.corpuslm.corpus.TextSpec;
import org.corpuslm.corpus.Vocabulary;
import org.corpuslm.model.LanguageModel;

/**
 * A back-off n-gram model in a binary file of KenLM, mapped into memory: opening it reads only the
 * words, and pages with n-grams are read when they are used. Probabilities are single-precision
 * log10 values; sums are in double precision. As in the import of ARPA files, log10 p of −99 or
 * less and back-off weights of exactly −99 are zero. Text is split at white space, as KenLM's
 * {@code query} does, or as a directory with the same words does.
 *
 * <p>Memory: see {@link #memory}; the mapped file is outside the heap, and all processes of a
 * machine share it. Thread-safe; scorers are not.
 */
public final class BinaryModel implements LanguageModel {
  /** Kind of these models. */
  public static final String KIND = "kenlm-binary";

  private static final double LN10 = Math.log(10);

  private final BinaryFile file;
  private final BinaryWords words;
  private final Vocabulary vocabulary;
  private final String fingerprint; // of the vocabulary
  private final String vocabularyOf; // directory that the vocabulary was taken from, or null
  private final TextSpec text;
  private final int[] index; // index in the file by id

  private BinaryModel(
      BinaryFile file,
      BinaryWords words,
      Vocabulary vocabulary,
      String fingerprint,
      String vocabularyOf,
      TextSpec text,
      int[] index) {
    this.file = file;
    this.words = words;
    this.vocabulary = vocabulary;
    this.fingerprint = fingerprint;
    this.vocabularyOf = vocabularyOf;
    this.text = text;
    this.index = index;
  }

  /**
   * Opens a file and reads its words.
   *
   * @throws org.corpuslm.runtime.BadInputException if it cannot be read; see {@link
   *     BinaryFile#open}
   */
  public static BinaryModel open(Configuration conf, String path) {
    BinaryFile file = BinaryFile.open(conf, path);
    BinaryWords words = file.words();
    return new BinaryModel(
        file,
        words,
        words.vocabulary(),
        words.fingerprint(),
        null,
        TextSpec.of("whitespace", false, Vocabulary.UNK_WORD),
        words.index());
  }

  /**
   * Returns the same model with the ids of another vocabulary, or this model if the two do not have
   * the same words.
   *
   * @param other a vocabulary with the same words in another order
   * @param otherFingerprint fingerprint of that vocabulary
   * @param directory directory of that vocabulary
   * @param textOfOther how text becomes these words; null = as before
   */
  public BinaryModel withVocabulary(
      Vocabulary other, String otherFingerprint, String directory, TextSpec textOfOther) {
    int[] indexOfOther = BinaryWords.indexOf(other, words, file.search().words());
    return indexOfOther == null
        ? this
        : new BinaryModel(
            file,
            words,
            other,
            otherFingerprint,
            directory,
            textOfOther == null ? text : textOfOther,
            indexOfOther);
  }

  /** Returns the directory that the vocabulary was taken from; null if it is the file's own. */
  public String vocabularyOf() {
    return vocabularyOf;
  }

  @Override
  public String path() {
    return file.path();
  }

  @Override
  public String kind() {
    return KIND;
  }

  @Override
  public String name() {
    return "KenLM %s %d-gram".formatted(file.header().type().shortName(), order());
  }

  @Override
  public int order() {
    return file.header().order();
  }

  @Override
  public Vocabulary vocabulary() {
    return vocabulary;
  }

  @Override
  public String vocabularyFingerprint() {
    return fingerprint;
  }

  @Override
  public TextSpec text() {
    return text;
  }

  @Override
  public boolean normalized() {
    return true;
  }

  @Override
  public String approximation() {
    return file.search().approximation();
  }

  /** Returns the heap that the words take; the mapped file is outside the heap. */
  @Override
  public long memory(int scorers) {
    return memoryOpened();
  }

  @Override
  public long memoryOpened() {
    long ids = (long) Integer.BYTES * index.length;
    long own = words.vocabulary().memory() + ids;
    return vocabularyOf == null ? own : own + vocabulary.memory() + ids;
  }

  @Override
  public Scorer scorer() {
    return new Lookup();
  }

  private final class Lookup implements Scorer {
    private final SentenceState state = new SentenceState(file.search().cursor(), order());
    private final int[] start = {Vocabulary.BOS};

    @Override
    public void sentence(int[] ids, int from, int to, double[] lnP, byte[] order) {
      try {
        state.set(index, start, 1);
        for (int i = from; i < to; i++) {
          lnP[i] = LN10 * state.append(index[ids[i]]);
          order[i] = (byte) state.matched();
        }
      } catch (IndexOutOfBoundsException e) {
        throw BinaryFile.damaged(path(), e);
      }
    }

    @Override
    public void next(int[] history, double[] lnP) {
      try {
        state.set(index, history, history.length);
        for (int id = 0; id < lnP.length; id++) {
          lnP[id] = id == Vocabulary.BOS ? Double.NEGATIVE_INFINITY : LN10 * state.log10(index[id]);
        }
      } catch (IndexOutOfBoundsException e) {
        throw BinaryFile.damaged(path(), e);
      }
    }
  }
}

package org.corpuslm.model.saved;

import java.util.Arrays;
import org.apache.hadoop.conf.Configuration;
import org.corpuslm.corpus.TextSpec;
import org.corpuslm.corpus.Vocabulary;
import org.corpuslm.corpus.VocabularyFile;
import org.corpuslm.model.LanguageModel;
import org.corpuslm.model.Mixture;
import org.corpuslm.model.cache.CachedModel;
import org.corpuslm.neural.model.NeuralModel;
import org.corpuslm.neural.model.NeuralModelFormat;
import org.corpuslm.ngram.kenlm.BinaryFile;
import org.corpuslm.ngram.kenlm.BinaryModel;
import org.corpuslm.ngram.model.NgramModel;
import org.corpuslm.runtime.Manifest;
import org.corpuslm.runtime.Published;

/**
 * Opens a saved model of any kind: directories of corpuslm, and binary files of KenLM. A new kind
 * of directory is added to {@link Kind} alone.
 */
public final class Models {

  /** All kinds of saved models. */
  private enum Kind {
    MIXTURE(Mixture.KIND, MixtureFormat::open),
    CACHED(CachedModel.KIND, CachedModelFormat::open),
    NEURAL(
        NeuralModel.KIND,
        (conf, directory, memory, bits) -> NeuralModelFormat.open(conf, directory)),
    NGRAM(NgramModel.KIND, NgramModel::open),
    PACKED(NgramModel.PACKED_KIND, NgramModel::open);

    final String id;
    final Opener opener;

    Kind(String id, Opener opener) {
      this.id = id;
      this.opener = opener;
    }
  }

  /**
   * Opens the directories of one kind; see {@link Models#open(Configuration, String, long, int)}.
   */
  private interface Opener {
    LanguageModel open(Configuration conf, Published directory, long memory, int bits);
  }

  private static final String[] IDS =
      Arrays.stream(Kind.values()).map(kind -> kind.id).toArray(String[]::new);

  private Models() {}

  /**
   * Opens a model with exact values.
   *
   * @param path the model's directory, or a binary file of KenLM
   * @param memory approximate limit, in bytes, of the parts of the model in memory at the same time
   * @throws org.corpuslm.runtime.BadInputException if {@code path} is not a model, or is damaged
   */
  public static LanguageModel open(Configuration conf, String path, long memory) {
    return open(conf, path, memory, 0);
  }

  /**
   * Opens a model and quantizes the values of its n-gram models. Networks are always exact, and
   * binary files of KenLM have the values that they were built with.
   *
   * @param path the model's directory, or a binary file of KenLM
   * @param memory approximate limit, in bytes, of the parts of the model in memory at the same time
   * @param bits bits per stored value; 0 = exact values
   * @throws org.corpuslm.runtime.BadInputException if {@code path} is not a model, or is damaged
   */
  public static LanguageModel open(Configuration conf, String path, long memory, int bits) {
    if (BinaryFile.isBinary(conf, path)) {
      return BinaryModel.open(conf, path);
    }
    Published directory = directory(conf, path);
    String id = directory.manifest().kind();
    for (Kind kind : Kind.values()) {
      if (kind.id.equals(id)) {
        return kind.opener.open(conf, directory, memory, bits);
      }
    }
    throw new IllegalStateException("no kind of model is called " + id);
  }

  /**
   * Returns a model as manifests list it, without loading it.
   *
   * @throws org.corpuslm.runtime.BadInputException if {@code path} is no model
   */
  public static Manifest.Input asInput(Configuration conf, String path) {
    return BinaryFile.isBinary(conf, path)
        ? BinaryFile.asInput(conf, path)
        : directory(conf, path).asInput();
  }

  /**
   * Reads the vocabulary of a corpus, count store or model.
   *
   * @param path its directory, or a binary file of KenLM
   */
  public static Vocabulary vocabulary(Configuration conf, String path) {
    return BinaryFile.isBinary(conf, path)
        ? BinaryModel.open(conf, path).vocabulary()
        : VocabularyFile.read(conf, Published.open(conf, path));
  }

  /**
   * Gives a binary file of KenLM the word ids of a directory, if both have the same words. Returns
   * other models as they are.
   *
   * @param directory a corpus, count store or model
   * @param text how text becomes words there; null = as the file does
   */
  public static LanguageModel withVocabularyOf(
      Configuration conf, LanguageModel model, Published directory, TextSpec text) {
    return model instanceof BinaryModel binary
        ? binary.withVocabulary(
            VocabularyFile.read(conf, directory),
            VocabularyFile.fingerprint(directory),
            directory.path(),
            text)
        : model;
  }

  /**
   * Returns the directory of a saved model, without loading the model.
   *
   * @throws org.corpuslm.runtime.BadInputException if {@code path} is not a model; the message
   *     names the command that makes one
   */
  public static Published directory(Configuration conf, String path) {
    return Published.open(conf, path, IDS);
  }
}

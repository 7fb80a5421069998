package org.corpuslm.corpus;

import java.util.List;
import java.util.Locale;
import org.apache.hadoop.conf.Configuration;
import org.corpuslm.runtime.BadInputException;
import org.corpuslm.runtime.Published;
import org.corpuslm.runtime.PublishedFile;

/**
 * An encoded corpus: a directory with {@code vocabulary/}, {@code train/}, {@code valid/}, {@code
 * test/} and {@code quarantine/}.
 *
 * @param directory the published directory
 * @param facts the numbers of lines, sentences and tokens
 * @param config the configuration of {@code prepare} that made the corpus
 */
public record Corpus(Published directory, CorpusFacts facts, PrepareConfig config) {
  /** The kind of its directory in the manifest. */
  public static final String KIND = "corpus";

  /**
   * Opens a corpus directory.
   *
   * @throws BadInputException if {@code path} is not a corpus, or its manifest is damaged
   */
  public static Corpus open(Configuration conf, String path) {
    Published directory = Published.open(conf, path, KIND);
    return new Corpus(
        directory,
        directory.facts(CorpusFacts.class),
        directory.configuration(PrepareConfig.class));
  }

  /** Returns how lines became sentences of words. */
  public TextSpec text() {
    return config.text();
  }

  static String directory(HoldoutSplit.Part part) {
    return part.name().toLowerCase(Locale.ROOT);
  }

  /** Returns the files of a split (train, valid or test), in order of the text. */
  public List<PublishedFile> files(String split) {
    return directory.manifest().below(split);
  }

  /**
   * Returns the files of a held-out split.
   *
   * @param split valid or test
   * @throws BadInputException if the name is another, or the corpus lacks the split
   */
  public List<PublishedFile> heldOut(String split) {
    if (!split.equals("valid") && !split.equals("test")) {
      throw new BadInputException("--split is " + split + "; it must be valid or test");
    }
    List<PublishedFile> files = files(split);
    if (files.isEmpty()) {
      throw new BadInputException(
          "corpus %s has no %s split; prepare it with --holdout or with --valid and --test"
              .formatted(directory.path(), split));
    }
    return files;
  }

  /**
   * Returns what has labels.
   *
   * @throws BadInputException if nothing has
   */
  public LabelSpec.Task task() {
    if (config.labels() == null) {
      throw new BadInputException(
          "corpus %s has no labels; prepare it with --task tag or --task classify"
              .formatted(directory.path()));
    }
    return config.labels().task();
  }

  /** Reads the labels of a corpus that has some. */
  public Labels labels(Configuration conf) {
    return Labels.read(conf, directory);
  }

  /** Reads the vocabulary. */
  public Vocabulary vocabulary(Configuration conf) {
    return VocabularyFile.read(conf, directory);
  }
}

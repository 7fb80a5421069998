package org.corpuslm.corpus;

import java.util.List;
import java.util.Locale;
import org.apache.hadoop.conf.Configuration;
import org.corpuslm.runtime.BadInputException;
import org.corpuslm.runtime.Published;
import org.corpuslm.runtime.PublishedFile;

/**
 * An encoded corpus: {@code vocabulary/}, {@code train/}, {@code valid/}, {@code test/}, {@code
 * quarantine/}.
 *
 * @param directory where it is published
 * @param facts its sizes
 * @param config how it was made
 */
public record Corpus(Published directory, CorpusFacts facts, PrepareConfig config) {
  public static final String KIND = "corpus";

  /**
   * Opens a corpus directory.
   *
   * @throws BadInputException if there is none
   */
  public static Corpus open(Configuration conf, String path) {
    Published directory = Published.open(conf, path, KIND);
    return new Corpus(
        directory,
        directory.facts(CorpusFacts.class),
        directory.configuration(PrepareConfig.class));
  }

  /** Returns how its lines became words. */
  public TextSpec text() {
    return config.text();
  }

  static String directory(HoldoutSplit.Part part) {
    return part.name().toLowerCase(Locale.ROOT);
  }

  /** The files of a split: train, valid or test. */
  public List<PublishedFile> files(String split) {
    return directory.manifest().below(split);
  }

  /**
   * The files of a held-out split.
   *
   * @throws BadInputException if the corpus has nothing held out there
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

  public Vocabulary vocabulary(Configuration conf) {
    return VocabularyFile.read(conf, directory);
  }
}

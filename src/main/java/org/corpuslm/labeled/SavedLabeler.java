package org.corpuslm.labeled;

import org.apache.hadoop.conf.Configuration;
import org.corpuslm.corpus.LabelSpec.Task;
import org.corpuslm.corpus.Labels;
import org.corpuslm.corpus.TextSpec;
import org.corpuslm.corpus.Vocabulary;
import org.corpuslm.corpus.VocabularyFile;
import org.corpuslm.labeled.model.ClassNgrams;
import org.corpuslm.labeled.model.HiddenMarkov;
import org.corpuslm.labeled.model.Labeler;
import org.corpuslm.labeled.model.MostFrequentTag;
import org.corpuslm.runtime.BadInputException;
import org.corpuslm.runtime.ExecutorCache;
import org.corpuslm.runtime.Published;

/**
 * A saved model that gives labels, opened.
 *
 * @param directory the published directory
 * @param config the configuration that made it
 * @param facts its facts
 */
public record SavedLabeler(Published directory, LabelerConfig config, LabelerFacts facts) {
  /** The kind of its directory in the manifest. */
  public static final String KIND = "labeler";

  /** Bytes of heap of a row of counts, with the tables that are made of it. */
  private static final long BYTES_PER_COUNT = 200;

  /**
   * A model with what it needs to read text and to name labels.
   *
   * @param labeler the model
   * @param vocabulary its words
   * @param labels its labels
   */
  public record Loaded(Labeler labeler, Vocabulary vocabulary, Labels labels) {}

  /**
   * Opens the directory of a labeler without reading its counts.
   *
   * @throws BadInputException if {@code path} is not one, or its manifest is damaged
   */
  public static SavedLabeler open(Configuration conf, String path) {
    Published directory = Published.open(conf, path, KIND);
    return new SavedLabeler(
        directory,
        directory.configuration(LabelerConfig.class),
        directory.facts(LabelerFacts.class));
  }

  /**
   * Opens a labeler of one task.
   *
   * @throws BadInputException as {@link #open}, and if it labels something else
   */
  public static SavedLabeler open(Configuration conf, String path, Task task) {
    SavedLabeler opened = open(conf, path);
    if (opened.facts.task() != task) {
      throw new BadInputException(
          "%s labels %s; use corpuslm %s"
              .formatted(
                  path,
                  opened.facts.task() == Task.TAG ? "words" : "sentences",
                  opened.facts.task() == Task.TAG ? "tag" : "classify"));
    }
    return opened;
  }

  /** Returns a name for people. */
  public String name() {
    return switch (config.method()) {
      case MOST_FREQUENT_TAG, HMM -> config.method().toString();
      case NAIVE_BAYES -> "naive-bayes, delta %s".formatted(config.delta());
      case CLASS_NGRAMS -> "class-ngrams, order %d".formatted(config.order());
    };
  }

  /** Returns how lines become words. */
  public TextSpec text() {
    return facts.text();
  }

  /**
   * Reads the model.
   *
   * @throws BadInputException if a file is missing or damaged
   */
  public Loaded load(Configuration conf) {
    Vocabulary vocabulary = VocabularyFile.read(conf, directory);
    Labels labels = Labels.read(conf, directory);
    if (vocabulary.size() != facts.vocabularySize() || labels.size() != facts.labels()) {
      throw new BadInputException(
          directory.path() + " is damaged: its words or labels do not match its manifest");
    }
    LabelCounts counts = LabelCounts.read(conf, directory);
    Labeler labeler =
        switch (config.method()) {
          case MOST_FREQUENT_TAG ->
              new MostFrequentTag(counts.emissions, vocabulary.size(), labels.size());
          case HMM -> new HiddenMarkov(counts.ngrams, counts.emissions, vocabulary, labels.size());
          case NAIVE_BAYES, CLASS_NGRAMS ->
              new ClassNgrams(counts.ngrams, labels, vocabulary, config.delta());
        };
    return new Loaded(labeler, vocabulary, labels);
  }

  /** Returns the model for a running task, which shares it with other tasks of its JVM. */
  static Loaded forTask(Configuration conf, String path, String fingerprint) {
    SavedLabeler saved = open(conf, path);
    LabelerFacts facts = saved.facts;
    long bytes = BYTES_PER_COUNT * (facts.ngrams() + facts.emissions() + facts.vocabularySize());
    return ExecutorCache.ofJvm().forTask("labeler " + fingerprint, bytes, () -> saved.load(conf));
  }
}

package org.corpuslm.labeled;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.corpuslm.corpus.Corpus;
import org.corpuslm.corpus.CorpusFacts.SplitFacts;
import org.corpuslm.corpus.LabeledReader;
import org.corpuslm.corpus.Labels;
import org.corpuslm.corpus.Vocabulary;
import org.corpuslm.corpus.VocabularyFile;
import org.corpuslm.runtime.BadInputException;
import org.corpuslm.runtime.Cluster;
import org.corpuslm.runtime.Manifest;
import org.corpuslm.runtime.OutputDirectory;
import org.corpuslm.runtime.Published;

/**
 * Counts the training sentences of a labeled corpus, one task per partition, and saves a labeler.
 */
final class EstimateLabeler {
  private final Cluster cluster;
  private final LabelerConfig config;

  EstimateLabeler(Cluster cluster, LabelerConfig config) {
    this.cluster = cluster;
    this.config = config;
  }

  Published run(OutputDirectory output) {
    List<Manifest.Input> inputs = config.inputs(cluster.hadoop());
    Corpus corpus = config.open(cluster.hadoop());
    Vocabulary vocabulary = corpus.vocabulary(cluster.hadoop());
    Labels labels = corpus.labels(cluster.hadoop());
    SplitFacts train = corpus.facts().split("train");
    if (config.method().task() == org.corpuslm.corpus.LabelSpec.Task.TAG && train.tokens() == 0) {
      throw new BadInputException(
          "corpus %s has no training words; prepare it from text with words"
              .formatted(config.corpus()));
    }
    LabelCounts counts = new LabelCounts(config, labels.size());
    count(corpus, vocabulary.size(), labels.size()).forEach(counts::add);
    VocabularyFile.copy(cluster.hadoop(), corpus.directory(), output);
    labels.write(output);
    long[] rows = counts.write(output);
    LabelerFacts facts =
        new LabelerFacts(
            config.method().task(),
            corpus.text(),
            labels.size(),
            vocabulary.size(),
            train.sentences(),
            train.tokens(),
            rows[0],
            rows[1]);
    return output.publish(SavedLabeler.KIND, config, inputs, facts);
  }

  private List<LabelCounts> count(Corpus corpus, int words, int labels) {
    LabelerConfig settings = config;
    String path = corpus.directory().path();
    List<Integer> partitions =
        new ArrayList<>(IntStream.range(0, corpus.files("train").size()).boxed().toList());
    return cluster.map(
        "estimate-labels: counting",
        partitions,
        (partition, task) -> {
          LabelCounts counts = new LabelCounts(settings, labels);
          Corpus opened = Corpus.open(task.hadoop(), path);
          try (LabeledReader reader =
              new LabeledReader(task.hadoop(), opened, "train", partition, words, labels)) {
            while (reader.next()) {
              counts.add(reader.sentence());
            }
          }
          return counts;
        });
  }
}

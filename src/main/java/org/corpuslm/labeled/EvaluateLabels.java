package org.corpuslm.labeled;

import java.io.IOException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.hadoop.conf.Configuration;
import org.corpuslm.corpus.Corpus;
import org.corpuslm.corpus.LabelSpec.Task;
import org.corpuslm.corpus.LabeledReader;
import org.corpuslm.corpus.LabeledSentence;
import org.corpuslm.corpus.Labels;
import org.corpuslm.corpus.Vocabulary;
import org.corpuslm.evaluate.stats.Bootstrap;
import org.corpuslm.evaluate.stats.BootstrapSums;
import org.corpuslm.labeled.score.LabelStats;
import org.corpuslm.labeled.score.Spans;
import org.corpuslm.runtime.BadInputException;
import org.corpuslm.runtime.Cluster;
import org.corpuslm.runtime.Manifest;

/** Labels a held-out split with models, one task per partition, and counts right labels. */
public final class EvaluateLabels {
  private final Cluster cluster;
  private final LabelEvaluationConfig config;

  /** Prepares to evaluate models on a cluster. */
  public EvaluateLabels(Cluster cluster, LabelEvaluationConfig config) {
    this.cluster = cluster;
    this.config = config;
  }

  /** The sums of one partition. */
  private static final class PartitionSums implements Serializable {
    private static final long serialVersionUID = 1;

    final LabelStats[] stats; // by model
    final BootstrapSums accuracy; // right labels by model
    final BootstrapSums spanF; // twice the right spans of those that are true or found

    PartitionSums(int models, int replicates, boolean spans) {
      stats = new LabelStats[models];
      accuracy = new BootstrapSums(models, replicates);
      spanF = new BootstrapSums(spans ? models : 0, replicates);
      for (int m = 0; m < models; m++) {
        stats[m] = new LabelStats(spans);
      }
    }

    void add(PartitionSums other) {
      accuracy.add(other.accuracy);
      spanF.add(other.spanF);
      for (int m = 0; m < stats.length; m++) {
        stats[m].add(other.stats[m]);
      }
    }
  }

  /** A model as tasks find it. */
  private record Handle(String path, String fingerprint) implements Serializable {}

  /**
   * Evaluates the models.
   *
   * @throws BadInputException if a model labels something else than the corpus has labels of, or
   *     the corpus lacks the split
   */
  public LabelEvaluation run() {
    Configuration conf = cluster.hadoop();
    Corpus corpus = Corpus.open(conf, config.corpus());
    Task task = corpus.task();
    int partitions = corpus.heldOut(config.split()).size();
    List<Manifest.Input> inputs = new ArrayList<>();
    inputs.add(corpus.directory().asInput());
    List<SavedLabeler> models = new ArrayList<>();
    for (String path : config.models()) {
      SavedLabeler model = SavedLabeler.open(conf, path);
      if (model.facts().task() != task) {
        throw new BadInputException(
            "%s labels %s, but corpus %s has labels of %s; give models of one task"
                .formatted(path, plural(model.facts().task()), config.corpus(), plural(task)));
      }
      models.add(model);
      inputs.add(model.directory().asInput());
    }
    Labels labels = corpus.labels(conf);
    boolean spans =
        task == Task.TAG
            && Spans.areMarkedBy(IntStream.range(0, labels.size()).mapToObj(labels::name).toList());
    int replicates = Bootstrap.replicates(partitions);
    PartitionSums total = new PartitionSums(models.size(), replicates, spans);
    score(corpus, models, partitions, replicates, spans).forEach(total::add);
    return result(corpus, models, labels, spans, total, replicates, inputs);
  }

  private static String plural(Task task) {
    return task == Task.TAG ? "words" : "sentences";
  }

  private List<PartitionSums> score(
      Corpus corpus, List<SavedLabeler> models, int partitions, int replicates, boolean spans) {
    List<Handle> handles =
        new ArrayList<>(
            models.stream()
                .map(m -> new Handle(m.directory().path(), m.directory().manifest().fingerprint()))
                .toList());
    String path = corpus.directory().path();
    String split = config.split();
    List<Integer> numbers = IntStream.range(0, partitions).boxed().toList();
    return cluster.map(
        "evaluate: labeling",
        numbers,
        (partition, task) ->
            score(task.hadoop(), path, split, partition, handles, replicates, spans));
  }

  private static PartitionSums score(
      Configuration conf,
      String path,
      String split,
      int partition,
      List<Handle> handles,
      int replicates,
      boolean spans)
      throws IOException {
    Corpus corpus = Corpus.open(conf, path);
    Vocabulary vocabulary = corpus.vocabulary(conf);
    Labels labels = corpus.labels(conf);
    List<TranslatedLabeler> models = new ArrayList<>();
    for (Handle handle : handles) {
      SavedLabeler.Loaded loaded = SavedLabeler.forTask(conf, handle.path, handle.fingerprint);
      models.add(new TranslatedLabeler(loaded, vocabulary, labels));
    }
    PartitionSums sums = new PartitionSums(models.size(), replicates, spans);
    double[] weights = new double[replicates];
    long number = 0;
    try (LabeledReader reader =
        new LabeledReader(conf, corpus, split, partition, vocabulary.size(), labels.size())) {
      while (reader.next()) {
        LabeledSentence sentence = reader.sentence();
        BootstrapSums.weights(Bootstrap.SEED, partition, number++, weights);
        for (int m = 0; m < models.size(); m++) {
          LabelStats.Sentence counts =
              sums.stats[m].add(sentence, models.get(m).labels(sentence), labels);
          sums.accuracy.sentence(weights, m, counts.right(), counts.labels());
          if (spans) {
            int either = counts.goldSpans() + counts.predictedSpans();
            sums.spanF.sentence(weights, m, 2.0 * counts.rightSpans(), either);
          }
        }
      }
    }
    return sums;
  }

  private LabelEvaluation result(
      Corpus corpus,
      List<SavedLabeler> models,
      Labels labels,
      boolean spans,
      PartitionSums total,
      int replicates,
      List<Manifest.Input> inputs) {
    List<LabelEvaluation.ModelResult> results = new ArrayList<>();
    for (int m = 0; m < models.size(); m++) {
      LabelStats stats = total.stats[m];
      boolean enough = stats.sentences() >= 2;
      results.add(
          new LabelEvaluation.ModelResult(
              models.get(m).directory().path(),
              models.get(m).name(),
              stats,
              enough ? Bootstrap.interval95(total.accuracy.means(m)) : null,
              enough && spans ? Bootstrap.interval95(total.spanF.means(m)) : null));
    }
    List<LabelEvaluation.Comparison> comparisons = new ArrayList<>();
    for (int[] pair : LabelEvaluation.pairs(models.size())) {
      double difference =
          results.get(pair[0]).stats().accuracy() - results.get(pair[1]).stats().accuracy();
      comparisons.add(
          new LabelEvaluation.Comparison(
              pair[0],
              pair[1],
              difference,
              results.get(0).stats().sentences() < 2
                  ? null
                  : Bootstrap.difference(
                      total.accuracy.means(pair[0]), total.accuracy.means(pair[1]))));
    }
    return new LabelEvaluation(
        corpus.directory().path(),
        config.split(),
        corpus.task(),
        labels,
        spans,
        results,
        comparisons,
        replicates,
        inputs);
  }

  /** A model of another corpus: reads words by their forms, and gives the ids of this corpus. */
  private static final class TranslatedLabeler {
    private final SavedLabeler.Loaded model;
    private final Vocabulary vocabulary;
    private final boolean sameWords;
    private final int[] ids; // of the corpus, by label of the model

    TranslatedLabeler(SavedLabeler.Loaded model, Vocabulary vocabulary, Labels labels) {
      this.model = model;
      this.vocabulary = vocabulary;
      this.sameWords = same(model.vocabulary(), vocabulary);
      this.ids = new int[model.labels().size()];
      for (int i = 0; i < ids.length; i++) {
        int id = labels.id(model.labels().name(i));
        ids[i] = id < 0 ? labels.size() : id;
      }
    }

    private static boolean same(Vocabulary a, Vocabulary b) {
      return a.size() == b.size()
          && IntStream.range(0, a.size()).allMatch(id -> Arrays.equals(a.bytes(id), b.bytes(id)));
    }

    int[] labels(LabeledSentence sentence) {
      LabeledSentence read = sentence;
      if (!sameWords) {
        List<String> words =
            IntStream.range(0, sentence.words().length)
                .mapToObj(i -> sentence.form(i, vocabulary))
                .toList();
        read = LabeledSentence.of(words, model.vocabulary());
      }
      return Arrays.stream(model.labeler().labels(read)).map(l -> ids[l]).toArray();
    }
  }
}

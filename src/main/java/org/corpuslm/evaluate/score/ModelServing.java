package org.corpuslm.evaluate.score;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.corpuslm.corpus.TextSpec;
import org.corpuslm.evaluate.score.ScoringPlan.WeightedComponents;
import org.corpuslm.model.LanguageModel;
import org.corpuslm.model.Mixture;
import org.corpuslm.model.Mixture.WeightedModel;
import org.corpuslm.model.saved.Models;
import org.corpuslm.neural.kernel.BlasAgreement;
import org.corpuslm.ngram.kenlm.BinaryModel;
import org.corpuslm.ngram.model.NgramModel;
import org.corpuslm.runtime.BadInputException;
import org.corpuslm.runtime.Cluster;
import org.corpuslm.runtime.Published;
import org.corpuslm.runtime.TaskContext;
import org.corpuslm.runtime.TaskGroups;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Opens models and scores held-out text with them, one task per partition. A mixture is taken apart
 * into its components; each component is served as a model of its own, replicated or sharded, and
 * only once. Only n-gram models can be sharded.
 */
public final class ModelServing {
  private static final Logger LOG = LoggerFactory.getLogger(ModelServing.class);

  private final Cluster cluster;
  private final ServingConfig config;
  private final List<LanguageModel> models = new ArrayList<>();
  private final List<LanguageModel> components = new ArrayList<>();
  private final List<TextSpec> texts = new ArrayList<>(); // by component
  private final List<WeightedComponents> weighted = new ArrayList<>();

  /**
   * Opens models without loading their parameters.
   *
   * @param paths model directories and binary files
   * @throws BadInputException if one is not a model, or quantizing applies to none of them
   */
  public ModelServing(Cluster cluster, List<String> paths, ServingConfig config) {
    this.cluster = cluster;
    this.config = config;
    for (String path : paths) {
      LanguageModel model = Models.open(cluster.hadoop(), path, 0, config.quantize());
      models.add(model);
      weighted.add(weighted(Mixture.flatten(model), model.text()));
    }
    ServingConfig.checkQuantize(config.quantize(), models);
    if (models.stream().anyMatch(LanguageModel::carriesState)) {
      String kernel = config.blasKernel();
      BlasAgreement.reach(cluster, kernel.isEmpty() ? BlasAgreement.AUTO : kernel);
    }
  }

  private WeightedComponents weighted(List<WeightedModel> parts, TextSpec text) {
    return new WeightedComponents(
        parts.stream().mapToInt(part -> indexOf(part.model(), text)).toArray(),
        parts.stream().mapToDouble(WeightedModel::weight).toArray());
  }

  /** Returns the index of a component that reads text as its model does. */
  private int indexOf(LanguageModel component, TextSpec text) {
    for (int c = 0; c < components.size(); c++) {
      LanguageModel known = components.get(c);
      if (known.path().equals(component.path())
          && Objects.equals(vocabularyOf(known), vocabularyOf(component))
          && texts.get(c).givesTokensOf(text)) {
        return c;
      }
    }
    components.add(component);
    texts.add(text);
    return components.size() - 1;
  }

  private static String vocabularyOf(LanguageModel model) {
    return model instanceof BinaryModel binary ? binary.vocabularyOf() : null;
  }

  /**
   * Gives all binary files the word ids of a directory, if they have the same words.
   *
   * @param directory the directory with the vocabulary of the text
   * @param text how text becomes words there
   */
  public void takeVocabularyOf(Published directory, TextSpec text) {
    models.replaceAll(model -> withVocabularyOf(directory, text, model));
    for (int c = 0; c < components.size(); c++) {
      LanguageModel changed = withVocabularyOf(directory, text, components.get(c));
      if (changed != components.get(c)) {
        components.set(c, changed);
        texts.set(c, text);
      }
    }
  }

  /** Components of mixtures keep the ids of their mixture. */
  private LanguageModel withVocabularyOf(Published directory, TextSpec text, LanguageModel model) {
    return vocabularyOf(model) == null
        ? Models.withVocabularyOf(cluster.hadoop(), model, directory, text)
        : model;
  }

  /** Returns the models in the order in which they were given. */
  public List<LanguageModel> models() {
    return models;
  }

  /**
   * Decides for each component whether it is replicated or sharded.
   *
   * @param reference fingerprint of the vocabulary of the held-out text
   * @param vocabularyOf directory with that vocabulary
   * @param resetPerSentence whether models with a state begin every sentence with the zero state
   */
  public ScoringPlan plan(String reference, String vocabularyOf, boolean resetPerSentence) {
    return plan(reference, vocabularyOf, resetPerSentence, UnaryOperator.identity());
  }

  /**
   * Decides likewise for plain text.
   *
   * @param change changes how a model splits text into words
   */
  public ScoringPlan plan(
      String reference,
      String vocabularyOf,
      boolean resetPerSentence,
      UnaryOperator<TextSpec> change) {
    long limit =
        config.modelMemory() > 0
            ? config.modelMemory()
            : cluster.memory().kept() / components.size();
    List<ModelHandle> handles = new ArrayList<>();
    int shards = 0;
    for (int c = 0; c < components.size(); c++) {
      LanguageModel component = components.get(c);
      boolean sharded = component instanceof NgramModel ngrams && isSharded(ngrams, limit);
      handles.add(
          new ModelHandle(
              component.path(),
              Models.asInput(cluster.hadoop(), component.path()).fingerprint(),
              vocabularyOf(component),
              sharded ? 0 : Long.MAX_VALUE,
              config.quantize(),
              sharded ? component.memoryOpened() : component.memory(cluster.memory().slots()),
              sharded ? shards : -1,
              component.vocabularyFingerprint().equals(reference),
              component.vocabularyFingerprint(),
              change.apply(texts.get(c))));
      shards += sharded ? Math.max(1, ((NgramModel) component).facts().shards()) : 0;
    }
    return new ScoringPlan(handles, weighted, vocabularyOf, resetPerSentence);
  }

  private boolean isSharded(NgramModel model, long limit) {
    long needed = model.memory();
    boolean sharded =
        switch (config.serving()) {
          case AUTO -> needed > limit;
          case REPLICATED -> false;
          case SHARDED -> true;
        };
    LOG.info(
        "{}: {} MB{}, {} (limit {} MB)",
        model.name(),
        needed >> 20,
        config.quantize() == 0 ? "" : " (%d MB exact)".formatted(model.exactMemory() >> 20),
        sharded ? "sharded" : "replicated in every executor",
        limit >> 20);
    return sharded;
  }

  /**
   * Work to do with the scores of one partition, in the task that has them.
   *
   * @param <R> result that travels to the driver
   */
  public interface PartitionTask<R> extends Serializable {
    /**
     * Does the work.
     *
     * @param partition index of the partition
     */
    R run(int partition, HeldOutScores scores, TaskContext task) throws Exception;
  }

  /**
   * Scores all partitions, one task each.
   *
   * @param what description of the job, for its name in the cluster's user interface
   * @return the results by partition
   */
  public <R extends Serializable> List<R> score(
      String what, List<HeldOutPartition> partitions, ScoringPlan scoring, PartitionTask<R> work) {
    List<Integer> indices = IntStream.range(0, partitions.size()).boxed().toList();
    TaskGroups shards = TaskGroups.each(0);
    for (int c = 0; c < components.size(); c++) {
      if (scoring.components().get(c).sharded()) {
        shards = shards.and(((NgramModel) components.get(c)).tasks(cluster.slots()));
      }
    }
    if (shards.size() == 0) {
      return cluster.map(
          what,
          indices,
          (p, task) ->
              work.run(
                  p,
                  HeldOutScores.of(partitions.get(p), Collections.emptyIterator(), scoring, task),
                  task));
    }
    return cluster
        .<Integer, R>exchange(
            what + ", sharded",
            indices,
            (p, task) -> ShardScoring.questions(p, partitions.get(p), scoring, task))
        .relay(
            shards,
            (shard, questions, task) -> ShardScoring.answers(shard, questions, scoring, task))
        .reduce(
            TaskGroups.each(partitions.size()),
            (p, answers, task) ->
                work.run(p, HeldOutScores.of(partitions.get(p), answers, scoring, task), task));
  }
}

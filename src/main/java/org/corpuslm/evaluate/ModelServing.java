package org.corpuslm.evaluate;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.corpuslm.model.LanguageModel;
import org.corpuslm.model.Mixture;
import org.corpuslm.model.saved.Models;
import org.corpuslm.neural.kernel.BlasAgreement;
import org.corpuslm.ngram.model.NgramModel;
import org.corpuslm.runtime.Cluster;
import org.corpuslm.runtime.Published;
import org.corpuslm.runtime.Staging;
import org.corpuslm.runtime.TaskContext;
import org.corpuslm.runtime.TaskGroups;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Models that tasks score held-out text with. A mixture is taken apart: each of its parts is
 * served, replicated in every executor or sharded, as if it were a model of its own, and once only.
 * Only n-gram models can be sharded.
 */
final class ModelServing {
  private static final Logger LOG = LoggerFactory.getLogger(ModelServing.class);

  private final Cluster cluster;
  private final EvaluateConfig.Serving serving;
  private final int bits;
  private final List<LanguageModel> models = new ArrayList<>();
  private final List<LanguageModel> leaves = new ArrayList<>();
  private final List<WeightedComponents> blends = new ArrayList<>();

  /**
   * Opens the models, without their n-grams.
   *
   * @param bits of quantized values of n-gram models; 0 = exact ones
   * @param blasKernel with which all executors compute networks; empty = the best that all have
   */
  ModelServing(
      Cluster cluster,
      List<String> paths,
      EvaluateConfig.Serving serving,
      int bits,
      String blasKernel) {
    this.cluster = cluster;
    this.serving = serving;
    this.bits = bits;
    for (String path : paths) {
      LanguageModel model = Models.open(cluster.hadoop(), path, 0, bits);
      models.add(model);
      blends.add(blend(Mixture.flatten(model)));
    }
    Quantization.check(bits, models);
    if (models.stream().anyMatch(LanguageModel::carriesState)) {
      BlasAgreement.reach(cluster, blasKernel.isEmpty() ? BlasAgreement.AUTO : blasKernel);
    }
  }

  private WeightedComponents blend(List<Mixture.WeightedModel> parts) {
    int[] indices = new int[parts.size()];
    for (int i = 0; i < indices.length; i++) {
      indices[i] = leaf(parts.get(i).model());
    }
    return new WeightedComponents(
        indices, parts.stream().mapToDouble(Mixture.WeightedModel::weight).toArray());
  }

  private int leaf(LanguageModel model) {
    for (int i = 0; i < leaves.size(); i++) {
      if (leaves.get(i).path().equals(model.path())) {
        return i;
      }
    }
    leaves.add(model);
    return leaves.size() - 1;
  }

  /** Side by side, as they were given. */
  List<LanguageModel> models() {
    return models;
  }

  /**
   * Decides how each model reaches the tasks.
   *
   * @param memory bytes a task's JVM may spend on one model; 0 = a share of its heap
   * @param reference fingerprint of the vocabulary of the held-out text
   * @param vocabularyOf directory with that vocabulary
   * @param resetPerSentence whether models that carry a state begin every sentence without it
   */
  ScoringPlan plan(
      long memory,
      String reference,
      String vocabularyOf,
      boolean resetPerSentence,
      EvaluateConfig.Details details,
      Staging staging) {
    long limit = memory > 0 ? memory : cluster.memory().kept() / leaves.size();
    List<ModelHandle> refs = new ArrayList<>();
    int shards = 0;
    for (LanguageModel leaf : leaves) {
      boolean sharded = leaf instanceof NgramModel ngrams && isSharded(ngrams, limit);
      refs.add(
          new ModelHandle(
              leaf.path(),
              Published.open(cluster.hadoop(), leaf.path()).manifest().fingerprint(),
              sharded ? 0 : Long.MAX_VALUE,
              bits,
              sharded ? leaf.memoryOpened() : leaf.memory(cluster.memory().slots()),
              sharded ? shards : -1,
              leaf.vocabularyFingerprint().equals(reference)));
      shards += sharded ? shards(leaf) : 0;
    }
    return new ScoringPlan(refs, blends, vocabularyOf, resetPerSentence, details, staging);
  }

  private boolean isSharded(NgramModel model, long limit) {
    long needed = model.memory();
    boolean sharded =
        switch (serving) {
          case AUTO -> needed > limit;
          case REPLICATED -> false;
          case SHARDED -> true;
        };
    LOG.info(
        "{}: {} MB{}, {} (limit {} MB)",
        model.name(),
        needed >> 20,
        bits == 0 ? "" : " (%d MB exact)".formatted(model.exactMemory() >> 20),
        sharded ? "sharded" : "replicated in every executor",
        limit >> 20);
    return sharded;
  }

  private static int shards(LanguageModel model) {
    return Math.max(1, ((NgramModel) model).facts().shards());
  }

  /** How a model is served, in a word. */
  static String serving(ScoringPlan scoring, int model) {
    boolean sharded = false;
    for (int leaf : scoring.blends().get(model).leaves()) {
      sharded |= scoring.leaves().get(leaf).sharded();
    }
    return sharded ? "sharded" : "replicated";
  }

  /** What to do with the scores of one partition. */
  interface PartitionTask<R> extends Serializable {
    R run(int partition, HeldOutScores scores, TaskContext context) throws Exception;
  }

  /** Scores all partitions, a task for each. */
  <R extends Serializable> List<R> score(
      String what, List<HeldOutPartition> partitions, ScoringPlan scoring, PartitionTask<R> task) {
    List<Integer> indices = IntStream.range(0, partitions.size()).boxed().toList();
    TaskGroups shards = TaskGroups.each(0);
    for (int leaf = 0; leaf < leaves.size(); leaf++) {
      if (scoring.leaves().get(leaf).sharded()) {
        shards = shards.and(((NgramModel) leaves.get(leaf)).tasks(cluster.slots()));
      }
    }
    if (shards.size() == 0) {
      return cluster.map(
          what,
          indices,
          (p, context) ->
              task.run(
                  p,
                  HeldOutScores.of(
                      partitions.get(p), Collections.emptyIterator(), scoring, context),
                  context));
    }
    return cluster
        .<Integer, R>exchange(
            what + ", sharded",
            indices,
            (p, context) -> ShardScoring.questions(p, partitions.get(p), scoring, context))
        .relay(
            shards,
            (shard, questions, context) -> ShardScoring.answers(shard, questions, scoring, context))
        .reduce(
            TaskGroups.each(partitions.size()),
            (p, answers, context) ->
                task.run(
                    p, HeldOutScores.of(partitions.get(p), answers, scoring, context), context));
  }
}

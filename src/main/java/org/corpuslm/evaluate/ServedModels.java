package org.corpuslm.evaluate;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.corpuslm.model.LanguageModel;
import org.corpuslm.model.Mixture;
import org.corpuslm.model.Models;
import org.corpuslm.neural.kernel.BlasAgreement;
import org.corpuslm.ngram.model.NgramModel;
import org.corpuslm.runtime.Cluster;
import org.corpuslm.runtime.Published;
import org.corpuslm.runtime.Staging;
import org.corpuslm.runtime.TaskGroups;
import org.corpuslm.runtime.Worker;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Models that tasks score held-out text with. A mixture is taken apart: each of its parts is
 * served, whole in every executor or sharded, as if it were a model of its own, and once only. Only
 * n-gram models can be sharded.
 */
final class ServedModels {
  private static final Logger LOG = LoggerFactory.getLogger(ServedModels.class);

  private final Cluster cluster;
  private final EvaluateConfig.Serving serving;
  private final int bits;
  private final List<LanguageModel> models = new ArrayList<>();
  private final List<LanguageModel> leaves = new ArrayList<>();
  private final List<Blend> blends = new ArrayList<>();

  /**
   * Opens the models, without their n-grams.
   *
   * @param bits of quantised values of n-gram models; 0 = exact ones
   * @param blasKernel with which all executors compute networks; empty = the best that all have
   */
  ServedModels(
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
      blends.add(blend(Mixture.leaves(model)));
    }
    Quantisation.check(bits, models);
    if (models.stream().anyMatch(LanguageModel::carriesState)) {
      BlasAgreement.reach(cluster, blasKernel.isEmpty() ? BlasAgreement.AUTO : blasKernel);
    }
  }

  private Blend blend(List<Mixture.Leaf> parts) {
    int[] indices = new int[parts.size()];
    for (int i = 0; i < indices.length; i++) {
      indices[i] = leaf(parts.get(i).model());
    }
    return new Blend(indices, parts.stream().mapToDouble(Mixture.Leaf::weight).toArray());
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
  Scoring plan(
      long memory,
      String reference,
      String vocabularyOf,
      boolean resetPerSentence,
      EvaluateConfig.Details details,
      Staging staging) {
    long limit = memory > 0 ? memory : cluster.memory().kept() / leaves.size();
    List<ModelRef> refs = new ArrayList<>();
    int shards = 0;
    for (LanguageModel leaf : leaves) {
      boolean sharded = leaf instanceof NgramModel ngrams && isSharded(ngrams, limit);
      refs.add(
          new ModelRef(
              leaf.path(),
              Published.open(cluster.hadoop(), leaf.path()).manifest().fingerprint(),
              sharded ? 0 : Long.MAX_VALUE,
              bits,
              sharded ? leaf.memoryOpened() : leaf.memory(cluster.memory().slots()),
              sharded ? shards : -1,
              leaf.vocabularyFingerprint().equals(reference)));
      shards += sharded ? shards(leaf) : 0;
    }
    return new Scoring(refs, blends, vocabularyOf, resetPerSentence, details, staging);
  }

  private boolean isSharded(NgramModel model, long limit) {
    long needed = model.memory();
    boolean sharded =
        switch (serving) {
          case AUTO -> needed > limit;
          case WHOLE -> false;
          case SHARDED -> true;
        };
    LOG.info(
        "{}: {} MB{}, {} (limit {} MB)",
        model.name(),
        needed >> 20,
        bits == 0 ? "" : " (%d MB exact)".formatted(model.exactMemory() >> 20),
        sharded ? "sharded" : "whole in every executor",
        limit >> 20);
    return sharded;
  }

  private static int shards(LanguageModel model) {
    return Math.max(1, ((NgramModel) model).facts().shards());
  }

  /** How a model is served, in a word. */
  static String serving(Scoring scoring, int model) {
    boolean sharded = false;
    for (int leaf : scoring.blends().get(model).leaves()) {
      sharded |= scoring.leaves().get(leaf).sharded();
    }
    return sharded ? "sharded" : "whole";
  }

  /** What to do with the scores of one partition. */
  interface PartitionTask<R> extends Serializable {
    R run(int partition, HeldOutScores scores, Worker worker) throws Exception;
  }

  /** Scores all partitions, a task for each. */
  <R extends Serializable> List<R> score(
      String what, List<HeldOutPartition> partitions, Scoring scoring, PartitionTask<R> task) {
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
          (p, worker) ->
              task.run(
                  p,
                  HeldOutScores.of(partitions.get(p), Collections.emptyIterator(), scoring, worker),
                  worker));
    }
    return cluster.relay(
        what + ", sharded",
        indices,
        (p, worker) -> ShardScoring.questions(p, partitions.get(p), scoring, worker),
        shards,
        (shard, questions, worker) -> ShardScoring.answers(shard, questions, scoring, worker),
        TaskGroups.each(partitions.size()),
        (p, answers, worker) ->
            task.run(p, HeldOutScores.of(partitions.get(p), answers, scoring, worker), worker));
  }
}

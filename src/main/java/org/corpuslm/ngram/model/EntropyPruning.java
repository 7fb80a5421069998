package org.corpuslm.ngram.model;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.corpuslm.corpus.VocabularyFile;
import org.corpuslm.model.LanguageModel;
import org.corpuslm.ngram.count.Sharding;
import org.corpuslm.runtime.BadInputException;
import org.corpuslm.runtime.BroadcastHandle;
import org.corpuslm.runtime.Cluster;
import org.corpuslm.runtime.Manifest;
import org.corpuslm.runtime.OutputDirectory;
import org.corpuslm.runtime.Published;
import org.corpuslm.runtime.Staging;
import org.corpuslm.runtime.TaskGroups;

/**
 * Makes a back-off model smaller (Stolcke 1998, Entropy-based pruning of backoff language models;
 * {@code ngram -prune}): leaves out every n-gram hw without which the perplexity of the model on
 * what it would itself generate grows by a factor of less than 1 + threshold, with γ(h) adjusted
 * ({@link PruningCostVisitor}). Unigrams stay, and n-grams that a longer one that stays begins
 * with. At threshold 0 all stay. Back-off weights are then recomputed with what is left of the
 * shorter orders, so that every p(·|h) sums to one.
 *
 * <p>How often a context h comes, p(h), is taken from the model itself, as a product of conditional
 * probabilities. The shorter orders of Kneser-Ney models, though, say how many different words h
 * follows rather than how often it comes (Chelba, Brants, Neveitt and Xu 2010, Study on interaction
 * between entropy pruning and Kneser-Ney smoothing): there p(h) is a poor estimate, so that the
 * wrong n-grams go and perplexity grows faster than with other smoothings. Pruned to a tenth a
 * modified Kneser-Ney model may still be the best one of its size; pruned to a few hundredths, a
 * Witten-Bell model of the same size can be better, though it was much worse as a whole: compare
 * them.
 *
 * <p>Two shuffles for p(h), whose factors are in the shards of their own contexts, and one for the
 * n-grams that longer ones need; all else is local to a shard. A model with hot words is first
 * written again without. Memory of a task: one shard, or 8 bytes for each word of its contexts.
 */
public final class EntropyPruning {
  private final Cluster cluster;
  private final NgramModel model;
  private final double threshold;

  /**
   * Over an open model.
   *
   * @throws BadInputException if it cannot be pruned
   */
  public EntropyPruning(Cluster cluster, LanguageModel model, double threshold) {
    if (!(model instanceof NgramModel ngrams)) {
      throw new BadInputException(
          "%s is a %s: only n-gram models can be pruned".formatted(model.path(), model.kind()));
    }
    if (!model.normalized()) {
      throw new BadInputException(
          ("%s holds %s scores: entropy pruning weighs probabilities, which sum to one. Prune a"
                  + " model of another smoothing")
              .formatted(model.path(), ngrams.facts().smoothing()));
    }
    this.cluster = cluster;
    this.model = ngrams;
    this.threshold = threshold;
  }

  /** Prunes into {@code output} and publishes it. */
  public Published run(OutputDirectory output, Object configuration, List<Manifest.Input> inputs) {
    NgramFacts facts = model.facts();
    int order = facts.order();
    NgramModel whole = withoutSplits(output.staging());
    NgramModelOutput pruned = new NgramModelOutput(output, order, whole.sharding());
    if (order > 1) {
      String losses = output.staging().scratch("losses");
      try (OutputDirectory target = OutputDirectory.create(cluster.hadoop(), losses, false)) {
        pruned.shards(prune(whole, losses(whole, target), output.staging()));
      }
    }
    pruned.unigrams(whole.unigrams());
    VocabularyFile.copy(cluster.hadoop(), model.directory(), output);
    Map<String, Object> parameters = new LinkedHashMap<>();
    parameters.put("threshold", threshold);
    parameters.put("ngramsBefore", facts.ngrams());
    parameters.put("before", facts.parameters());
    return pruned.publish(
        configuration,
        inputs,
        "%s pruned at %s".formatted(facts.smoothing(), threshold),
        parameters,
        facts.text());
  }

  /**
   * The model with every word in one shard; written again below the staging directory if need be.
   */
  private NgramModel withoutSplits(Staging staging) {
    Sharding sharding = model.sharding();
    if (model.facts().order() == 1 || !sharding.hasHotWords()) {
      return model;
    }
    Configuration conf = cluster.hadoop();
    Sharding to = Sharding.of(model.vocabulary(), sharding.shards());
    String path = staging.scratch("resharded");
    try (OutputDirectory target = OutputDirectory.create(conf, path, false)) {
      return NgramModel.open(conf, Reshard.run("prune", cluster, model, to, target), 0);
    }
  }

  /** Publishes what would be lost with each n-gram. */
  private Published losses(NgramModel whole, OutputDirectory target) {
    int order = whole.facts().order();
    TaskGroups tasks = tasks(whole);
    String path = whole.path();
    Staging staging = target.staging();
    BroadcastHandle<Sharding> sharding = cluster.broadcast(whole.sharding());
    BroadcastHandle<double[]> unigrams = cluster.broadcast(whole.unigrams());
    BroadcastHandle<double[]> linear = cluster.broadcast(TrieLevel.linear(whole.unigrams()));
    List<ArrayList<Staging.StagedFile>> files =
        cluster
            .<ArrayList<Staging.StagedFile>>exchange(
                "prune: losses in %s".formatted(whole.name()),
                tasks,
                (shard, task) ->
                    new HistoryProbRequest(task.hadoop(), path, order, shard, sharding.value()))
            .relay(
                tasks,
                (shard, questions, task) ->
                    new HistoryProbResponse(
                        task.hadoop(),
                        path,
                        order,
                        shard,
                        sharding.value(),
                        unigrams.value(),
                        questions))
            .reduce(
                tasks,
                (shard, answers, task) -> {
                  Published published = Published.open(task.hadoop(), path, NgramModel.KIND);
                  HistoryProbs histories =
                      new HistoryProbs(published, order, shard, unigrams.value(), answers);
                  try (PruningCostVisitor walk =
                      new PruningCostVisitor(
                          path, order, shard, linear.value(), histories, task, staging)) {
                    walk.walk();
                    return walk.finish();
                  }
                });
    files.forEach(target::acceptAll);
    return target.publish(PruningCostTables.KIND, Map.of(), List.of(), Map.of());
  }

  private TaskGroups tasks(NgramModel whole) {
    return whole.tasks(cluster.slots());
  }

  private List<NgramShardWriter.Result> prune(NgramModel whole, Published losses, Staging staging) {
    int order = whole.facts().order();
    String path = whole.path();
    String lossPath = losses.path();
    double least = threshold;
    BroadcastHandle<Sharding> sharding = cluster.broadcast(whole.sharding());
    BroadcastHandle<double[]> unigrams = cluster.broadcast(TrieLevel.linear(whole.unigrams()));
    return cluster
        .<NgramShardWriter.Result>exchange(
            "prune: %s below %s".formatted(whole.name(), least),
            tasks(whole),
            (shard, task) ->
                new RequiredPrefixes(
                    task.hadoop(), path, lossPath, order, shard, sharding.value(), least))
        .reduce(
            tasks(whole),
            (shard, blocks, task) -> {
              Published lost = Published.open(task.hadoop(), lossPath, PruningCostTables.KIND);
              try (NgramShardWriter writer = new NgramShardWriter(order, shard, task, staging);
                  PruningWriter walk =
                      new PruningWriter(
                          path,
                          lost,
                          order,
                          shard,
                          unigrams.value(),
                          least,
                          blocks,
                          task,
                          writer)) {
                walk.walk();
                return writer.finish();
              }
            });
  }
}

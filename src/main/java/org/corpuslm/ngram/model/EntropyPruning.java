package org.corpuslm.ngram.model;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.corpuslm.corpus.VocabularyFile;
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
 * Entropy pruning of a back-off model (Stolcke 1998, Entropy-based pruning of backoff language
 * models; {@code ngram -prune} of SRILM). Removes every n-gram hw whose removal, with γ(h)
 * adjusted, raises the model's perplexity by a factor of less than 1 + threshold ({@link
 * PruningCostVisitor}). Unigrams stay, and so do n-grams that are a prefix of a longer n-gram that
 * stays. At threshold 0 all n-grams stay. Back-off weights are then recomputed from the pruned
 * shorter orders, so that every p(·|h) sums to one.
 *
 * <p>The probability p(h) of a context is computed from the model itself, as a product of
 * conditional probabilities. The lower orders of Kneser-Ney models, however, reflect how many
 * different words h follows, not how frequent it is (Chelba, Brants, Neveitt and Xu 2010, Study on
 * interaction between entropy pruning and Kneser-Ney smoothing). There p(h) is a poor estimate, the
 * wrong n-grams are removed, and perplexity grows faster than with other methods. Pruned to a tenth
 * of its size, a modified Kneser-Ney model may still be the best of that size; pruned to a few
 * hundredths, a Witten-Bell model of that size can be better, although its full model is much
 * worse. Compare them.
 *
 * <p>Two shuffles compute p(h), whose factors are in the shards of their own contexts, and one
 * sends required prefixes; all other work is local to a shard. A model with hot words is first
 * rewritten without them. Memory of a task: one shard of the model, or 8 bytes per word of its
 * contexts.
 */
public final class EntropyPruning {
  private final Cluster cluster;
  private final NgramModel model;
  private final double threshold;

  /**
   * Prepares to prune.
   *
   * @param model the model, open
   * @param threshold smallest relative change of perplexity that keeps an n-gram
   * @throws BadInputException if its values are scores, not probabilities
   */
  public EntropyPruning(Cluster cluster, NgramModel model, double threshold) {
    if (!model.normalized()) {
      throw new BadInputException(
          ("%s holds %s scores: entropy pruning needs probabilities, which sum to one. Prune a"
                  + " model of another smoothing")
              .formatted(model.path(), model.facts().smoothing()));
    }
    this.cluster = cluster;
    this.model = model;
    this.threshold = threshold;
  }

  /**
   * Prunes into {@code output} and publishes the model.
   *
   * @param configuration options to record in the manifest
   * @param inputs inputs to record in the manifest
   */
  public Published run(OutputDirectory output, Object configuration, List<Manifest.Input> inputs) {
    NgramFacts facts = model.facts();
    int order = facts.order();
    NgramModel whole = withoutHotWords(output.staging());
    NgramModelOutput pruned = new NgramModelOutput(output, order, whole.sharding());
    if (order > 1) {
      String costs = output.staging().scratch("costs");
      try (OutputDirectory target = OutputDirectory.create(cluster.hadoop(), costs, false)) {
        pruned.shards(prune(whole, costs(whole, target), output.staging()));
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
   * Returns the model with every word in one shard; rewrites it below the staging directory if
   * necessary.
   */
  private NgramModel withoutHotWords(Staging staging) {
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

  /** Computes and publishes the cost of removing each n-gram. */
  private Published costs(NgramModel whole, OutputDirectory target) {
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
                "prune: costs in %s".formatted(whole.name()),
                tasks,
                (shard, task) ->
                    new HistoryProbRequest(task.hadoop(), path, order, shard, sharding.value()))
            .relay(
                tasks,
                (shard, requests, task) ->
                    new HistoryProbResponse(
                        task.hadoop(),
                        path,
                        order,
                        shard,
                        sharding.value(),
                        unigrams.value(),
                        requests))
            .reduce(
                tasks,
                (shard, responses, task) -> {
                  Published published = Published.open(task.hadoop(), path, NgramModel.KIND);
                  HistoryProbs histories =
                      new HistoryProbs(published, order, shard, unigrams.value(), responses);
                  try (PruningCostVisitor visitor =
                      new PruningCostVisitor(
                          path, order, shard, linear.value(), histories, task, staging)) {
                    visitor.visitAll();
                    return visitor.finish();
                  }
                });
    files.forEach(target::acceptAll);
    return target.publish(PruningCostTables.KIND, Map.of(), List.of(), Map.of());
  }

  private TaskGroups tasks(NgramModel whole) {
    return whole.tasks(cluster.slots());
  }

  private List<NgramShardWriter.Result> prune(NgramModel whole, Published costs, Staging staging) {
    int order = whole.facts().order();
    String path = whole.path();
    String costPath = costs.path();
    double limit = threshold;
    BroadcastHandle<Sharding> sharding = cluster.broadcast(whole.sharding());
    BroadcastHandle<double[]> unigrams = cluster.broadcast(TrieLevel.linear(whole.unigrams()));
    return cluster
        .<NgramShardWriter.Result>exchange(
            "prune: %s below %s".formatted(whole.name(), limit),
            tasks(whole),
            (shard, task) ->
                new RequiredPrefixes(
                    task.hadoop(), path, costPath, order, shard, sharding.value(), limit))
        .reduce(
            tasks(whole),
            (shard, blocks, task) -> {
              Published costTables =
                  Published.open(task.hadoop(), costPath, PruningCostTables.KIND);
              try (NgramShardWriter writer = new NgramShardWriter(order, shard, task, staging);
                  PruningWriter visitor =
                      new PruningWriter(
                          path,
                          costTables,
                          order,
                          shard,
                          unigrams.value(),
                          limit,
                          blocks,
                          task,
                          writer)) {
                visitor.visitAll();
                return writer.finish();
              }
            });
  }
}

package org.corpuslm.ngram.smoothing;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.corpuslm.corpus.Vocabulary;
import org.corpuslm.corpus.VocabularyFile;
import org.corpuslm.ngram.count.CountStore;
import org.corpuslm.ngram.count.Sharding;
import org.corpuslm.ngram.model.NgramModelOutput;
import org.corpuslm.ngram.model.NgramShardWriter;
import org.corpuslm.runtime.BadInputException;
import org.corpuslm.runtime.BroadcastHandle;
import org.corpuslm.runtime.Cluster;
import org.corpuslm.runtime.Manifest;
import org.corpuslm.runtime.OutputDirectory;
import org.corpuslm.runtime.Published;
import org.corpuslm.runtime.Staging;

/** Estimates an n-gram model from a count store, shard by shard, without a shuffle. */
public final class EstimateModel {
  private final Cluster cluster;
  private final CountStore store;
  private final EstimateConfig config;
  private final int order;

  /**
   * Prepares to estimate.
   *
   * @throws BadInputException if the store does not have the order, or there are too many
   *     thresholds
   */
  public EstimateModel(Cluster cluster, CountStore store, EstimateConfig config) {
    this.cluster = cluster;
    this.store = store;
    this.config = config;
    this.order = config.order() == 0 ? store.facts().order() : config.order();
    if (order > store.facts().order()) {
      throw new BadInputException(
          "--order is %d, but %s has counts up to order %d; count again with --order %d"
              .formatted(order, config.counts(), store.facts().order(), order));
    }
    if (config.prune().size() > order) {
      throw new BadInputException(
          "--prune has %d thresholds, but the model has order %d; give at most one per order"
              .formatted(config.prune().size(), order));
    }
  }

  /**
   * Estimates into {@code output} and publishes the model.
   *
   * @throws BadInputException if the method is not defined for these counts
   */
  public Published run(OutputDirectory output) {
    Configuration conf = cluster.hadoop();
    Vocabulary vocabulary = store.vocabulary(conf);
    List<Manifest.Input> inputs = new ArrayList<>(List.of(store.directory().asInput()));
    SmootherFactory smoothers =
        new SmootherFactory(cluster, store, config, order, vocabulary.predictable());
    Smoother smoother = smoothers.make();
    inputs.addAll(smoothers.inputs());
    CountStore.Unigrams counts = store.unigrams(conf);
    double[] unigrams =
        smoother.unigrams(counts.raw(), order == 1 ? counts.raw() : counts.adjusted());
    Sharding sharding = store.sharding(conf, vocabulary);
    List<NgramShardWriter.Result> shards =
        estimateShards(output.staging(), sharding, smoother, unigrams);
    NgramModelOutput model =
        new NgramModelOutput(output, order, sharding)
            .shards(shards)
            .unigrams(Arrays.stream(unigrams).map(Math::log10).toArray());
    VocabularyFile.write(output, vocabulary);
    return model.publish(
        config,
        inputs,
        config.smoothing().toString(),
        smoother.normalized(),
        Math.log10(smoother.unseenBackoff()),
        smoothers.parameters(),
        store.facts().text());
  }

  private List<NgramShardWriter.Result> estimateShards(
      Staging staging, Sharding sharding, Smoother smoother, double[] unigrams) {
    if (order == 1) {
      return List.of();
    }
    BroadcastHandle<double[]> shared = cluster.broadcast(unigrams);
    BroadcastHandle<Sharding> where = cluster.broadcast(sharding);
    String path = store.directory().path();
    int n = order;
    EstimateConfig settings = config;
    return cluster.map(
        "estimate: " + config.smoothing() + " of order " + order,
        sharding.allTasks(store.facts().tokens(), cluster.slots()).ranges(),
        (shards, task) -> {
          CountStore counts = CountStore.open(task.hadoop(), path);
          ShardEstimator estimator =
              new ShardEstimator(
                  counts, n, where.value(), smoother, settings, shared.value(), task, staging);
          NgramShardWriter.Result results = NgramShardWriter.Result.of(n);
          for (int shard = shards.from(); shard < shards.to(); shard++) {
            results.add(estimator.run(shard));
          }
          return results;
        });
  }
}

package org.corpuslm.ngram.smoothing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.hadoop.conf.Configuration;
import org.corpuslm.corpus.Vocabulary;
import org.corpuslm.corpus.VocabularyFile;
import org.corpuslm.ngram.count.CountStore;
import org.corpuslm.ngram.count.Sharding;
import org.corpuslm.ngram.model.NgramFacts;
import org.corpuslm.ngram.model.NgramModel;
import org.corpuslm.ngram.model.NgramTables;
import org.corpuslm.runtime.BadInputException;
import org.corpuslm.runtime.Cluster;
import org.corpuslm.runtime.Manifest;
import org.corpuslm.runtime.OutputDirectory;
import org.corpuslm.runtime.Published;
import org.corpuslm.runtime.Shared;
import org.corpuslm.runtime.Staging;
import org.corpuslm.runtime.TableWriter;

/** Count store to n-gram model: one task per shard, no shuffle. */
public final class EstimateModel {
  private final Cluster cluster;
  private final CountStore store;
  private final EstimateConfig config;
  private final int order;

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

  /** Estimates into {@code output} and publishes it. */
  public Published run(OutputDirectory output) {
    Configuration conf = cluster.hadoop();
    Vocabulary vocabulary = store.vocabulary(conf);
    List<Manifest.Input> inputs = new ArrayList<>(List.of(store.directory().asInput()));
    Smoothers smoothers = new Smoothers(cluster, store, config, order, vocabulary.predictable());
    Smoother smoother = smoothers.make();
    inputs.addAll(smoothers.inputs());
    CountStore.Unigrams counts = store.unigrams(conf);
    double[] unigrams =
        smoother.unigrams(counts.raw(), order == 1 ? counts.raw() : counts.adjusted());
    Sharding sharding = store.sharding(conf, vocabulary);
    List<ShardEstimator.Result> results =
        estimateShards(output.staging(), sharding, smoother, unigrams);
    results.forEach(r -> output.acceptAll(r.files()));
    writeUnigrams(output, unigrams);
    VocabularyFile.write(output, vocabulary);
    if (order > 1) {
      sharding.write(output);
    }
    return output.publish(
        NgramModel.KIND,
        config,
        inputs,
        facts(vocabulary, smoother, smoothers.parameters(), results));
  }

  private List<ShardEstimator.Result> estimateShards(
      Staging staging, Sharding sharding, Smoother smoother, double[] unigrams) {
    if (order == 1) {
      return List.of();
    }
    Shared<double[]> shared = cluster.share(unigrams);
    Shared<Sharding> where = cluster.share(sharding);
    int shards = store.facts().shards() + (store.hasCommonShard() ? 1 : 0);
    String path = store.directory().path();
    int n = order;
    EstimateConfig settings = config;
    return cluster.map(
        "estimate: " + config.smoothing() + " of order " + order,
        IntStream.range(0, shards).boxed().toList(),
        (shard, worker) -> {
          CountStore counts = CountStore.open(worker.hadoop(), path);
          try (ShardEstimator estimator =
              new ShardEstimator(
                  counts,
                  n,
                  shard,
                  where.value(),
                  smoother,
                  settings,
                  shared.value(),
                  worker,
                  staging)) {
            return estimator.run();
          }
        });
  }

  private static void writeUnigrams(OutputDirectory output, double[] unigrams) {
    String file = NgramTables.file(NgramTables.unigramDirectory());
    try (TableWriter table =
        new TableWriter(output.worker(), output.staging(), file, NgramTables.ngrams(1))) {
      for (int id = 0; id < unigrams.length; id++) {
        table.put(0, id);
        table.put(1, Math.log10(unigrams[id]));
        table.endRow();
      }
      output.accept(table.finish());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private NgramFacts facts(
      Vocabulary vocabulary,
      Smoother smoother,
      Map<String, Object> parameters,
      List<ShardEstimator.Result> results) {
    List<Long> ngrams = new ArrayList<>(List.of((long) vocabulary.size()));
    List<Long> contexts = new ArrayList<>();
    for (int k = 2; k <= order; k++) {
      int index = k;
      ngrams.add(results.stream().mapToLong(r -> r.ngrams()[index]).sum());
      contexts.add(results.stream().mapToLong(r -> r.contexts()[index - 1]).sum());
    }
    return new NgramFacts(
        order,
        order == 1 ? 0 : store.facts().shards(),
        config.smoothing().toString(),
        smoother.normalised(),
        Math.log10(smoother.unseenBackoff()),
        ngrams,
        contexts,
        parameters,
        store.facts().text());
  }
}

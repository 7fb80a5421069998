package org.corpuslm.ngram.model;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.corpuslm.corpus.VocabularyFile;
import org.corpuslm.model.LanguageModel;
import org.corpuslm.model.Mixture;
import org.corpuslm.ngram.count.Sharding;
import org.corpuslm.runtime.BadInputException;
import org.corpuslm.runtime.BroadcastHandle;
import org.corpuslm.runtime.Cluster;
import org.corpuslm.runtime.Manifest;
import org.corpuslm.runtime.OutputDirectory;
import org.corpuslm.runtime.Published;
import org.corpuslm.runtime.Staging;

/**
 * Merges a linear interpolation of n-gram models into one back-off model (Stolcke 2002, section 3;
 * {@code ngram -mix-lm} of SRILM). It has every n-gram hw of any of the models, with p(w|h) = Σ λ_i
 * p_i(w|h), where a model without hw backs off as usual; and back-off weights with which p(·|h)
 * sums to one: {@code γ(h) = (1 − Σ p(w|h)) / (1 − Σ p(w|h'))}, where the sums run over the words
 * listed after h.
 *
 * <p>It equals the interpolation of the models ({@link Mixture}) for every listed n-gram, and after
 * every context that no model has, provided that the shorter context agrees. Elsewhere it differs:
 * the total mass of the words not listed after h is the same, but is distributed by the mixture of
 * the shorter context, whereas the interpolation weights each model by its own γ_i(h).
 *
 * <p>Shards are mixed one by one without a shuffle. Models whose sharding differs from that of the
 * largest model are rewritten first ({@link Reshard}).
 */
public final class StaticMixture {
  private final Cluster cluster;
  private final List<NgramModel> models = new ArrayList<>();
  private final double[] weights;

  /**
   * Prepares to mix.
   *
   * @param models open n-gram models
   * @param weights weights of the models, which sum to one
   * @throws BadInputException if the models cannot be mixed
   */
  public StaticMixture(Cluster cluster, List<LanguageModel> models, double[] weights) {
    this.cluster = cluster;
    this.weights = weights.clone();
    for (LanguageModel model : models) {
      if (!(model instanceof NgramModel ngrams) || !model.kind().equals(NgramModel.KIND)) {
        throw new BadInputException(
            ("%s is a %s: only n-gram models in directories can be folded into one n-gram model. Mix"
                    + " without --static")
                .formatted(model.path(), model.kind()));
      }
      this.models.add(ngrams);
    }
    Mixture.checkMixable(models);
  }

  /**
   * Mixes into {@code output} and publishes the model.
   *
   * @param configuration options to record in the manifest
   * @param inputs inputs to record in the manifest
   * @param tuning how the weights were found, to record in the manifest
   */
  public Published run(
      OutputDirectory output,
      Object configuration,
      List<Manifest.Input> inputs,
      Map<String, Object> tuning) {
    int order = models.stream().mapToInt(m -> m.facts().order()).max().orElseThrow();
    Sharding sharding = sharding();
    List<NgramModel> aligned = align(sharding, output.staging());
    double[] log10 = unigrams(aligned);
    NgramModel first = models.get(0);
    NgramModelOutput model =
        new NgramModelOutput(output, order, sharding)
            .shards(mix(aligned, order, sharding, output.staging()))
            .unigrams(log10);
    VocabularyFile.copy(cluster.hadoop(), first.directory(), output);
    Map<String, Object> parameters = new LinkedHashMap<>();
    parameters.put("models", models.stream().map(NgramModel::path).toList());
    parameters.put("weights", weights);
    parameters.put("tuning", tuning);
    return model.publish(configuration, inputs, "static mixture", parameters, first.text());
  }

  /** Returns the sharding of the model with the most shards, without hot words. */
  private Sharding sharding() {
    NgramModel largest =
        models.stream().max(Comparator.comparingInt(m -> m.facts().shards())).orElseThrow();
    Sharding sharding = largest.sharding();
    return sharding.hasHotWords() ? Sharding.of(largest.vocabulary(), sharding.shards()) : sharding;
  }

  /**
   * Returns the models with the same sharding; rewrites them below the staging directory if
   * necessary.
   */
  private List<NgramModel> align(Sharding sharding, Staging staging) {
    List<NgramModel> aligned = new ArrayList<>();
    for (NgramModel model : models) {
      if (model.facts().order() == 1 || model.sharding().equals(sharding)) {
        aligned.add(model);
        continue;
      }
      String path = staging.scratch("resharded-" + aligned.size());
      try (OutputDirectory target = OutputDirectory.create(cluster.hadoop(), path, false)) {
        Published resharded = Reshard.run("mix", cluster, model, sharding, target);
        aligned.add(NgramModel.open(cluster.hadoop(), resharded, 0));
      }
    }
    return aligned;
  }

  private double[] unigrams(List<NgramModel> aligned) {
    double[] sum = new double[aligned.get(0).vocabulary().size()];
    for (int i = 0; i < weights.length; i++) {
      double[] log10 = aligned.get(i).unigrams();
      for (int w = 0; w < sum.length; w++) {
        sum[w] += weights[i] * Math.pow(10, log10[w]);
      }
    }
    return Arrays.stream(sum).map(Math::log10).toArray();
  }

  private List<NgramShardWriter.Result> mix(
      List<NgramModel> aligned, int order, Sharding sharding, Staging staging) {
    if (order == 1) {
      return List.of();
    }
    int[] orders = aligned.stream().mapToInt(m -> m.facts().order()).toArray();
    int n = aligned.size();
    double[][] linear = new double[n + 1][];
    linear[n] = new double[aligned.get(0).vocabulary().size()];
    for (int i = 0; i < n; i++) {
      linear[i] = TrieLevel.linear(aligned.get(i).unigrams());
      for (int w = 0; w < linear[n].length; w++) {
        linear[n][w] += weights[i] * linear[i][w];
      }
    }
    BroadcastHandle<double[][]> unigrams = cluster.broadcast(linear);
    List<String> paths = aligned.stream().map(NgramModel::path).toList();
    double[] lambda = weights;
    long size = aligned.stream().mapToLong(m -> m.facts().size()).sum();
    return cluster.map(
        "mix: %d models into one of order %d".formatted(weights.length, order),
        sharding.tasks(size, cluster.slots()).ranges(),
        (shards, task) -> {
          NgramShardWriter.Result results = NgramShardWriter.Result.of(order);
          for (int shard = shards.from(); shard < shards.to(); shard++) {
            try (NgramShardWriter writer = new NgramShardWriter(order, shard, task, staging);
                MixedShard mixed =
                    new MixedShard(
                        paths, orders, lambda, unigrams.value(), order, shard, task, writer)) {
              mixed.run();
              results.add(writer.finish());
            }
          }
          return results;
        });
  }
}

package org.corpuslm.ngram.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.corpuslm.corpus.TextSpec;
import org.corpuslm.ngram.count.Sharding;
import org.corpuslm.runtime.Manifest;
import org.corpuslm.runtime.OutputDirectory;
import org.corpuslm.runtime.Published;

/**
 * Assembles an n-gram model from shards that tasks have written. The caller writes the vocabulary.
 */
public final class NgramModelOutput {
  private final OutputDirectory output;
  private final int order;
  private final Sharding sharding;
  private final List<Long> ngrams = new ArrayList<>();
  private final List<Long> contexts = new ArrayList<>();

  /**
   * Begins a model and writes its sharding, unless the order is 1.
   *
   * @param order order of the model
   * @param sharding sharding of the written shards
   */
  public NgramModelOutput(OutputDirectory output, int order, Sharding sharding) {
    this.output = output;
    this.order = order;
    this.sharding = sharding;
    if (order > 1) {
      sharding.write(output);
    }
  }

  /** Accepts the shards, and returns this; there are none if the order is 1. */
  public NgramModelOutput shards(List<NgramShardWriter.Result> results) {
    results.forEach(r -> output.acceptAll(r.files()));
    for (int k = 2; k <= order; k++) {
      int index = k;
      ngrams.add(results.stream().mapToLong(r -> r.ngrams()[index]).sum());
      contexts.add(results.stream().mapToLong(r -> r.contexts()[index - 1]).sum());
    }
    return this;
  }

  /**
   * Writes the unigrams, and returns this.
   *
   * @param log10 log10 probabilities by word id
   */
  public NgramModelOutput unigrams(double[] log10) {
    ngrams.add(0, (long) log10.length);
    NgramModelTables.writeUnigrams(output, log10);
    return this;
  }

  /**
   * Publishes a model of probabilities that sum to one.
   *
   * @param configuration options to record in the manifest
   * @param inputs inputs to record in the manifest
   * @param method name of the smoothing method
   * @param parameters estimated or given parameters by name
   * @param text how text becomes words
   */
  public Published publish(
      Object configuration,
      List<Manifest.Input> inputs,
      String method,
      Map<String, Object> parameters,
      TextSpec text) {
    return publish(configuration, inputs, method, true, 0, parameters, text);
  }

  /**
   * Publishes a model.
   *
   * @param configuration options to record in the manifest
   * @param inputs inputs to record in the manifest
   * @param method name of the smoothing method
   * @param normalized whether p(·|h) sums to one
   * @param unseenBackoff log10 back-off weight of contexts that the model does not have
   * @param parameters estimated or given parameters by name
   * @param text how text becomes words
   */
  public Published publish(
      Object configuration,
      List<Manifest.Input> inputs,
      String method,
      boolean normalized,
      double unseenBackoff,
      Map<String, Object> parameters,
      TextSpec text) {
    NgramFacts facts =
        new NgramFacts(
            order,
            order == 1 ? 0 : sharding.shards(),
            method,
            normalized,
            unseenBackoff,
            ngrams,
            contexts,
            parameters,
            text);
    return output.publish(NgramModel.KIND, configuration, inputs, facts);
  }
}

package org.corpuslm.evaluate.mix;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.corpuslm.corpus.Corpus;
import org.corpuslm.model.LanguageModel;
import org.corpuslm.model.cache.CacheConfig;
import org.corpuslm.model.cache.CachedModel;
import org.corpuslm.model.saved.CachedModelFormat;
import org.corpuslm.model.saved.Models;
import org.corpuslm.runtime.BadInputException;
import org.corpuslm.runtime.Cluster;
import org.corpuslm.runtime.Job;
import org.corpuslm.runtime.Manifest;
import org.corpuslm.runtime.OutputDirectory;
import org.corpuslm.runtime.Published;

/**
 * The resolved configuration of {@code mix --cache}, which interpolates one model with a cache.
 *
 * @param model directory of the model
 * @param window words that the cache remembers
 * @param theta θ of the cache; null = tune it
 * @param weight weight of the cache; null = tune it
 * @param corpus corpus with the split for tuning; empty if both are given
 * @param split held-out split of the corpus: {@code valid} or {@code test}
 */
public record AddCache(
    String model,
    int window,
    @JsonInclude(JsonInclude.Include.NON_NULL) Double theta,
    @JsonInclude(JsonInclude.Include.NON_NULL) Double weight,
    String corpus,
    String split)
    implements Job, Serializable {

  /**
   * Checks the configuration.
   *
   * @throws BadInputException if a value is out of its range, or if neither or both of a corpus and
   *     the values it is for are given
   */
  public AddCache {
    CacheConfig.checkWindow(window);
    boolean given = theta != null && weight != null;
    if (given != corpus.isEmpty()) {
      throw new BadInputException(
          "--cache: give either --corpus, on whose valid split the cache is tuned, or both"
              + " --cache-theta and --cache-weight");
    }
    new CacheConfig(window, theta == null ? 0 : theta, weight == null ? 0 : weight); // checks
  }

  @Override
  public String kind() {
    return CachedModel.KIND;
  }

  @Override
  public List<Manifest.Input> inputs(Configuration conf) {
    List<Manifest.Input> inputs = new ArrayList<>();
    inputs.add(Models.directory(conf, model).asInput());
    if (!corpus.isEmpty()) {
      inputs.add(Published.open(conf, corpus, Corpus.KIND).asInput());
    }
    return inputs;
  }

  @Override
  public Published run(Cluster cluster, OutputDirectory target) {
    Configuration conf = cluster.hadoop();
    List<Manifest.Input> inputs = inputs(conf);
    LanguageModel opened = Models.open(conf, model, 0);
    CachedModelFormat.checkCacheable(opened);
    CacheConfig cache;
    Map<String, Object> tuning = Map.of();
    if (corpus.isEmpty()) {
      cache = new CacheConfig(window, theta, weight);
    } else {
      TuneCache.Tuned tuned = new TuneCache(cluster, this).run(target.staging());
      cache = tuned.cache();
      tuning = tuned.facts(this);
    }
    return CachedModelFormat.write(conf, target, this, inputs, opened, cache, tuning);
  }
}

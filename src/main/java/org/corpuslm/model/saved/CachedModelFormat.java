package org.corpuslm.model.saved;

import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.corpuslm.corpus.VocabularyFile;
import org.corpuslm.model.LanguageModel;
import org.corpuslm.model.Mixture;
import org.corpuslm.model.cache.CacheConfig;
import org.corpuslm.model.cache.CachedModel;
import org.corpuslm.model.saved.MixtureFacts.Component;
import org.corpuslm.runtime.BadInputException;
import org.corpuslm.runtime.Manifest;
import org.corpuslm.runtime.OutputDirectory;
import org.corpuslm.runtime.Published;
import org.corpuslm.runtime.Verification;

/**
 * Saved models with a cache: a manifest with the settings of the cache and with path and
 * fingerprint of the model, and a copy of the vocabulary. The model stays where it is, unaltered.
 */
public final class CachedModelFormat {
  private CachedModelFormat() {}

  /**
   * Opens a model with its cache.
   *
   * @throws BadInputException if the model is missing, or was replaced since
   */
  static LanguageModel open(Configuration conf, Published directory, long memory, int bits) {
    CachedModelFacts facts = directory.facts(CachedModelFacts.class);
    MixtureFormat.check(conf, directory, facts.model());
    LanguageModel model = Models.open(conf, facts.model().path(), memory, bits);
    return new CachedModel(directory.path(), model, facts.cache());
  }

  /** Verifies a model with a cache: opens the model, but does not verify its files. */
  public static void verify(Verification verification) {
    verification.attempt(
        "manifest.json", () -> open(verification.conf(), verification.directory(), 0, 0));
  }

  /**
   * Checks that a model can have a cache.
   *
   * @throws BadInputException if it has one, is a mixture, or has no probabilities
   */
  public static void checkCacheable(LanguageModel model) {
    boolean single = !model.kind().equals(CachedModel.KIND) && !model.kind().equals(Mixture.KIND);
    if (!single) {
      throw new BadInputException(
          ("%s (%s) cannot have a cache: a cache belongs to one n-gram model or network. Give that"
                  + " one a cache, then mix the result with the others")
              .formatted(model.path(), model.kind()));
    }
    if (!model.normalized()) {
      throw new BadInputException(
          ("%s (%s) gives scores, not probabilities, and cannot have a cache. Estimate it with"
                  + " another smoothing")
              .formatted(model.path(), model.name()));
    }
  }

  /**
   * Publishes a model with a cache.
   *
   * @param output where to publish; closed by this method
   * @param configuration the resolved configuration of the command, for the manifest
   * @param inputs the model and, if the cache was tuned, the corpus
   */
  public static Published write(
      Configuration conf,
      OutputDirectory output,
      Object configuration,
      List<Manifest.Input> inputs,
      LanguageModel model,
      CacheConfig cache,
      Map<String, Object> tuning) {
    VocabularyFile.copy(conf, Published.open(conf, model.path()), output);
    Component component =
        new Component(
            model.path(),
            model.kind(),
            model.name(),
            inputs.get(0).fingerprint(),
            1 - cache.weight());
    CachedModelFacts facts =
        new CachedModelFacts(component, cache, CachedModel.stateSize(model), tuning);
    return output.publish(CachedModel.KIND, configuration, inputs, facts);
  }
}

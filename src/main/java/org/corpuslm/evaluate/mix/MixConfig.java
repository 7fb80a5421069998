package org.corpuslm.evaluate.mix;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.corpuslm.corpus.Corpus;
import org.corpuslm.evaluate.score.Serving;
import org.corpuslm.model.LanguageModel;
import org.corpuslm.model.Mixture;
import org.corpuslm.model.saved.MixtureFacts;
import org.corpuslm.model.saved.MixtureFacts.Component;
import org.corpuslm.model.saved.MixtureFormat;
import org.corpuslm.model.saved.Models;
import org.corpuslm.ngram.model.NgramModel;
import org.corpuslm.ngram.model.StaticMixture;
import org.corpuslm.runtime.BadInputException;
import org.corpuslm.runtime.Cluster;
import org.corpuslm.runtime.Job;
import org.corpuslm.runtime.Manifest;
import org.corpuslm.runtime.OutputDirectory;
import org.corpuslm.runtime.Published;

/**
 * The resolved configuration of {@code mix}.
 *
 * @param models directories of the models to mix
 * @param weights interpolation weights by model, in [0, 1] with sum 1; empty = tune them on a
 *     held-out split
 * @param corpus directory of the corpus with that split; empty if weights are given
 * @param split held-out split of the corpus: {@code valid} or {@code test}
 * @param serving serving of the models to the tasks that score the split
 * @param fold whether to make one n-gram model, instead of a list of models and weights
 */
public record MixConfig(
    List<String> models,
    List<Double> weights,
    String corpus,
    String split,
    Serving serving,
    boolean fold)
    implements Job, Serializable {
  private static final double TOLERANCE = 1e-6;

  /**
   * Checks the configuration.
   *
   * @throws BadInputException if there are fewer than two models, both weights and a corpus or
   *     neither, or weights that are not a distribution over the models
   */
  public MixConfig {
    if (models.size() < 2) {
      throw new BadInputException("give --model at least twice: there is nothing to mix in one");
    }
    if (weights.isEmpty() == corpus.isEmpty()) {
      throw new BadInputException(
          "give either --corpus, on whose valid split weights are tuned, or --weights");
    }
    if (!weights.isEmpty() && weights.size() != models.size()) {
      throw new BadInputException(
          "--weights has %d numbers for %d models; give one each"
              .formatted(weights.size(), models.size()));
    }
    double sum = weights.stream().mapToDouble(Double::doubleValue).sum();
    if (weights.stream().anyMatch(w -> !(w >= 0 && w <= 1))
        || (!weights.isEmpty() && Math.abs(sum - 1) > TOLERANCE)) {
      throw new BadInputException(
          "--weights is %s, of sum %s; weights lie in [0, 1] and sum to 1".formatted(weights, sum));
    }
  }

  /** Returns the given weights, divided by their sum. */
  public double[] givenWeights() {
    double sum = weights.stream().mapToDouble(Double::doubleValue).sum();
    return weights.stream().mapToDouble(w -> w / sum).toArray();
  }

  @Override
  public String kind() {
    return fold ? NgramModel.KIND : Mixture.KIND;
  }

  @Override
  public List<Manifest.Input> inputs(Configuration conf) {
    List<Manifest.Input> inputs = new ArrayList<>();
    models.forEach(m -> inputs.add(Models.asInput(conf, m)));
    if (!corpus.isEmpty()) {
      inputs.add(Published.open(conf, corpus, Corpus.KIND).asInput());
    }
    return inputs;
  }

  @Override
  public Published run(Cluster cluster, OutputDirectory target) {
    Configuration conf = cluster.hadoop();
    List<Manifest.Input> inputs = inputs(conf);
    Published vocabularyOf = MixtureFormat.vocabularyOf(conf, models);
    List<LanguageModel> opened =
        models.stream()
            .map(path -> Models.open(conf, path, 0))
            .map(
                model ->
                    vocabularyOf == null
                        ? model
                        : Models.withVocabularyOf(conf, model, vocabularyOf, null))
            .toList();
    Mixture.checkMixable(opened);
    double[] mixed;
    Map<String, Object> tuning = Map.of();
    if (corpus.isEmpty()) {
      mixed = givenWeights();
    } else {
      TuneWeights.Tuned tuned = new TuneWeights(cluster, this).run(target.staging());
      mixed = tuned.weights();
      tuning = tuned.facts(this);
    }
    if (fold) {
      return new StaticMixture(cluster, opened, mixed).run(target, this, inputs, tuning);
    }
    List<Component> components = new ArrayList<>();
    for (int i = 0; i < mixed.length; i++) {
      LanguageModel m = opened.get(i);
      String fingerprint = inputs.get(i).fingerprint();
      components.add(new Component(m.path(), m.kind(), m.name(), fingerprint, mixed[i]));
    }
    return MixtureFormat.write(conf, target, this, inputs, new MixtureFacts(components, tuning));
  }
}

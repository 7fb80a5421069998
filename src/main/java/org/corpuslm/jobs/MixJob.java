package org.corpuslm.jobs;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.corpuslm.corpus.Corpus;
import org.corpuslm.evaluate.MixConfig;
import org.corpuslm.evaluate.TuneWeights;
import org.corpuslm.model.LanguageModel;
import org.corpuslm.model.Mixture;
import org.corpuslm.model.MixtureFacts;
import org.corpuslm.model.MixtureFacts.Component;
import org.corpuslm.model.MixtureFormat;
import org.corpuslm.model.Models;
import org.corpuslm.ngram.model.NgramModel;
import org.corpuslm.ngram.model.StaticMixture;
import org.corpuslm.runtime.Cluster;
import org.corpuslm.runtime.Manifest;
import org.corpuslm.runtime.OutputDirectory;
import org.corpuslm.runtime.Published;

/** {@code mix}: models to their linear interpolation, as a mixture or folded into one model. */
public record MixJob(MixConfig config, String output) implements DirectoryJob {
  @Override
  public String kind() {
    return config.fold() ? NgramModel.KIND : Mixture.KIND;
  }

  @Override
  public List<Manifest.Input> inputs(Configuration conf) {
    List<Manifest.Input> inputs = new ArrayList<>();
    config.models().forEach(m -> inputs.add(Models.directory(conf, m).asInput()));
    if (!config.corpus().isEmpty()) {
      inputs.add(Published.open(conf, config.corpus(), Corpus.KIND).asInput());
    }
    return inputs;
  }

  @Override
  public Published run(Cluster cluster, OutputDirectory target) {
    Configuration conf = cluster.hadoop();
    List<Manifest.Input> inputs = inputs(conf);
    List<LanguageModel> models =
        config.models().stream().map(path -> Models.open(conf, path, 0)).toList();
    Mixture.checkMixable(models);
    double[] weights;
    Map<String, Object> tuning = Map.of();
    if (config.corpus().isEmpty()) {
      weights = config.givenWeights();
    } else {
      TuneWeights.Tuned tuned = new TuneWeights(cluster, config).run(target.staging());
      weights = tuned.weights();
      tuning = tuned.facts(config);
    }
    if (config.fold()) {
      return new StaticMixture(cluster, models, weights).run(target, config, inputs, tuning);
    }
    List<Component> components = new ArrayList<>();
    for (int i = 0; i < weights.length; i++) {
      LanguageModel m = models.get(i);
      String fingerprint = inputs.get(i).fingerprint();
      components.add(new Component(m.path(), m.kind(), m.name(), fingerprint, weights[i]));
    }
    MixtureFacts facts = new MixtureFacts(components, tuning);
    return MixtureFormat.write(conf, target, config, inputs, facts);
  }
}

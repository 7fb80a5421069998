package org.corpuslm.jobs;

import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.corpuslm.ngram.count.CountNgrams;
import org.corpuslm.ngram.count.CountStore;
import org.corpuslm.ngram.model.NgramModel;
import org.corpuslm.ngram.smoothing.EstimateConfig;
import org.corpuslm.ngram.smoothing.EstimateModel;
import org.corpuslm.runtime.Cluster;
import org.corpuslm.runtime.Manifest;
import org.corpuslm.runtime.OutputDirectory;
import org.corpuslm.runtime.Published;

/** {@code estimate}: count store to n-gram model. */
public record EstimateJob(EstimateConfig config, String output) implements DirectoryJob {
  @Override
  public String kind() {
    return NgramModel.KIND;
  }

  @Override
  public List<Manifest.Input> inputs(Configuration conf) {
    return List.of(Published.open(conf, config.counts(), CountNgrams.KIND).asInput());
  }

  @Override
  public Published run(Cluster cluster, OutputDirectory target) {
    CountStore store = CountStore.open(cluster.hadoop(), config.counts());
    return new EstimateModel(cluster, store, config).run(target);
  }
}

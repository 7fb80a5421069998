package org.corpuslm.jobs;

import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.corpuslm.ngram.arpa.ArpaImport;
import org.corpuslm.ngram.arpa.ImportConfig;
import org.corpuslm.ngram.model.NgramModel;
import org.corpuslm.runtime.Cluster;
import org.corpuslm.runtime.Manifest;
import org.corpuslm.runtime.OutputDirectory;
import org.corpuslm.runtime.Published;

/** {@code import-arpa}: ARPA file to n-gram model. */
public record ImportArpaJob(ImportConfig config, String output) implements DirectoryJob {
  @Override
  public String kind() {
    return NgramModel.KIND;
  }

  @Override
  public List<Manifest.Input> inputs(Configuration conf) {
    List<Manifest.Input> inputs = new ArrayList<>();
    inputs.add(ArpaImport.file(conf, config).asInput());
    if (!config.vocabulary().isEmpty()) {
      inputs.add(Published.open(conf, config.vocabulary()).asInput());
    }
    return inputs;
  }

  @Override
  public Published run(Cluster cluster, OutputDirectory target) {
    return new ArpaImport(cluster, config).run(target);
  }
}

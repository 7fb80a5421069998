package org.corpuslm.jobs;

import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.corpuslm.corpus.Corpus;
import org.corpuslm.ngram.count.CountConfig;
import org.corpuslm.ngram.count.CountNgrams;
import org.corpuslm.runtime.Cluster;
import org.corpuslm.runtime.Manifest;
import org.corpuslm.runtime.OutputDirectory;
import org.corpuslm.runtime.Published;

/** {@code count}: encoded corpus to count store. */
public record CountJob(CountConfig config, String output) implements DirectoryJob {
  @Override
  public String kind() {
    return CountNgrams.KIND;
  }

  @Override
  public List<Manifest.Input> inputs(Configuration conf) {
    return List.of(Published.open(conf, config.corpus(), Corpus.KIND).asInput());
  }

  @Override
  public Published run(Cluster cluster, OutputDirectory target) {
    Corpus corpus = Corpus.open(cluster.hadoop(), config.corpus());
    return new CountNgrams(cluster, corpus, config).run(target, config);
  }
}

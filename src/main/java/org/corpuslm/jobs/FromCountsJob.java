package org.corpuslm.jobs;

import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.corpuslm.ngram.count.CountNgrams;
import org.corpuslm.ngram.count.FromCounts;
import org.corpuslm.ngram.count.FromCountsConfig;
import org.corpuslm.runtime.Cluster;
import org.corpuslm.runtime.Manifest;
import org.corpuslm.runtime.OutputDirectory;
import org.corpuslm.runtime.Published;

/** {@code count --from-counts}: counts as text to count store. */
public record FromCountsJob(FromCountsConfig config, String output) implements DirectoryJob {
  @Override
  public String kind() {
    return CountNgrams.KIND;
  }

  @Override
  public List<Manifest.Input> inputs(Configuration conf) {
    return FromCounts.inputs(conf, config);
  }

  @Override
  public List<String> reads(Configuration conf) {
    List<String> reads = new ArrayList<>(DirectoryJob.super.reads(conf));
    reads.addAll(config.files());
    return reads;
  }

  @Override
  public Published run(Cluster cluster, OutputDirectory target) {
    return new FromCounts(cluster, config).run(target);
  }
}

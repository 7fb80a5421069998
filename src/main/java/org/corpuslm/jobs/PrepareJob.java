package org.corpuslm.jobs;

import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.corpuslm.corpus.Corpus;
import org.corpuslm.corpus.Prepare;
import org.corpuslm.corpus.PrepareConfig;
import org.corpuslm.runtime.Cluster;
import org.corpuslm.runtime.Manifest;
import org.corpuslm.runtime.OutputDirectory;
import org.corpuslm.runtime.Published;

/** {@code prepare}: text to encoded corpus. */
public record PrepareJob(PrepareConfig config, String output) implements DirectoryJob {
  @Override
  public String kind() {
    return Corpus.KIND;
  }

  @Override
  public List<Manifest.Input> inputs(Configuration conf) {
    return Prepare.inputs(conf, config);
  }

  /** Also the directories and globs that the text was found with. */
  @Override
  public List<String> reads(Configuration conf) {
    List<String> reads = new ArrayList<>(DirectoryJob.super.reads(conf));
    List.of(config.input(), config.valid(), config.test()).forEach(reads::addAll);
    return reads;
  }

  @Override
  public Published run(Cluster cluster, OutputDirectory target) {
    return new Prepare(cluster, config).run(target);
  }
}

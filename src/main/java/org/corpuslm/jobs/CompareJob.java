package org.corpuslm.jobs;

import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.corpuslm.compare.Compare;
import org.corpuslm.compare.CompareConfig;
import org.corpuslm.runtime.Manifest;
import org.corpuslm.runtime.OutputDirectory;
import org.corpuslm.runtime.Published;

/** {@code compare}: perplexity reports to a comparison. */
public record CompareJob(CompareConfig config, String output) implements PlainJob {
  @Override
  public String kind() {
    return Compare.KIND;
  }

  @Override
  public List<Manifest.Input> inputs(Configuration conf) {
    return new Compare(conf, config).inputs();
  }

  @Override
  public Published run(Configuration conf, OutputDirectory target) {
    return new Compare(conf, config).publish(target);
  }
}

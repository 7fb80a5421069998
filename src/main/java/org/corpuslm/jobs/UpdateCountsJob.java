package org.corpuslm.jobs;

import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.corpuslm.corpus.Corpus;
import org.corpuslm.ngram.count.CountNgrams;
import org.corpuslm.ngram.count.CountStore;
import org.corpuslm.ngram.count.UpdateConfig;
import org.corpuslm.ngram.count.UpdateConfig.Change;
import org.corpuslm.ngram.count.UpdateCounts;
import org.corpuslm.runtime.BadInputException;
import org.corpuslm.runtime.Cluster;
import org.corpuslm.runtime.Manifest;
import org.corpuslm.runtime.OutputDirectory;
import org.corpuslm.runtime.Published;
import org.corpuslm.runtime.Storage;

/**
 * {@code count --append-to} and {@code --remove-from}: a count store with a corpus more or less.
 */
public record UpdateCountsJob(UpdateConfig config, String output) implements DirectoryJob {
  @Override
  public String kind() {
    return CountNgrams.KIND;
  }

  @Override
  public List<Manifest.Input> inputs(Configuration conf) {
    CountStore store = CountStore.open(conf, config.store());
    Corpus corpus = UpdateCounts.corpus(conf, config, store);
    return List.of(store.directory().asInput(), corpus.directory().asInput());
  }

  @Override
  public Published run(Cluster cluster, OutputDirectory target) {
    return new UpdateCounts(cluster, config).run(target);
  }

  /** A store may be updated in place. */
  @Override
  public List<String> reads(Configuration conf) {
    String place = Storage.qualified(conf, output).toString();
    return DirectoryJob.super.reads(conf).stream().filter(path -> !path.equals(place)).toList();
  }

  /** A store that is updated in place is done when the corpus is in it, or is not any more. */
  @Override
  public Published unchanged(Configuration conf) {
    if (!Storage.qualified(conf, config.store()).equals(Storage.qualified(conf, output))) {
      return DirectoryJob.super.unchanged(conf);
    }
    try {
      CountStore store = CountStore.open(conf, config.store());
      boolean isIn = UpdateCounts.indexOf(store, UpdateCounts.corpus(conf, config, store)) >= 0;
      return isIn == (config.change() == Change.APPEND) ? store.directory() : null;
    } catch (BadInputException e) {
      return null;
    }
  }
}

package org.corpuslm.ngram.count;

import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.corpuslm.corpus.Corpus;
import org.corpuslm.corpus.NgramOrder;
import org.corpuslm.runtime.BadInputException;
import org.corpuslm.runtime.Cluster;
import org.corpuslm.runtime.Job;
import org.corpuslm.runtime.Manifest;
import org.corpuslm.runtime.OutputDirectory;
import org.corpuslm.runtime.Published;

/**
 * The options of {@code count}, checked.
 *
 * @param corpus the corpus directory
 * @param order length of the longest n-grams, 1 to {@value NgramOrder#MAX_COUNTED}
 * @param shards number of shards; 0 = by the size of the corpus
 * @param splitAbove tokens above which a word may be hot, so that its n-grams are split over
 *     several shards
 */
public record CountConfig(String corpus, int order, int shards, long splitAbove) implements Job {
  /**
   * Checks the options.
   *
   * @throws BadInputException if an option is out of range
   */
  public CountConfig {
    NgramOrder.checkCounted(order);
    ShardLimits.checkRequested(shards);
    if (splitAbove < 0) {
      throw new BadInputException("--split-above is %d; give 0 or more".formatted(splitAbove));
    }
  }

  /** Uses the default limit for hot words. */
  public CountConfig(String corpus, int order, int shards) {
    this(corpus, order, shards, Sharding.SPLIT_ABOVE);
  }

  @Override
  public String kind() {
    return CountNgrams.KIND;
  }

  @Override
  public List<Manifest.Input> inputs(Configuration conf) {
    return List.of(Published.open(conf, corpus, Corpus.KIND).asInput());
  }

  @Override
  public Published run(Cluster cluster, OutputDirectory target) {
    Corpus opened = Corpus.open(cluster.hadoop(), corpus);
    return new CountNgrams(cluster, opened, this).run(target, this);
  }
}

package org.corpuslm.ngram.count;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.corpuslm.corpus.NgramOrder;
import org.corpuslm.corpus.TextSpec;
import org.corpuslm.runtime.BadInputException;
import org.corpuslm.runtime.Cluster;
import org.corpuslm.runtime.Job;
import org.corpuslm.runtime.Manifest;
import org.corpuslm.runtime.OutputDirectory;
import org.corpuslm.runtime.Published;

/**
 * The options of {@code count --from-counts}, checked.
 *
 * @param files files of n-grams with their counts, or directories in the layout of Google's Web 1T
 * @param order length of the longest n-grams to take; 0 = the longest in the files
 * @param shards number of shards; 0 = by the number of tokens
 * @param tokenizer tokenizer for text scored by models of these counts
 * @param lowercase whether such text is converted to Unicode lower case first
 * @param unk spelling of the unknown word in the files
 */
public record FromCountsConfig(
    List<String> files, int order, int shards, String tokenizer, boolean lowercase, String unk)
    implements Job, Serializable {

  /**
   * Checks the options.
   *
   * @throws BadInputException if an option is out of range
   */
  public FromCountsConfig {
    if (order != 0) {
      NgramOrder.checkCounted(order);
    }
    ShardLimits.checkRequested(shards);
    TextSpec.of(tokenizer, lowercase, unk); // checks them
  }

  /** Returns how text becomes words. */
  TextSpec text() {
    return TextSpec.of(tokenizer, lowercase, unk);
  }

  @Override
  public String kind() {
    return CountNgrams.KIND;
  }

  @Override
  public List<Manifest.Input> inputs(Configuration conf) {
    return FromCounts.inputs(conf, this);
  }

  /** Returns the files, and the directories that they were found in. */
  @Override
  public List<String> reads(Configuration conf, String output) {
    List<String> reads = new ArrayList<>(Job.super.reads(conf, output));
    reads.addAll(files);
    return reads;
  }

  @Override
  public Published run(Cluster cluster, OutputDirectory target) {
    return new FromCounts(cluster, this).run(target);
  }
}

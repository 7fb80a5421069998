package org.corpuslm.ngram.model;

import java.util.Iterator;
import org.apache.hadoop.conf.Configuration;
import org.corpuslm.ngram.count.Sharding;
import org.corpuslm.runtime.ByteSink;
import org.corpuslm.runtime.ByteSource;
import org.corpuslm.runtime.PackedBlocks;
import org.corpuslm.runtime.Published;

/**
 * Responds to {@link HistoryProbRequest}s from one shard of the model, which it holds in memory. A
 * response: length and factor as in the request, row, log10 p(wi | w1 … wi−1).
 */
final class HistoryProbResponse extends PackedBlocks {
  private final Iterator<byte[]> requests;
  private final NgramShard shard;
  private final double[] unigrams; // log10
  private final int[] nodes;
  private final int[] words;

  /**
   * Loads the shard, if there are requests.
   *
   * @param path directory of the model
   * @param unigrams log10 unigram probabilities by word id
   */
  HistoryProbResponse(
      Configuration conf,
      String path,
      int order,
      int shard,
      Sharding sharding,
      double[] unigrams,
      Iterator<byte[]> requests) {
    super(sharding.shards());
    this.requests = requests;
    this.unigrams = unigrams;
    this.nodes = new int[order + 1];
    this.words = new int[order];
    this.shard =
        requests.hasNext()
            ? new ShardLoader(conf, Published.open(conf, path, NgramModel.KIND), sharding, 0)
                .load(shard)
            : null;
  }

  @Override
  protected boolean pack() {
    if (!requests.hasNext()) {
      return false;
    }
    ByteSource in = new ByteSource(requests.next());
    while (in.hasMore()) {
      ByteSink out = to(in.varint());
      int length = in.unsigned();
      int factor = in.unsigned();
      out.put(length);
      out.put(factor);
      out.varint(in.varint());
      for (int w = 0; w < factor; w++) {
        words[w] = in.varint();
      }
      out.float64(log10(factor - 1));
    }
    return true;
  }

  /** Returns log10 p of the word after the first {@code context} words. */
  private double log10(int context) {
    int word = words[context];
    double log10 = 0;
    for (int length = shard.find(words, 0, context, nodes); length > 0; length--) {
      int index = shard.indexOf(length, nodes[length], word);
      if (index >= 0) {
        return log10 + shard.logProb(length, index);
      }
      log10 += shard.backoff(length, nodes[length]);
    }
    return log10 + unigrams[word];
  }
}

package org.corpuslm.evaluate;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.corpuslm.corpus.Vocabulary;
import org.corpuslm.ngram.model.NgramModel;
import org.corpuslm.runtime.Block;
import org.corpuslm.runtime.ByteSink;
import org.corpuslm.runtime.ByteSource;
import org.corpuslm.runtime.Published;
import org.corpuslm.runtime.Worker;

/**
 * Scores with n-gram models that are too large for one task: every position goes to the one shard
 * of each model that can score it, and its score comes back to its partition.
 */
final class ShardScoring {
  private ShardScoring() {}

  /** Sends the positions of one partition to the shards. Packed: partition, then per position. */
  static Iterator<Block> questions(
      int partition, HeldOutPartition heldOut, Scoring scoring, Worker worker) throws IOException {
    List<Block> blocks = new ArrayList<>();
    for (int m = 0; m < scoring.leaves().size(); m++) {
      ModelRef ref = scoring.leaves().get(m);
      if (ref.sharded()) {
        NgramModel model = (NgramModel) ModelCache.get(worker.hadoop(), ref);
        int[] ids = scoring.text(worker.hadoop(), heldOut, m).ids();
        ask(partition, ids, model, ref.firstShard(), blocks);
      }
    }
    return blocks.iterator();
  }

  private static void ask(
      int partition, int[] ids, NgramModel model, int firstShard, List<Block> blocks) {
    Map<Integer, ByteSink> sinks = new TreeMap<>();
    Map<Integer, Integer> last = new TreeMap<>();
    int longest = model.facts().order() - 1;
    int[] context = new int[Math.max(1, longest)];
    int sentence = 0;
    for (int i = 0; i < ids.length; i++) {
      int length = Math.min(longest, i - sentence + 1);
      for (int w = 0; w < length; w++) {
        int at = i - length + w;
        context[w] = at < sentence ? Vocabulary.BOS : ids[at];
      }
      int shard = length == 0 ? 0 : model.shardOf(context, 0, length);
      ByteSink sink = sinks.get(shard);
      if (sink == null) {
        sink = new ByteSink(1 << 12);
        sink.varint(partition);
        sinks.put(shard, sink);
        last.put(shard, 0);
      }
      sink.varint(i - last.put(shard, i));
      sink.put(length);
      for (int w = 0; w < length; w++) {
        sink.varint(context[w]);
      }
      sink.varint(ids[i]);
      if (ids[i] == Vocabulary.EOS) {
        sentence = i + 1;
      }
    }
    sinks.forEach((shard, sink) -> blocks.add(new Block(firstShard + shard, sink.take())));
  }

  /** Answers all questions to one shard. Packed: model, nanoseconds, then per position. */
  static Iterator<Block> answers(
      int index, Iterator<byte[]> questions, Scoring scoring, Worker worker) {
    int m = scoring.modelOfShard(index);
    Configuration conf = worker.hadoop();
    String path = scoring.leaves().get(m).path();
    // A model of this task's own that holds one shard at a time: the one that is asked.
    NgramModel model =
        questions.hasNext() ? NgramModel.open(conf, Published.open(conf, path), 0) : null;
    return new Iterator<>() {
      @Override
      public boolean hasNext() {
        return questions.hasNext();
      }

      @Override
      public Block next() {
        return answer(m, model, new ByteSource(questions.next()));
      }
    };
  }

  private static Block answer(int m, NgramModel model, ByteSource in) {
    long start = System.nanoTime();
    NgramModel.Lookup lookup = model.scorer();
    int partition = in.varint();
    ByteSink out = new ByteSink(1 << 12);
    int[] context = new int[Math.max(1, model.facts().order() - 1)];
    while (in.hasMore()) {
      out.varint(in.varint());
      int length = in.unsigned();
      for (int w = 0; w < length; w++) {
        context[w] = in.varint();
      }
      out.float64(lookup.log10(context, 0, length, in.varint()));
      out.put(lookup.orderUsed());
    }
    byte[] scores = out.take();
    ByteSink packed = new ByteSink(scores.length + 16);
    packed.varint(m);
    packed.varlong(System.nanoTime() - start);
    packed.put(scores, 0, scores.length);
    return new Block(partition, packed.take());
  }
}

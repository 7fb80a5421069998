package org.corpuslm.evaluate.score;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.corpuslm.corpus.Vocabulary;
import org.corpuslm.ngram.model.NgramModel;
import org.corpuslm.runtime.Block;
import org.corpuslm.runtime.ByteSink;
import org.corpuslm.runtime.ByteSource;
import org.corpuslm.runtime.TaskContext;

/**
 * Scores with n-gram models that are too large for one JVM: sends every position to the one shard
 * of each model that can score it, and its score back to its partition.
 */
final class ShardScoring {
  private ShardScoring() {}

  /**
   * Sends the positions of one partition to the shards. A block holds the partition, then for each
   * position its distance from the position before, the context and the word.
   */
  static Iterator<Block> questions(
      int partition, HeldOutPartition heldOut, ScoringPlan scoring, TaskContext task)
      throws IOException {
    List<Block> blocks = new ArrayList<>();
    for (int c = 0; c < scoring.components().size(); c++) {
      ModelHandle handle = scoring.components().get(c);
      if (handle.sharded()) {
        NgramModel model = (NgramModel) handle.model(task.hadoop());
        int[] ids = scoring.text(task.hadoop(), heldOut, c).ids();
        ask(partition, ids, model, handle.firstShard(), blocks);
      }
    }
    return blocks.iterator();
  }

  private static void ask(
      int partition, int[] ids, NgramModel model, int firstShard, List<Block> blocks) {
    int shards = Math.max(1, model.facts().shards());
    ByteSink[] sinks = new ByteSink[shards];
    int[] last = new int[shards];
    int maxLength = model.facts().order() - 1;
    int[] context = new int[Math.max(1, maxLength)];
    int sentence = 0;
    for (int i = 0; i < ids.length; i++) {
      int length = Math.min(maxLength, i - sentence + 1);
      for (int w = 0; w < length; w++) {
        int at = i - length + w;
        context[w] = at < sentence ? Vocabulary.BOS : ids[at];
      }
      int shard = length == 0 ? 0 : model.sharding().shardOf(context, 0, length);
      ByteSink sink = sinks[shard];
      if (sink == null) {
        sink = new ByteSink(1 << 12);
        sink.varint(partition);
        sinks[shard] = sink;
      }
      sink.varint(i - last[shard]);
      last[shard] = i;
      sink.put(length);
      for (int w = 0; w < length; w++) {
        sink.varint(context[w]);
      }
      sink.varint(ids[i]);
      if (ids[i] == Vocabulary.EOS) {
        sentence = i + 1;
      }
    }
    for (int shard = 0; shard < shards; shard++) {
      if (sinks[shard] != null) {
        blocks.add(new Block(firstShard + shard, sinks[shard].take()));
      }
    }
  }

  /**
   * Answers all questions to one shard. A block holds the component, the nanoseconds of loading and
   * of scoring, then for each position its distance from the position before, log10 p and the order
   * of the n-gram used.
   *
   * @param index index of the shard among those of all sharded components
   */
  static Iterator<Block> answers(
      int index, Iterator<byte[]> questions, ScoringPlan scoring, TaskContext task) {
    int c = scoring.componentOfShard(index);
    ModelHandle handle = scoring.components().get(c);
    long start = System.nanoTime();
    // Shares vocabulary and unigrams with all tasks of this JVM, and has the shard to itself.
    NgramModel model =
        questions.hasNext()
            ? ((NgramModel) handle.model(task.hadoop())).only(index - handle.firstShard())
            : null;
    return new Iterator<>() {
      private long loading = System.nanoTime() - start;

      @Override
      public boolean hasNext() {
        return questions.hasNext();
      }

      @Override
      public Block next() {
        Block block = answer(c, loading, model, new ByteSource(questions.next()));
        loading = 0;
        return block;
      }
    };
  }

  private static Block answer(int c, long loading, NgramModel model, ByteSource in) {
    long start = System.nanoTime();
    int partition = in.varint();
    ByteSink out = new ByteSink(1 << 12);
    Questions questions = new Questions(model);
    while (in.hasMore()) {
      questions.read(in);
      questions.answer(out);
    }
    byte[] scores = out.take();
    ByteSink packed = new ByteSink(scores.length + 32);
    packed.varint(c);
    packed.varlong(loading);
    packed.varlong(System.nanoTime() - start);
    packed.put(scores, 0, scores.length);
    return new Block(partition, packed.take());
  }

  /** A batch of questions that are looked up together. */
  private static final class Questions {
    private static final int MAX = 128;

    private final NgramModel.Lookup lookup;
    private final int[] contexts;
    private final int[] steps = new int[MAX]; // from the position before
    private final int[] from = new int[MAX];
    private final int[] to = new int[MAX];
    private final int[] words = new int[MAX];
    private final double[] log10 = new double[MAX];
    private final byte[] order = new byte[MAX];
    private int size;

    Questions(NgramModel model) {
      lookup = model.scorer();
      contexts = new int[MAX * model.facts().order()];
    }

    void read(ByteSource in) {
      int end = 0;
      for (size = 0; size < MAX && in.hasMore(); size++) {
        steps[size] = in.varint();
        from[size] = end;
        for (int left = in.unsigned(); left > 0; left--) {
          contexts[end++] = in.varint();
        }
        to[size] = end;
        words[size] = in.varint();
      }
    }

    void answer(ByteSink out) {
      lookup.log10(contexts, from, to, words, size, log10, order);
      for (int i = 0; i < size; i++) {
        out.varint(steps[i]);
        out.float64(log10[i]);
        out.put(order[i]);
      }
    }
  }
}

package org.corpuslm.ngram.model;

import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.corpuslm.corpus.ZipfText;

/** Looking up bigrams of a shard in memory, one after the other: nanoseconds a look-up. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 2, time = 1)
@Measurement(iterations = 3, time = 1)
@Fork(1)
public class LookupBenchmark {
  private static final int TOKENS = 2_000_000;
  private static final int WORDS = 50_000;
  private static final int LOOKUPS = 100_000;

  private final NgramShard exact = shard(0);
  private final NgramShard quantized = shard(8);
  private final int[] asked = ZipfText.ids(LOOKUPS + 1, WORDS, 2);
  private final int[] nodes = new int[2];

  /** The bigrams of a text. */
  private static NgramShard shard(int bits) {
    int[] ids = ZipfText.ids(TOKENS, WORDS, 1);
    TreeMap<Integer, TreeSet<Integer>> next = new TreeMap<>();
    for (int i = 0; i + 1 < ids.length; i++) {
      next.computeIfAbsent(ids[i], k -> new TreeSet<>()).add(ids[i + 1]);
    }
    int bigrams = next.values().stream().mapToInt(TreeSet::size).sum();
    NgramTable.Builder contexts = new NgramTable.Builder(next.size());
    NgramTable.Builder ngrams = new NgramTable.Builder(bigrams);
    int[] starts = new int[next.size() + 1];
    int[] order = new int[next.size()];
    Random random = new Random(1);
    next.forEach(
        (word, words) -> {
          int node = contexts.size();
          order[node] = node;
          contexts.add(word, Math.log10(random.nextDouble()));
          words.forEach(w -> ngrams.add(w, Math.log10(random.nextDouble())));
          starts[node + 1] = ngrams.size();
        });
    int[] newStarts = new int[starts.length];
    int[] rows = ngrams.searchOrder(order, starts, newStarts);
    int[] words = next.keySet().stream().mapToInt(w -> w).toArray();
    return new NgramShard(
        new RankBitSet(words, words.length, WORDS + 3),
        new NgramTable[] {null, contexts.build(order, new int[][] {newStarts}, bits, true)},
        new NgramTable[] {null, ngrams.build(rows, new int[0][], bits, false)});
  }

  private double lookUp(NgramShard shard) {
    double sum = 0;
    for (int i = 0; i < LOOKUPS; i++) {
      int length = shard.find(asked, i, i + 1, nodes);
      if (length > 0) {
        int index = shard.indexOf(1, nodes[1], asked[i + 1]);
        sum += index >= 0 ? shard.logProb(1, index) : shard.backoff(1, nodes[1]);
      }
    }
    return sum;
  }

  @Benchmark
  @OperationsPerInvocation(LOOKUPS)
  public double lookUp() {
    return lookUp(exact);
  }

  @Benchmark
  @OperationsPerInvocation(LOOKUPS)
  public double lookUpQuantized() {
    return lookUp(quantized);
  }
}

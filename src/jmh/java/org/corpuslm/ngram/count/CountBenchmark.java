package org.corpuslm.ngram.count;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.corpuslm.corpus.Vocabulary;
import org.corpuslm.corpus.ZipfText;
import org.corpuslm.runtime.Block;
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

/** Both sides of counting 5-grams in one shard: nanoseconds a token. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 2, time = 1)
@Measurement(iterations = 3, time = 1)
@Fork(1)
public class CountBenchmark {
  private static final int TOKENS = 500_000;
  private static final int WORDS = 50_000;
  private static final int ORDER = 5;
  private static final int CHUNK = TOKENS / 4;

  private final int[] ids = ZipfText.ids(TOKENS, WORDS, 1);
  private final Vocabulary vocabulary = ZipfText.vocabulary(WORDS);
  private final Sharding sharding = Sharding.of(vocabulary, 1);
  private final List<byte[]> runs = sort();

  @Benchmark
  @OperationsPerInvocation(TOKENS)
  public List<byte[]> sort() {
    NgramSorter sorter = new NgramSorter(ORDER, vocabulary.size(), sharding, CHUNK);
    List<byte[]> sorted = new ArrayList<>();
    for (int id : ids) {
      if (!sorter.add(id)) {
        drain(sorter, sorted);
      }
    }
    drain(sorter, sorted);
    return sorted;
  }

  private static void drain(NgramSorter sorter, List<byte[]> sorted) {
    for (Block block : sorter.drain()) {
      sorted.add(block.bytes());
    }
  }

  @Benchmark
  @OperationsPerInvocation(TOKENS)
  public long merge() throws IOException {
    long[] sum = new long[1];
    new RunMerger(ORDER, runs.iterator()).run((key, count) -> sum[0] += count);
    return sum[0];
  }

  /** The merge with the counts of all shorter n-grams. */
  @Benchmark
  @OperationsPerInvocation(TOKENS)
  public long derive() throws IOException {
    long[] sum = new long[1];
    AdjustedCountBuilder trie =
        new AdjustedCountBuilder(ORDER, (length, key, next) -> sum[0] += next.size() + next.adjusted(0));
    new RunMerger(ORDER, runs.iterator()).run(trie::add);
    trie.finish();
    return sum[0];
  }
}

package org.corpuslm.ngram.count;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.ToLongFunction;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;
import org.corpuslm.corpus.NgramOrder;
import org.corpuslm.corpus.Vocabulary;
import org.corpuslm.ngram.SlowNgrams;
import org.corpuslm.ngram.TestVocabulary;

/** Sorting in chunks, packing, merging and deriving all orders, without Spark. */
class CountingTest {
  private static final int WORDS = 9; // ids 3 … 8 are ordinary words

  private static final Vocabulary VOCABULARY =
      TestVocabulary.of("w3", "w4", "w5", "w6", "w7", "w8");

  /** Tokens of some files by sentence, without {@code </s>}, and where the chunks end. */
  record Input(List<List<List<Integer>>> files, int chunk) {}

  @Provide
  Arbitrary<Input> inputs() {
    Arbitrary<Integer> word =
        Arbitraries.frequencyOf(
            Tuple.of(9, Arbitraries.integers().between(3, WORDS - 1)),
            Tuple.of(1, Arbitraries.just(Vocabulary.UNK)));
    Arbitrary<List<List<Integer>>> file = word.list().ofMaxSize(9).list().ofMaxSize(40);
    return Combinators.combine(
            file.list().ofMinSize(1).ofMaxSize(3), Arbitraries.integers().between(1, 90))
        .as(Input::new);
  }

  @Property(tries = 300, edgeCases = EdgeCasesMode.NONE)
  void allOrdersFollowFromTheHighestOneWhateverTheChunks(
      @ForAll("inputs") Input input,
      @ForAll @IntRange(min = 1, max = NgramOrder.MAX_COUNTED) int order,
      @ForAll @IntRange(min = 1, max = 4) int shards)
      throws IOException {
    Sharding sharding = Sharding.of(VOCABULARY, shards);
    List<List<byte[]>> runs = new ArrayList<>();
    for (int s = 0; s < shards; s++) {
      runs.add(new ArrayList<>());
    }
    for (List<List<Integer>> file : input.files()) {
      sort(file, order, input.chunk(), sharding, runs);
    }
    List<Map<List<String>, long[]>> counted = new ArrayList<>();
    for (int k = 0; k <= order; k++) {
      counted.add(new HashMap<>());
    }
    for (int s = 0; s < shards; s++) {
      derive(runs.get(s), order, counted);
    }

    List<List<String>> sentences =
        input.files().stream()
            .flatMap(List::stream)
            .map(s -> s.stream().map(VOCABULARY::word).toList())
            .toList();
    if (sentences.isEmpty()) {
      assertThat(counted).allMatch(Map::isEmpty);
      return;
    }
    SlowNgrams slow = new SlowNgrams(sentences, order);
    for (int k = 1; k <= order; k++) {
      Map<List<String>, long[]> rows = counted.get(k);
      assertThat(column(rows, r -> r[0])).as("raw, order %d", k).isEqualTo(slow.raw(k));
      assertThat(column(rows, r -> r[1])).as("adjusted, order %d", k).isEqualTo(slow.adjusted(k));
    }
  }

  /** The map side: sorted runs of every shard. */
  private static void sort(
      List<List<Integer>> file, int order, int chunk, Sharding sharding, List<List<byte[]>> runs) {
    NgramSorter sorter = new NgramSorter(order, WORDS, sharding, chunk);
    for (List<Integer> sentence : file) {
      List<Integer> tokens = new ArrayList<>(sentence);
      tokens.add(Vocabulary.EOS);
      for (int id : tokens) {
        if (!sorter.add(id)) {
          sorter.drain().forEach(block -> runs.get(block.partition()).add(block.bytes()));
        }
      }
    }
    sorter.drain().forEach(block -> runs.get(block.partition()).add(block.bytes()));
  }

  /** The reduce side: counts of all orders of one shard. */
  private static void derive(List<byte[]> runs, int order, List<Map<List<String>, long[]>> counted)
      throws IOException {
    List<List<Integer>> keys = new ArrayList<>();
    AdjustedCountBuilder trie =
        new AdjustedCountBuilder(
            order,
            (length, key, next) -> {
              for (int i = 0; i < next.size(); i++) {
                List<String> g = new ArrayList<>();
                for (int w = length - 1; w >= 0; w--) {
                  g.add(VOCABULARY.word(key[w]));
                }
                g.add(VOCABULARY.word(next.word(i)));
                long[] counts = {next.count(i), next.adjusted(i)};
                counted.get(length + 1).merge(g, counts, (a, b) -> sumOfUnigrams(length, g, a, b));
              }
            });
    // Every other time all but the last runs go through the disk.
    long maxHeld = runs.size() % 2 == 0 ? 100 : Long.MAX_VALUE;
    new RunMerger(order, runs.iterator(), 1, List.of(), maxHeld)
        .run(
            (key, count) -> {
              keys.add(Arrays.stream(key).boxed().toList());
              trie.add(key, count);
            });
    trie.finish();
    assertThat(keys).isSortedAccordingTo(CountingTest::compare).doesNotHaveDuplicates();
  }

  /** Only unigrams are spread over shards. */
  private static long[] sumOfUnigrams(int length, List<String> g, long[] a, long[] b) {
    assertThat(length).as("%s comes twice", g).isZero();
    return new long[] {a[0] + b[0], a[1] + b[1]};
  }

  @Property(tries = 300)
  void packedRunsReadBackAsTheyWere(
      @ForAll @IntRange(min = 1, max = NgramOrder.MAX_COUNTED) int order,
      @ForAll @Size(max = 60) List<@IntRange(max = 200_000) Integer> words,
      @ForAll @Size(min = 1, max = 20) List<@LongRange(min = 1, max = 1L << 40) Long> counts) {
    TreeMap<List<Integer>, Long> ngrams = new TreeMap<>(CountingTest::compare);
    for (int i = 0; i + order <= words.size(); i++) {
      // Few different words in front, so that records share their beginnings.
      List<Integer> g = new ArrayList<>(words.subList(i, i + order));
      g.replaceAll(w -> w % 3 == 0 ? w : w % 5);
      ngrams.put(g, counts.get(i % counts.size()));
    }
    RunWriter writer = new RunWriter(order);
    ngrams.forEach((g, n) -> writer.add(g.stream().mapToInt(w -> w).toArray(), n));
    RunReader reader = new RunReader(writer.take(), order, 1);
    Map<List<Integer>, Long> read = new LinkedHashMap<>();
    while (reader.next()) {
      read.put(Arrays.stream(reader.key()).boxed().toList(), reader.count());
    }
    assertThat(new ArrayList<>(read.entrySet())).isEqualTo(new ArrayList<>(ngrams.entrySet()));
  }

  /** Some blocks long, and taken away from what is stored. */
  @Example
  void aSpilledRunReadsBackAsItWas() throws IOException {
    List<byte[]> runs = new ArrayList<>();
    for (int r = 0; r < 3; r++) {
      RunWriter writer = new RunWriter(2);
      for (int i = r; i < 60_000; i += 3) {
        writer.add(new int[] {i / 7, i}, i + 1);
      }
      runs.add(writer.take());
    }
    RunMerger merger = new RunMerger(2, runs.iterator(), 1, List.of(), 1);
    SpilledRun run = SpilledRun.of(merger, 2, -1);
    for (int i = 0; i < 60_000; i++) {
      assertThat(run.next()).isTrue();
      assertThat(run.key()).containsExactly(i / 7, i);
      assertThat(run.count()).isEqualTo(-(i + 1));
    }
    assertThat(run.next()).isFalse();
  }

  /** Ids of a huge vocabulary: memory follows the words that a shard has. */
  @Example
  void memoryFollowsTheWordsOfAShardNotTheVocabulary() throws IOException {
    int huge = Integer.MAX_VALUE - 1000;
    long[] sum = new long[2];
    long before = allocated();
    AdjustedCountBuilder trie =
        new AdjustedCountBuilder(5, (length, key, next) -> sum[0] += next.size());
    for (int i = 0; i < 1000; i++) {
      trie.add(new int[] {huge, huge - 7, i / 50, i / 10, huge - 1000 + i % 10 * 100 + i / 10}, 1);
    }
    trie.finish();
    RowSorter sorter = new RowSorter(1000, Integer.MAX_VALUE);
    int[] ids = new Random(2).ints(1000, 0, Integer.MAX_VALUE).toArray();
    for (int row = 0; row < ids.length; row++) {
      sorter.add(row);
    }
    sorter.by(ids, 0);
    long taken = allocated() - before;
    for (int i = 1; i < ids.length; i++) {
      assertThat(ids[sorter.row(i)]).isGreaterThanOrEqualTo(ids[sorter.row(i - 1)]);
    }
    assertThat(sum[0]).isPositive();
    assertThat(taken).isLessThan(2 << 20);
  }

  private static long allocated() {
    return ((com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean())
        .getCurrentThreadAllocatedBytes();
  }

  @Property(tries = 200)
  void wordsAreFoundOneAfterTheOther(
      @ForAll @Size(max = 80) Set<@IntRange(max = 100) Integer> some) {
    int[] words = some.stream().mapToInt(w -> w).sorted().toArray();
    for (int from = 0; from <= words.length; from++) {
      for (int word = 0; word <= 101; word++) {
        int expected = Arrays.binarySearch(words, from, words.length, word);
        assertThat(Math.max(-1, ContextReader.find(words, from, words.length, word)))
            .isEqualTo(Math.max(-1, expected));
      }
    }
  }

  @Example
  void aRunOutOfOrderIsRefused() {
    RunWriter writer = new RunWriter(2);
    writer.add(new int[] {3, 4}, 1);
    assertThatIllegalStateException().isThrownBy(() -> writer.add(new int[] {3, 4}, 1));
    assertThatIllegalStateException().isThrownBy(() -> writer.add(new int[] {3, 3}, 1));
  }

  private static Map<List<String>, Long> column(
      Map<List<String>, long[]> rows, ToLongFunction<long[]> column) {
    Map<List<String>, Long> values = new HashMap<>();
    rows.forEach((g, counts) -> values.put(g, column.applyAsLong(counts)));
    return values;
  }

  private static int compare(List<Integer> a, List<Integer> b) {
    return Arrays.compare(
        a.stream().mapToInt(i -> i).toArray(), b.stream().mapToInt(i -> i).toArray());
  }
}

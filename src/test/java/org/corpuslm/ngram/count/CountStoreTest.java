package org.corpuslm.ngram.count;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.File;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.commons.io.FileUtils;
import org.apache.spark.SparkEnv;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.corpuslm.corpus.Corpus;
import org.corpuslm.corpus.CorpusFacts.SplitFacts;
import org.corpuslm.corpus.Vocabulary;
import org.corpuslm.corpus.VocabularyFile;
import org.corpuslm.ngram.Pipeline;
import org.corpuslm.ngram.Pipeline.Text;
import org.corpuslm.ngram.SlowNgrams;
import org.corpuslm.ngram.StoredTables;
import org.corpuslm.ngram.StoredTables.CountRow;
import org.corpuslm.ngram.WordNetGlosses;
import org.corpuslm.runtime.Published;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The count store of a real text: the same counts, and the same bytes, however they were made. */
class CountStoreTest {
  private static final int ORDER = 4;

  private static Pipeline pipeline;
  private static List<String> lines;
  private static String store;

  @BeforeAll
  static void count() {
    pipeline = new Pipeline();
    lines = new ArrayList<>(WordNetGlosses.all().subList(0, 1500));
    lines.addAll(List.of("", "a <unk> word", "a <unk> word", "", "word"));
    store = pipeline.counts(corpus(1), ORDER, 3);
  }

  @AfterAll
  static void remove() {
    pipeline.close();
  }

  private static String corpus(int files) {
    return pipeline.corpus(Text.of(lines).inFiles(files, 1));
  }

  /** Else a long-lived executor collects the files of every task that failed. */
  @Test
  void aTaskThatFailsLeavesNoSpilledRun() {
    assertThatThrownBy(
            () ->
                Pipeline.cluster()
                    .map(
                        "spill and fail",
                        List.of(1),
                        (item, worker) -> {
                          RunWriter run = new RunWriter(2);
                          run.add(new int[] {3, 4}, 1);
                          Iterator<byte[]> runs = List.of(run.take()).iterator();
                          RunMerger merger = new RunMerger(2, runs, 1, List.of(), Long.MAX_VALUE);
                          SpilledRun.of(merger, 2, 1);
                          assertThat(spilled()).isNotEmpty();
                          throw new IllegalStateException("half way");
                        }))
        .hasMessageContaining("half way");
    assertThat(spilled()).isEmpty();
  }

  private static List<String> spilled() {
    List<String> names = new ArrayList<>();
    for (File root : SparkEnv.get().blockManager().diskBlockManager().localDirs()) {
      for (File file : FileUtils.listFiles(root, null, true)) {
        names.add(file.getName());
      }
    }
    return names.stream().filter(name -> name.startsWith("temp_local")).toList();
  }

  @Test
  void countsAreTheSameForAnyNumberOfFilesShardsAndCores() {
    String expected = StoredTables.dump(store, ORDER);
    assertCounts(pipeline.counts(corpus(4), ORDER, 1), expected);
    assertCounts(pipeline.counts(corpus(7), ORDER, 6), expected);
    assertCounts(pipeline.counts(corpus(2), ORDER, 0), expected);
    Pipeline.use("local[1]");
    try {
      assertCounts(pipeline.counts(corpus(3), ORDER, 2), expected);
    } finally {
      Pipeline.use("local[2]");
    }
  }

  private static void assertCounts(String store, String expected) {
    assertThat(StoredTables.dump(store, ORDER).equals(expected)).as("counts in %s", store).isTrue();
  }

  @Test
  void filesAreTheSameByteForByteForTheSameNumberOfShards() {
    Map<String, String> expected = StoredTables.checksums(store);
    assertThat(expected).hasSize(1 + 1 + 1 + 3 * (ORDER - 1));
    assertThat(StoredTables.checksums(pipeline.counts(corpus(5), ORDER, 3))).isEqualTo(expected);
    Pipeline.use("local[1]");
    try {
      assertThat(StoredTables.checksums(pipeline.counts(corpus(2), ORDER, 3))).isEqualTo(expected);
    } finally {
      Pipeline.use("local[2]");
    }
  }

  @Test
  void totalsReconcileWithTheText() {
    CountFacts facts = CountStore.open(Pipeline.conf(), store).facts();
    List<List<String>> sentences = Pipeline.sentences(lines);
    long words = sentences.stream().mapToLong(List::size).sum();
    assertThat(facts.sentences()).isEqualTo(sentences.size());
    assertThat(facts.tokens()).isEqualTo(words + sentences.size());
    SplitFacts train = Corpus.open(Pipeline.conf(), corpus(1)).facts().split("train");
    assertThat(train.tokens()).isEqualTo(words);
    for (int k = 1; k <= ORDER; k++) {
      int order = k;
      long positions =
          sentences.stream()
              .mapToLong(s -> Math.max(0, s.size() + (order == 1 ? 1 : 2) - order + 1))
              .sum();
      List<CountRow> rows = StoredTables.counts(store, k);
      assertThat(rows.stream().mapToLong(CountRow::count).sum())
          .as("sum of the counts of order %d", k)
          .isEqualTo(positions)
          .isEqualTo(facts.orders().get(k - 1).total());
      assertThat(rows).hasSize((int) facts.orders().get(k - 1).ngrams());
    }
  }

  @Test
  void countsAreThoseOfTheSlowCounter() {
    SlowNgrams slow = new SlowNgrams(Pipeline.sentences(lines), ORDER);
    for (int k = 2; k <= ORDER; k++) {
      Map<List<String>, Long> raw = new HashMap<>();
      Map<List<String>, Long> adjusted = new HashMap<>();
      for (CountRow row : StoredTables.counts(store, k)) {
        raw.put(row.ngram(), row.count());
        adjusted.put(row.ngram(), row.adjusted());
      }
      assertThat(raw.equals(slow.raw(k))).as("raw, order %d", k).isTrue();
      assertThat(adjusted.equals(slow.adjusted(k))).as("adjusted, order %d", k).isTrue();
    }
  }

  @Test
  void everyNgramLivesInTheShardOfItsLastContextWordInKeyOrder() {
    Vocabulary vocabulary =
        VocabularyFile.read(Pipeline.conf(), Published.open(Pipeline.conf(), store));
    CountStore opened = CountStore.open(Pipeline.conf(), store);
    Sharding sharding = opened.sharding(Pipeline.conf(), vocabulary);
    Set<Integer> used = new HashSet<>();
    for (int k = 2; k <= ORDER; k++) {
      int[] before = null;
      int shard = -1;
      for (CountRow row : StoredTables.counts(store, k)) {
        int[] key = key(row.ngram(), vocabulary);
        assertThat(row.shard()).isEqualTo(sharding.shardOf(key, k - 1));
        if (row.shard() == shard) {
          assertThat(Arrays.compare(before, key)).as("order at %s", row.ngram()).isNegative();
        }
        before = key;
        shard = row.shard();
        used.add(shard);
      }
    }
    assertThat(used).containsExactlyInAnyOrder(0, 1, 2);
  }

  /** The context reversed, then the word. */
  private static int[] key(List<String> ngram, Vocabulary vocabulary) {
    int[] key = new int[ngram.size()];
    int last = ngram.size() - 1;
    for (int w = 0; w < last; w++) {
      String word = ngram.get(w);
      key[last - 1 - w] = word.equals(SlowNgrams.BEGIN) ? Vocabulary.BOS : vocabulary.id(word);
    }
    key[last] = vocabulary.id(ngram.get(last));
    return key;
  }

  @Test
  void plainSparkSqlReadsTheStore() {
    Pipeline.cluster(); // the session joins its Spark
    SparkSession sql = SparkSession.builder().getOrCreate();
    Dataset<Row> trigrams = sql.read().parquet(store + "/counts/order=3");
    assertThat(trigrams.columns()).containsExactly("w1", "w2", "w3", "count", "adjusted", "shard");
    List<String> words =
        sql
            .read()
            .parquet(store + "/vocabulary")
            .orderBy("id")
            .select("word")
            .collectAsList()
            .stream()
            .map(row -> row.getString(0))
            .toList();
    List<CountRow> rows =
        trigrams.collectAsList().stream()
            .map(
                row ->
                    new CountRow(
                        List.of(
                            words.get(row.getInt(0)),
                            words.get(row.getInt(1)),
                            words.get(row.getInt(2))),
                        row.getLong(3),
                        row.getLong(4),
                        row.getInt(5)))
            .toList();
    assertThat(new HashSet<>(rows).equals(new HashSet<>(StoredTables.counts(store, 3)))).isTrue();
    assertThat(rows).hasSize(StoredTables.counts(store, 3).size());
  }
}

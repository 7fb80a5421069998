package org.corpuslm.ngram.count;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.corpuslm.corpus.Vocabulary;
import org.corpuslm.ngram.Pipeline;
import org.corpuslm.ngram.Pipeline.Text;
import org.corpuslm.ngram.StoredTables;
import org.corpuslm.runtime.Published;
import org.corpuslm.runtime.PublishedFile;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A text of which one word is 30 %, in 16 shards. */
class ShardingTest {
  private static final int SHARDS = 16;
  private static final int ORDER = 4;

  private static Pipeline pipeline;
  private static List<String> lines;
  private static CountStore store;
  private static Vocabulary vocabulary;
  private static Sharding sharding;

  @BeforeAll
  static void count() {
    pipeline = new Pipeline();
    Random random = new Random(5);
    lines = new ArrayList<>();
    for (int i = 0; i < 6000; i++) {
      List<String> words = new ArrayList<>();
      for (int w = 0; w < 12; w++) {
        // ranks from 1 to 20,000, none above 2 %
        int rank = (int) Math.pow(20_000, 0.3 + 0.7 * random.nextDouble());
        words.add(random.nextDouble() < 0.3 ? "the" : "w" + rank);
      }
      lines.add(String.join(" ", words));
    }
    String counts = pipeline.counts(pipeline.corpus(Text.of(lines)), ORDER, SHARDS);
    store = CountStore.open(Pipeline.conf(), counts);
    vocabulary = store.vocabulary(Pipeline.conf());
    sharding = store.sharding(Pipeline.conf(), vocabulary);
  }

  @AfterAll
  static void remove() {
    pipeline.close();
  }

  @Test
  void shardsAreEven() {
    long[] records = new long[SHARDS];
    for (PublishedFile f : store.directory().manifest().below("counts")) {
      int shard = Integer.parseInt(f.path().replaceAll(".*/shard=(\\d+)/.*", "$1"));
      if (!f.path().contains("order=1/") && shard < SHARDS) {
        records[shard] += f.rows();
      }
    }
    long sum = Arrays.stream(records).sum();
    long most = Arrays.stream(records).max().orElseThrow();
    assertThat((double) most * SHARDS / sum).isLessThan(1.3);
  }

  @Test
  void onlyContextsOfFrequentWordsAloneAreInSeveralShards() {
    int the = vocabulary.id("the");
    int rare = vocabulary.id("w19999");
    assertThat(sharding.hotShards()).isEqualTo(1);
    assertThat(store.directory().manifest().below("counts/order=2")).hasSize(SHARDS + 1);
    assertThat(sharding.isHotContext(new int[] {the}, 1)).isTrue();
    assertThat(sharding.isHotContext(new int[] {the, the}, 2)).isTrue();
    assertThat(sharding.isHotContext(new int[] {the, rare}, 2)).isFalse();
    assertThat(sharding.isHotContext(new int[] {the, Vocabulary.BOS}, 2)).isFalse();
    assertThat(sharding.isHotContext(new int[] {rare, the}, 2)).isFalse();
    Set<Integer> shards = new HashSet<>();
    for (int id = the + 1; id < vocabulary.size(); id++) {
      int shard = sharding.shardOf(new int[] {the, id}, 2);
      assertThat(sharding.hotContexts(shard).needs(new int[] {the})).isTrue();
      assertThat(sharding.hotContexts(shard).shards()).containsExactly(SHARDS);
      assertThat(sharding.shardOf(new int[] {the, id, rare}, 3)).isEqualTo(shard);
      assertThat(sharding.shardOf(new int[] {9, id, the, 9}, 1, 3)).isEqualTo(shard);
      shards.add(shard);
    }
    assertThat(shards).hasSizeGreaterThan(SHARDS / 2);
  }

  @Test
  void countsAreThoseOfOneShard() {
    String whole = pipeline.counts(pipeline.corpus(Text.of(lines)), ORDER, 1);
    assertThat(Published.open(Pipeline.conf(), whole).manifest().below("counts/order=2/shard=1"))
        .isEmpty();
    assertThat(
            StoredTables.dump(store.directory().path(), ORDER)
                .equals(StoredTables.dump(whole, ORDER)))
        .isTrue();
  }
}

package org.corpuslm.ngram.count;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.constraints.IntRange;
import org.corpuslm.corpus.Vocabulary;
import org.corpuslm.ngram.Pipeline;
import org.corpuslm.ngram.Pipeline.Text;
import org.corpuslm.ngram.RandomTexts;
import org.corpuslm.ngram.SlowNgrams;
import org.corpuslm.ngram.StoredTables;
import org.corpuslm.ngram.StoredTables.CountRow;
import org.corpuslm.ngram.count.UpdateConfig.Change;
import org.corpuslm.runtime.Json;
import org.corpuslm.runtime.Published;

/** A store that grew and shrank holds what counting the text that is left at once gives. */
class UpdateCountsTest {

  @Provide
  Arbitrary<List<String>> texts() {
    return RandomTexts.lines();
  }

  @Property(tries = 6, shrinking = ShrinkingMode.OFF)
  void appendedIsCountedAtOnceAndRemovedWasNeverThere(
      @ForAll("texts") List<String> lines,
      @ForAll @IntRange(min = 1, max = 6) int order,
      @ForAll @IntRange(min = 1, max = 5) int shards,
      @ForAll @IntRange(min = 2, max = 3) int parts,
      @ForAll long seed) {
    Random random = new Random(seed);
    try (Pipeline pipeline = new Pipeline()) {
      Map<String, List<String>> texts = new TreeMap<>();
      for (List<String> part : cut(lines, parts, random)) {
        texts.put(pipeline.corpus(Text.of(part).inFiles(Math.min(2, part.size()), 1)), part);
      }
      List<String> corpora = new ArrayList<>(texts.keySet());
      Collections.shuffle(corpora, random);
      String store = pipeline.counts(corpora.get(0), order, shards);
      Vocabulary first = vocabulary(store);
      for (String corpus : corpora.subList(1, corpora.size())) {
        store = pipeline.append(store, corpus);
        assertIdsStay(first, vocabulary(store));
      }
      assertCounted(pipeline, store, corpora, texts, order);

      List<String> left = new ArrayList<>(corpora);
      Collections.shuffle(left, random);
      for (int n = random.nextInt(left.size() - 1); n >= 0; n--) {
        String gone = left.remove(n);
        pipeline.update(
            Change.REMOVE, store, random.nextBoolean() ? gone : fingerprint(gone), store);
        if (random.nextBoolean()) {
          pipeline.update(Change.APPEND, store, gone, store);
          left.add(gone);
        }
      }
      assertCounted(pipeline, store, left, texts, order);
    }
  }

  private static String fingerprint(String corpus) {
    return Published.open(Pipeline.conf(), corpus).manifest().fingerprint();
  }

  /** Cuts at random places; parts have a line at least. */
  private static List<List<String>> cut(List<String> lines, int parts, Random random) {
    List<List<String>> cut = new ArrayList<>();
    int from = 0;
    for (int p = 0; p < parts && from < lines.size(); p++) {
      int to = p == parts - 1 ? lines.size() : from + 1 + random.nextInt(lines.size() - from);
      cut.add(lines.subList(from, to));
      from = to;
    }
    if (cut.size() == 1) {
      cut.add(List.of("only here"));
    }
    return cut;
  }

  private static void assertIdsStay(Vocabulary before, Vocabulary after) {
    for (int id = 0; id < before.size(); id++) {
      assertThat(after.word(id)).isEqualTo(before.word(id));
    }
  }

  private static void assertCounted(
      Pipeline pipeline,
      String store,
      List<String> corpora,
      Map<String, List<String>> texts,
      int order) {
    List<String> lines = corpora.stream().flatMap(c -> texts.get(c).stream()).toList();
    String atOnce = pipeline.counts(pipeline.corpus(Text.of(lines)), order, 2);
    assertThat(StoredTables.dump(store, order)).isEqualTo(StoredTables.dump(atOnce, order));
    assertThat(words(store)).isEqualTo(words(atOnce));
    CountFacts facts = facts(store);
    CountFacts expected = facts(atOnce);
    assertThat(Json.write(facts.orders())).isEqualTo(Json.write(expected.orders()));
    assertThat(facts.tokens()).isEqualTo(expected.tokens());
    assertThat(facts.sentences()).isEqualTo(expected.sentences());
    assertThat(facts.parts().stream().map(CountFacts.Part::path).toList())
        .containsExactlyInAnyOrderElementsOf(corpora);
    assertThat(facts.parts().stream().mapToLong(CountFacts.Part::tokens).sum())
        .isEqualTo(facts.tokens());
    assertSlow(store, new SlowNgrams(Pipeline.sentences(lines), order), order);
    assertPlaces(store, order);
  }

  private static void assertSlow(String store, SlowNgrams slow, int order) {
    for (int k = 1; k <= order; k++) {
      Map<List<String>, Long> raw = new HashMap<>();
      Map<List<String>, Long> adjusted = new HashMap<>();
      for (CountRow row : StoredTables.counts(store, k)) {
        if (row.count() > 0) {
          raw.put(row.ngram(), row.count());
          adjusted.put(row.ngram(), row.adjusted());
        }
      }
      assertThat(raw).isEqualTo(slow.raw(k));
      assertThat(adjusted).isEqualTo(slow.adjusted(k));
    }
  }

  /** Every n-gram is in its shard, and shards are in key order. */
  private static void assertPlaces(String store, int order) {
    Vocabulary vocabulary = vocabulary(store);
    CountStore opened = CountStore.open(Pipeline.conf(), store);
    Sharding sharding = opened.sharding(Pipeline.conf(), vocabulary);
    for (int k = 2; k <= order; k++) {
      int[] last = new int[k];
      int shard = -1;
      for (CountRow row : StoredTables.counts(store, k)) {
        int[] key = new int[k];
        for (int w = 0; w < k; w++) {
          String word = row.ngram().get(w);
          int id = word.equals(SlowNgrams.BEGIN) ? Vocabulary.BOS : vocabulary.id(word);
          key[w == k - 1 ? w : k - 2 - w] = id;
        }
        boolean isHot = k < order && sharding.isHotContext(key, k - 1);
        int expected = isHot ? sharding.hotShardOf(key[0]) : sharding.shardOf(key, k - 1);
        assertThat(row.shard()).isEqualTo(expected);
        assertThat(row.shard() != shard || NgramKeys.compare(last, key, k) < 0).isTrue();
        last = key;
        shard = row.shard();
      }
    }
  }

  private static Vocabulary vocabulary(String store) {
    return CountStore.open(Pipeline.conf(), store).vocabulary(Pipeline.conf());
  }

  private static CountFacts facts(String store) {
    return CountStore.open(Pipeline.conf(), store).facts();
  }

  private static Map<String, Long> words(String store) {
    Vocabulary vocabulary = vocabulary(store);
    Map<String, Long> words = new HashMap<>();
    for (int id = 0; id < vocabulary.size(); id++) {
      words.put(vocabulary.word(id), vocabulary.count(id));
    }
    return words;
  }

  @Example
  void wordsKeepTheirShardsWhateverBecomesOfTheirFrequencies() {
    try (Pipeline pipeline = new Pipeline()) {
      String one = pipeline.corpus(Text.of(List.of("a a a a a b b b c")));
      String two = pipeline.corpus(Text.of(List.of("b b b b new")));
      CountStore store = CountStore.open(Pipeline.conf(), pipeline.counts(one, 3, 3));
      CountStore grown =
          CountStore.open(Pipeline.conf(), pipeline.append(store.directory().path(), two));
      assertThat(grown.facts().shards()).isEqualTo(3);
      Vocabulary words = grown.vocabulary(Pipeline.conf());
      Sharding before = store.sharding(Pipeline.conf(), store.vocabulary(Pipeline.conf()));
      Sharding after = grown.sharding(Pipeline.conf(), words);
      assertThat(after).isNotEqualTo(WordPacking.pack(words, 3, 0));
      for (int id = 0; id < before.words(); id++) {
        for (int earlier = 0; earlier < before.words(); earlier++) {
          int[] key = {id, earlier};
          assertThat(after.shardOf(key, 2)).isEqualTo(before.shardOf(key, 2));
        }
      }
    }
  }
}

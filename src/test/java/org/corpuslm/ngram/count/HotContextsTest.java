package org.corpuslm.ngram.count;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
import org.corpuslm.corpus.Vocabulary;
import org.corpuslm.ngram.TestVocabulary;
import org.junit.jupiter.api.Test;

/** Tests the shards of contexts when most words are too frequent for one shard. */
class HotContextsTest {
  private static final int SHARDS = 200;
  private static final int LONGEST = 5;

  private static final Vocabulary VOCABULARY =
      TestVocabulary.of(IntStream.range(0, 40).mapToObj(i -> "w" + i).toArray(String[]::new));

  private static final Sharding SHARDING = WordPacking.pack(VOCABULARY, SHARDS, 0);

  private final Random random = new Random(7);

  /** Frequent words more often. */
  private int[] randomKey() {
    int[] key = new int[LONGEST];
    for (int w = 0; w < LONGEST; w++) {
      double u = random.nextDouble();
      key[w] = 3 + (int) (u * u * (VOCABULARY.size() - 3));
    }
    return key;
  }

  @Test
  void aShardNeedsTheHotContextsThatItsContextsBackOffTo() {
    int hot = 0;
    for (int i = 0; i < 4_000; i++) {
      int[] key = randomKey();
      int shard = SHARDING.shardOf(key, LONGEST);
      HotContexts needed = SHARDING.hotContexts(shard);
      for (int length = 1; length < LONGEST; length++) {
        int[] shorter = Arrays.copyOf(key, length);
        if (SHARDING.isHotContext(key, length)) {
          hot++;
          assertThat(needed.needs(shorter)).as("%s in %d", Arrays.toString(key), shard).isTrue();
          assertThat(needed.shards()).contains(SHARDING.hotShardOf(key[0]));
          assertThat(length == 1 || SHARDING.isHotContext(key, length - 1)).isTrue();
        } else {
          assertThat(SHARDING.shardOf(key, length)).isEqualTo(shard);
        }
      }
    }
    assertThat(hot).isGreaterThan(4_000);
  }

  @Test
  void longerHotContextsAreNeededByFewerShards() {
    int[] key = {3, 4};
    assertThat(SHARDING.isHotContext(key, 2)).isTrue();
    long one = shardsThatNeed(new int[] {3});
    assertThat(one).isEqualTo(SHARDING.pieces(3));
    assertThat(shardsThatNeed(key)).isLessThan(one).isGreaterThan(1);
  }

  private static long shardsThatNeed(int[] key) {
    return IntStream.range(0, SHARDS).filter(s -> SHARDING.hotContexts(s).needs(key)).count();
  }

  @Test
  void contextsAreStoredInOnePlace() {
    for (int i = 0; i < 4_000; i++) {
      int[] key = randomKey();
      int[] ids = new int[LONGEST];
      for (int w = 0; w < LONGEST; w++) {
        ids[LONGEST - 1 - w] = key[w];
      }
      for (int length = 1; length < LONGEST; length++) {
        int expected =
            SHARDING.isHotContext(key, length)
                ? SHARDING.hotShardOf(key[0])
                : SHARDING.shardOf(key, length);
        assertThat(SHARDING.storedShardOf(ids, LONGEST - length, LONGEST)).isEqualTo(expected);
        assertThat(SHARDING.shardOf(ids, LONGEST - length, LONGEST))
            .isEqualTo(SHARDING.shardOf(key, length));
      }
    }
  }

  @Test
  void noWordIsHotThatOneShardCanHold() {
    long most = VOCABULARY.count(3);
    assertThat(WordPacking.pack(VOCABULARY, SHARDS, most).hasHotWords()).isFalse();
    assertThat(WordPacking.pack(VOCABULARY, SHARDS, most - 1).hotShards()).isEqualTo(1);
    assertThat(Sharding.of(VOCABULARY, SHARDS).hasHotWords()).isFalse();
    assertThat(WordPacking.pack(VOCABULARY, 1, 0).hasHotWords()).isFalse();
  }
}

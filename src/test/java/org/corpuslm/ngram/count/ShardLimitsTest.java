package org.corpuslm.ngram.count;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.corpuslm.runtime.BadInputException;
import org.junit.jupiter.api.Test;

/** Sizes that no array has, named before the work or where they are met. */
class ShardLimitsTest {
  @Test
  void tooFewShardsAreRefusedWithTheNumberThatIsEnough() {
    ShardLimits.checkShards(5_000_000_000L, 5, 12);
    assertThatThrownBy(() -> ShardLimits.checkShards(5_000_000_000L, 5, 2))
        .isInstanceOf(BadInputException.class)
        .hasMessageContainingAll(
            "--shards is 2", "5,000,000,000", "at most 429,496,727", "--shards 12");
    assertThatThrownBy(() -> ShardLimits.checkShards(5_000_000_000L, 12, 12))
        .hasMessageContaining("order 12");
    ShardLimits.checkShards(5_000_000_000L, 1, 1); // unigrams are in no shard
  }

  @Test
  void anArrayThatCannotBeIsNamedInsteadOfOverflowing() {
    assertThat(ShardLimits.arrayLength(429_496_727, 5, "x")).isEqualTo(2_147_483_635);
    assertThatThrownBy(() -> ShardLimits.arrayLength(429_496_728, 5, "order 5 of shard 3"))
        .isInstanceOf(BadInputException.class)
        .hasMessageContainingAll("order 5 of shard 3", "429,496,728", "more --shards");
    ShardLimits.checkRows(429_496_727, 5, "model/ngrams");
    assertThatThrownBy(() -> ShardLimits.checkRows(3_000_000_000L, 5, "ngrams/order=5/shard=3"))
        .isInstanceOf(BadInputException.class)
        .hasMessageContainingAll("order=5/shard=3", "3,000,000,000 rows", "at most 429,496,727");
    assertThat(ShardLimits.grown(256, 257, "x")).isEqualTo(512);
    assertThat(ShardLimits.grown(1 << 30, (1 << 30) + 1L, "x")).isEqualTo(Integer.MAX_VALUE - 8);
    assertThatThrownBy(() -> ShardLimits.grown(Integer.MAX_VALUE - 8, Integer.MAX_VALUE, "rows"))
        .hasMessageContaining("rows");
  }
}

package org.corpuslm.ngram.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

/** Groups of words, looked up beside a map. */
class NgramTableTest {
  @Property(tries = 100)
  void findsWhatIsThereAndNothingElse(
      @ForAll long seed,
      @ForAll @IntRange(max = 40) int groups,
      @ForAll @IntRange(min = 1, max = 5000) int vocabulary) {
    Random random = new Random(seed);
    List<Map<Integer, Double>> maps = new ArrayList<>();
    int[] starts = new int[groups + 1];
    for (int g = 0; g < groups; g++) {
      Map<Integer, Double> map = new HashMap<>();
      // Frequent words have low numbers, as ids are; some groups are one dense stretch.
      int size = random.nextInt(1, 1 + Math.min(vocabulary, 1 << random.nextInt(12)));
      for (int i = 0; i < size; i++) {
        int word = g % 3 == 0 ? i : (int) Math.pow(vocabulary, random.nextDouble()) % vocabulary;
        map.put(word, random.nextDouble());
      }
      maps.add(map);
      starts[g + 1] = starts[g] + map.size();
    }
    NgramTable.Builder builder = new NgramTable.Builder(starts[groups]);
    maps.forEach(map -> map.forEach(builder::add));
    int[] order = IntStream.range(0, groups).map(g -> groups - 1 - g).toArray();
    int[] newStarts = new int[groups + 1];
    int[] rows = builder.searchOrder(order, starts, newStarts);
    int[] numbers = IntStream.rangeClosed(0, starts[groups]).toArray();
    NgramTable records = builder.build(rows, new int[][] {numbers}, 0, false);
    for (int g = 0; g < groups; g++) {
      Map<Integer, Double> map = maps.get(order[g]);
      assertThat(newStarts[g + 1] - newStarts[g]).isEqualTo(map.size());
      for (int word = 0; word < vocabulary; word++) {
        int row = records.find(newStarts[g], newStarts[g + 1], word);
        assertThat(row >= 0).isEqualTo(map.containsKey(word));
        if (row >= 0) {
          assertThat(records.word(row)).isEqualTo(word);
          assertThat(records.value(row)).isEqualTo(map.get(word));
          assertThat(records.integer(row, 1)).isEqualTo(row);
        }
      }
    }
    assertThat(records.find(0, 0, 0)).isNegative();
  }

  @Test
  void wordsAreFoundHoweverTheyLie() {
    // Multiples whose scrambled forms lie close together are the worst case of guessing.
    int[] words = IntStream.range(0, 20_000).map(i -> (i * 340_573_321) >>> 1).distinct().toArray();
    NgramTable.Builder builder = new NgramTable.Builder(words.length);
    for (int word : words) {
      builder.add(word, word);
    }
    int[] starts = {0, words.length};
    int[] rows = builder.searchOrder(new int[] {0}, starts, new int[2]);
    NgramTable records = builder.build(rows, new int[0][], 0, false);
    for (int word : words) {
      assertThat(records.value(records.find(0, words.length, word))).isEqualTo(word);
    }
  }

  @Test
  void ranksArePlacesAmongTheWords() {
    int[] words = {0, 1, 63, 64, 65, 127, 128, 700};
    for (int vocabularySize : new int[] {701, 1 << 20}) { // bits of all words; a table of few
      RankBitSet ranks = new RankBitSet(words, words.length, vocabularySize);
      for (int word = 0, place = 0; word < 701; word++) {
        boolean there = words[place] == word;
        assertThat(ranks.of(word)).isEqualTo(there ? place : -1);
        place += there ? 1 : 0;
      }
    }
    assertThat(new RankBitSet(words, 0, 1 << 20).of(5)).isEqualTo(-1);
    assertThat(RankBitSet.memory(words.length, 701)).isEqualTo(11 * 12);
    assertThat(RankBitSet.memory(words.length, 1 << 20)).isEqualTo(32 * 8);
  }
}

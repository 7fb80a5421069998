package org.corpuslm.corpus;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

class WordTableTest {
  @Property(tries = 300)
  void countsLikeAMap(
      @ForAll("words") List<String> words, @ForAll @IntRange(max = 50) int expectedWords) {
    Map<String, Long> expected = new LinkedHashMap<>();
    WordTable table = new WordTable(expectedWords);
    byte[] buffer = String.join("", words).getBytes(StandardCharsets.ISO_8859_1);
    int at = 0;
    for (int i = 0; i < words.size(); i++) {
      String word = words.get(i);
      expected.merge(word, i + 1L, Long::sum);
      int entry = table.add(buffer, at, word.length(), i + 1L);
      assertThat(entry).isEqualTo(new ArrayList<>(expected.keySet()).indexOf(word));
      at += word.length();
    }

    assertThat(table.size()).isEqualTo(expected.size());
    Map<String, Long> counts = new LinkedHashMap<>();
    for (int e = 0; e < table.size(); e++) {
      counts.put(new String(table.word(e), StandardCharsets.ISO_8859_1), table.count(e));
    }
    assertThat(new ArrayList<>(counts.entrySet())).isEqualTo(new ArrayList<>(expected.entrySet()));
  }

  @Property(tries = 300)
  void findsWhatWasAddedAndNothingElse(
      @ForAll("words") List<String> added, @ForAll("words") List<String> others) {
    WordTable table = new WordTable(0);
    added.forEach(word -> table.add(bytes(word), 0, word.length(), 1));
    List<String> order = added.stream().distinct().toList();
    for (String word : order) {
      assertThat(table.find(bytes(word), 0, word.length())).isEqualTo(order.indexOf(word));
    }
    for (String word : others) {
      assertThat(table.find(bytes(word), 0, word.length())).isEqualTo(order.indexOf(word));
    }
  }

  @Example
  void growsToManyWords() {
    Random random = new Random(1);
    Map<String, Long> expected = new HashMap<>();
    WordTable table = new WordTable(16);
    for (int i = 0; i < 100_000; i++) {
      String word = "w" + (int) Math.abs(random.nextGaussian() * 15_000);
      expected.merge(word, 1L, Long::sum);
      table.add(bytes(word), 0, word.length(), 1);
    }
    assertThat(table.size()).isEqualTo(expected.size());
    expected.forEach(
        (word, n) ->
            assertThat(table.count(table.find(bytes(word), 0, word.length()))).isEqualTo(n));
    assertThat(table.memory()).isLessThan(200L * table.size());
  }

  @Example
  void theHashOfAWordDependsOnTheWordAlone() {
    WordTable small = new WordTable(0);
    WordTable large = new WordTable(1000);
    large.add(bytes("before"), 0, 6, 1);
    byte[] inside = bytes("xxxmisunderstandings of all kindsyyy");
    int a = small.add(inside, 3, 30, 1);
    int b = large.add(bytes("misunderstandings of all kinds"), 0, 30, 1);
    assertThat(small.hash(a)).isEqualTo(large.hash(b));
  }

  private static byte[] bytes(String word) {
    return word.getBytes(StandardCharsets.ISO_8859_1);
  }

  /**
   * Few letters, so that words repeat; any length around the eight bytes that are hashed at once.
   */
  @Provide
  Arbitrary<List<String>> words() {
    return Arbitraries.oneOf(
            Arbitraries.strings().withChars("ab\u00ff").ofMaxLength(4),
            Arbitraries.strings().withChars("ab\0").ofMinLength(6).ofMaxLength(20))
        .list()
        .ofMaxSize(120);
  }
}

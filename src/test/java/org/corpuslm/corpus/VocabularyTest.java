package org.corpuslm.corpus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.corpuslm.runtime.BadInputException;
import org.junit.jupiter.api.Test;

class VocabularyTest {
  @Test
  void specialWordsComeFirstThenTheMostFrequent() {
    Vocabulary vocabulary =
        Vocabulary.rank(
            "<unk>", 5, 9, List.of(entry("rain", 2), entry("the", 7), entry("fell", 3)));
    assertThat(words(vocabulary)).containsExactly("<unk>", "<s>", "</s>", "the", "fell", "rain");
    assertThat(IntStream.range(0, 6).mapToObj(vocabulary::count))
        .containsExactly(5L, 9L, 9L, 7L, 3L, 2L);
    assertThat(vocabulary.size()).isEqualTo(6);
    assertThat(vocabulary.predictable()).isEqualTo(5);
  }

  @Test
  void tiesAreBrokenByUnsignedBytesInAnyOrderOfTheEntries() {
    List<String> ranked = List.of("A", "Z", "a", "ab", "b", "\u00e9", "\u65e5", "\ud83d\ude00");
    List<Vocabulary.Entry> entries =
        new ArrayList<>(ranked.stream().map(word -> entry(word, 4)).toList());
    for (int seed = 0; seed < 10; seed++) {
      Collections.shuffle(entries, new Random(seed));
      Vocabulary vocabulary = Vocabulary.rank("<unk>", 0, 1, entries);
      assertThat(words(vocabulary).subList(3, 11)).isEqualTo(ranked);
    }
  }

  @Test
  void wordsAreFoundByTheirText() {
    Vocabulary vocabulary = Vocabulary.rank("<UNK>", 0, 1, List.of(entry("rain", 1)));
    assertThat(vocabulary.id("rain")).isEqualTo(3);
    assertThat(vocabulary.id("snow")).isEqualTo(Vocabulary.UNK);
    assertThat(vocabulary.id("<UNK>")).isEqualTo(Vocabulary.UNK);
    assertThat(vocabulary.id("<s>")).isEqualTo(Vocabulary.BOS);
    assertThat(vocabulary.id("</s>")).isEqualTo(Vocabulary.EOS);
    byte[] text = "the snow".getBytes(StandardCharsets.UTF_8);
    assertThat(vocabulary.find(text, 4, 4)).isEqualTo(-1);
  }

  @Test
  void aWordThatStandsTwiceIsAFault() {
    assertThatThrownBy(
            () -> Vocabulary.rank("<unk>", 0, 1, List.of(entry("rain", 2), entry("rain", 1))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("rain");
  }

  private static Vocabulary.Entry entry(String word, long count) {
    return new Vocabulary.Entry(word.getBytes(StandardCharsets.UTF_8), count);
  }

  private static List<String> words(Vocabulary vocabulary) {
    return IntStream.range(0, vocabulary.size()).mapToObj(vocabulary::word).toList();
  }

  /** Before memory runs out, and with what to do. */
  @Test
  void aVocabularyThatDoesNotFitIsRefused() {
    VocabularyPass.checkFits(1_000_000, 10L << 20, 1L << 30);
    assertThatThrownBy(() -> VocabularyPass.checkFits(5_000_000, 50L << 20, 1L << 30))
        .isInstanceOf(BadInputException.class)
        .hasMessageContainingAll("5,000,000 different words", "710 MB", "1,024 MB", "--min-count");
  }
}

package org.corpuslm.corpus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.Map;
import org.corpuslm.corpus.HoldoutSplit.Part;
import org.corpuslm.runtime.BadInputException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HoldoutSplitTest {
  private static final int LINES = 100_000;

  @ParameterizedTest
  @CsvSource({"0.05, 0.05", "0.1, 0.3", "0, 0.5", "0.25, 0"})
  void theSharesAreAboutRight(double valid, double test) {
    Map<Part, Integer> parts = parts(new HoldoutSplit(valid, test, 1));
    // Four standard deviations of a binomial share are below 0.007 here.
    assertThat(parts.getOrDefault(Part.VALID, 0) / (double) LINES)
        .isCloseTo(valid, within(valid == 0 ? 0 : 0.007));
    assertThat(parts.getOrDefault(Part.TEST, 0) / (double) LINES)
        .isCloseTo(test, within(test == 0 ? 0 : 0.007));
  }

  @Test
  void withoutSharesEverythingIsForTraining() {
    assertThat(parts(new HoldoutSplit(0, 0, 1))).containsOnlyKeys(Part.TRAIN);
  }

  @Test
  void theSameLineAlwaysHasTheSamePart() {
    HoldoutSplit split = new HoldoutSplit(0.3, 0.3, 7);
    for (int i = 0; i < 1000; i++) {
      Part part = part(split, line(i));
      assertThat(part(new HoldoutSplit(0.3, 0.3, 7), line(i))).isEqualTo(part);
      assertThat(part(split, line(i) + "\r")).as("with a carriage return").isEqualTo(part);
      byte[] inside = ("before" + line(i) + "after").getBytes(StandardCharsets.UTF_8);
      assertThat(split.of(inside, 6, line(i).length())).as("in a buffer").isEqualTo(part);
    }
  }

  /** Parts are what they were in every earlier version: a seed stands for one way to hold out. */
  @Test
  void thePartsOfKnownLinesDoNotChange() {
    HoldoutSplit split = new HoldoutSplit(0.25, 0.25, 1);
    StringBuilder parts = new StringBuilder();
    for (int i = 0; i < 40; i++) {
      parts.append(part(split, line(i)).name().charAt(1));
    }
    assertThat(parts.toString()).isEqualTo("ARRARRERREARRRRREAREARAARRRREARREEREAARR");
  }

  @Test
  void anotherSeedHoldsOutOtherLines() {
    HoldoutSplit one = new HoldoutSplit(0.5, 0, 1);
    for (long seed : new long[] {2, -1, 1L << 32, (1L << 32) + 2}) {
      HoldoutSplit other = new HoldoutSplit(0.5, 0, seed);
      int same = 0;
      for (int i = 0; i < 1000; i++) {
        same += part(one, line(i)) == part(other, line(i)) ? 1 : 0;
      }
      assertThat(same).as("lines of the same part under seed %d", seed).isBetween(400, 600);
    }
  }

  @ParameterizedTest
  @CsvSource({"0.6, 0.6", "-0.1, 0.2", "0.2, -0.1", "1, 0", "0.5, 0.5", "NaN, 0.1"})
  void impossibleSharesAreRefused(double valid, double test) {
    assertThatThrownBy(() -> new HoldoutSplit(valid, test, 1))
        .isInstanceOf(BadInputException.class)
        .hasMessageContainingAll("--holdout is " + valid + "," + test, "together below 1");
  }

  private static Map<Part, Integer> parts(HoldoutSplit split) {
    Map<Part, Integer> parts = new EnumMap<>(Part.class);
    for (int i = 0; i < LINES; i++) {
      parts.merge(part(split, line(i)), 1, Integer::sum);
    }
    return parts;
  }

  private static String line(int i) {
    return "sentence number " + i;
  }

  private static Part part(HoldoutSplit split, String line) {
    byte[] bytes = line.getBytes(StandardCharsets.UTF_8);
    return split.of(bytes, 0, bytes.length);
  }
}

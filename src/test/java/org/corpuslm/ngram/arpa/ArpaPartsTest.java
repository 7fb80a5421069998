package org.corpuslm.ngram.arpa;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.corpuslm.runtime.ByteSink;
import org.corpuslm.runtime.ByteSource;

/** The numbers of ARPA files, and how back-off weights come to their n-grams. */
class ArpaPartsTest {
  @Property
  void aNumberIsWrittenToSevenDecimals(
      @ForAll @DoubleRange(min = -98.99, max = 12, maxIncluded = false) double log10) {
    String text = written(Decimals.of(log10));
    assertThat(Double.parseDouble(text)).isCloseTo(log10, within(0.5000001e-7));
    assertThat(text).matches("-?(0|[1-9][0-9]?)(\\.[0-9]{0,6}[1-9])?");
  }

  @Property
  void aPackedNumberComesBack(@ForAll int value) {
    ByteSink out = new ByteSink(16);
    Decimals.pack(value, out);
    assertThat(Decimals.unpack(new ByteSource(out.take()))).isEqualTo(value);
  }

  @Example
  void theLogarithmOfZeroIsTheOneOfTheField() {
    assertThat(written(Decimals.of(Double.NEGATIVE_INFINITY))).isEqualTo("-99");
    assertThat(written(Decimals.of(-0.0))).isEqualTo("0");
    assertThat(written(Decimals.of(-1e-9))).isEqualTo("0");
    assertThat(written(Decimals.of(-12.5))).isEqualTo("-12.5");
    assertThat(written(Decimals.of(-0.0000001))).isEqualTo("-0.0000001");
  }

  private static String written(int value) {
    ByteSink out = new ByteSink(16);
    Decimals.write(value, out);
    return new String(out.take(), StandardCharsets.US_ASCII);
  }

  /** Small ids, so that contexts and parts of them come again. */
  @Property
  void backoffsAreFoundByTheirWordsOnce(
      @ForAll @IntRange(min = 1, max = 4) int length,
      @ForAll @IntRange(min = 0, max = 2000) int rows,
      @ForAll @IntRange(min = 1, max = 40) int words,
      @ForAll long seed) {
    Random random = new Random(seed);
    Map<List<Integer>, Integer> expected = new HashMap<>();
    ByteSink out = new ByteSink(16);
    for (int i = 0; i < rows; i++) {
      List<Integer> context = context(random, length, words);
      int value = random.nextInt();
      if (expected.putIfAbsent(context, value) == null) {
        context.forEach(out::varint);
        Decimals.pack(value, out);
      }
    }
    BackoffTable backoffs = new BackoffTable(length, List.of(new ByteSource(out.take())));
    Set<List<Integer>> taken = new HashSet<>();
    for (int i = 0; i < rows / 2; i++) {
      List<Integer> context = context(random, length, words);
      int[] found = new int[1];
      backoffs.match(context.stream().mapToInt(w -> w).toArray(), 1, found);
      int row = found[0];
      assertThat(row >= 0).isEqualTo(expected.containsKey(context));
      if (row >= 0) {
        assertThat(backoffs.value(row)).isEqualTo(expected.get(context));
        taken.add(context);
      }
    }
    List<List<Integer>> left = new ArrayList<>();
    int[] context = new int[length];
    for (int row : backoffs.unmatched()) {
      backoffs.context(row, context);
      left.add(Arrays.stream(context).boxed().toList());
    }
    expected.keySet().removeAll(taken);
    assertThat(left)
        .doesNotHaveDuplicates()
        .hasSameElementsAs(expected.keySet())
        .isSortedAccordingTo(
            (x, y) -> Arrays.compare(x.toArray(new Integer[0]), y.toArray(new Integer[0])));
  }

  private static List<Integer> context(Random random, int length, int words) {
    return random.ints(length, 0, words).boxed().toList();
  }
}

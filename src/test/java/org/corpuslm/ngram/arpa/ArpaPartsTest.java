package org.corpuslm.ngram.arpa;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.charset.StandardCharsets;
import java.util.stream.IntStream;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.corpuslm.corpus.Vocabulary;
import org.corpuslm.ngram.TestVocabulary;
import org.corpuslm.runtime.ByteSink;
import org.corpuslm.runtime.ByteSource;

/** The numbers of ARPA files, and the ranges in which they are written. */
class ArpaPartsTest {
  private static final Vocabulary VOCABULARY =
      TestVocabulary.of(IntStream.range(0, 200).mapToObj(i -> "w" + i).toArray(String[]::new));

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

  @Property
  void rangesCutAllIdsIntoNeighbours(@ForAll @IntRange(min = 1, max = 500) int wanted) {
    WordRanges ranges = WordRanges.of(VOCABULARY, wanted);
    assertThat(ranges.size()).isBetween(1, wanted);
    assertThat(ranges.first(0)).isZero();
    assertThat(ranges.end(ranges.size() - 1)).isEqualTo(VOCABULARY.size());
    for (int r = 0; r < ranges.size(); r++) {
      assertThat(ranges.first(r)).isLessThan(ranges.end(r));
      if (r > 0) {
        assertThat(ranges.first(r)).isEqualTo(ranges.end(r - 1));
      }
      for (int id = ranges.first(r); id < ranges.end(r); id++) {
        assertThat(ranges.of(id)).isEqualTo(r);
      }
    }
  }
}

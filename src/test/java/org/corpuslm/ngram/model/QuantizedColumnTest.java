package org.corpuslm.ngram.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import java.util.stream.DoubleStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class QuantizedColumnTest {
  /** Values as log10 figures are: many equal ones, zeros, now and then an infinite one. */
  private static double[] values(long seed, int size) {
    Random random = new Random(seed);
    return DoubleStream.generate(
            () ->
                switch (random.nextInt(8)) {
                  case 0 -> 0;
                  case 1 -> -1 - random.nextInt(4);
                  case 2 -> random.nextInt(20) == 0 ? Double.NEGATIVE_INFINITY : -0.5;
                  default -> Math.log10(random.nextDouble());
                })
        .limit(size)
        .toArray();
  }

  /** The definition, with lists and a search of all centers. */
  private static double[] slow(double[] values, int bits, boolean zero) {
    List<Double> rest = new ArrayList<>();
    TreeSet<Double> exact = new TreeSet<>();
    for (double value : values) {
      if (Double.isInfinite(value) || (zero && value == 0)) {
        exact.add(value);
      } else {
        rest.add(value);
      }
    }
    Collections.sort(rest);
    TreeSet<Double> centers = new TreeSet<>();
    int bins = (1 << bits) - exact.size();
    if (Arrays.stream(values).distinct().count() <= 1 << bits) {
      centers.addAll(rest);
    } else {
      for (long b = 0; b < bins; b++) {
        List<Double> bin =
            rest.subList((int) (b * rest.size() / bins), (int) ((b + 1) * rest.size() / bins));
        if (!bin.isEmpty()) {
          double sum = 0;
          for (double value : bin) {
            sum += value;
          }
          centers.add(sum / bin.size());
        }
      }
    }
    double[] coarse = new double[values.length];
    for (int i = 0; i < values.length; i++) {
      double best = Double.NaN;
      for (double center : centers) {
        if (Double.isNaN(best) || Math.abs(center - values[i]) < Math.abs(best - values[i])) {
          best = center;
        }
      }
      coarse[i] = exact.contains(values[i]) ? values[i] : best;
    }
    return coarse;
  }

  @Property(tries = 200)
  void everyValueIsThatOfTheSlowQuantizer(
      @ForAll long seed,
      @ForAll @IntRange(max = 3000) int size,
      @ForAll @IntRange(min = 4, max = 16) int bits,
      @ForAll boolean zero) {
    double[] values = values(seed, size);
    QuantizedColumn codes = QuantizedColumn.of(values, bits, zero);
    double[] expected = slow(values, bits, zero);
    for (int i = 0; i < size; i++) {
      assertThat(codes.value(i)).isEqualTo(expected[i]);
    }
  }

  @Test
  void theOrderOfTheValuesDoesNotMatter() {
    double[] values = values(1, 10_000);
    double[] turned = new double[values.length];
    Arrays.setAll(turned, i -> values[values.length - 1 - i]);
    QuantizedColumn codes = QuantizedColumn.of(values, 6, true);
    QuantizedColumn ofTurned = QuantizedColumn.of(turned, 6, true);
    for (int i = 0; i < values.length; i++) {
      assertThat(codes.value(i)).isEqualTo(ofTurned.value(values.length - 1 - i));
    }
  }

  @Test
  void fewValuesStayExact() {
    double[] values = {-1, 0, -2.5, -1, 0, Double.NEGATIVE_INFINITY, 1e-300};
    QuantizedColumn codes = QuantizedColumn.of(values, 4, false);
    for (int i = 0; i < values.length; i++) {
      assertThat(codes.value(i)).isEqualTo(values[i]);
    }
  }

  @Test
  void memoryIsThatOfTheBitsAndTheCenters() {
    assertThat(QuantizedColumn.memory(1_000_000, 1, 8)).isEqualTo(1_000_000 + 256 * 8);
    assertThat(QuantizedColumn.memory(1_000_000, 3, 4)).isEqualTo(500_000 + 3 * 16 * 8);
    assertThat(QuantizedColumn.memory(10, 1, 16)).isEqualTo(20 + 10 * 8);
  }
}

package org.corpuslm.neural.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.buffer.DataType;

/** The softmax in floats against that in doubles. */
class SoftmaxRowsTest {
  private static final int ROWS = 37;

  @ParameterizedTest
  @ValueSource(ints = {2, 11, 255, 256, 257, 1000})
  void floatsAgreeWithDoubles(int size) {
    for (double spread : new double[] {0.1, 3, 30, 1e4}) {
      for (int never : new int[] {-1, 1}) {
        compare(size, spread, never);
      }
    }
  }

  private static void compare(int size, double spread, int never) {
    Random random = new Random(size);
    SoftmaxRows fast = new SoftmaxRows(DataType.FLOAT, size, never);
    SoftmaxRows slow = new SoftmaxRows(DataType.DOUBLE, size, never);
    Values floats = Values.allocate(DataType.FLOAT, size);
    Values doubles = Values.allocate(DataType.DOUBLE, size);
    double[] fastSums = new double[size];
    double[] slowSums = new double[size];
    double[] row = new double[size];
    double[] got = new double[size];
    double[] expected = new double[size];
    for (int r = 0; r < ROWS; r++) {
      for (int i = 0; i < size; i++) {
        row[i] = (float) (spread * random.nextGaussian());
      }
      int column = never == 1 ? 0 : random.nextInt(size);
      floats.write(0, row, 0, size);
      doubles.write(0, row, 0, size);
      double lnP = slow.lnP(doubles, 0, column);
      double tolerance = 3e-6 + 2e-7 * Math.abs(lnP);
      assertThat(fast.lnP(floats, 0, column)).isCloseTo(lnP, within(tolerance));
      assertThat(fast.gradient(floats, 0, column, fastSums)).isCloseTo(lnP, within(tolerance));
      assertThat(slow.gradient(doubles, 0, column, slowSums)).isEqualTo(lnP);
      floats.read(0, got, 0, size);
      doubles.read(0, expected, 0, size);
      for (int i = 0; i < size; i++) {
        assertThat(got[i]).isCloseTo(expected[i], within(1e-7 + 1e-5 * Math.abs(expected[i])));
      }
      if (never >= 0) {
        assertThat(got[never]).isZero();
      }
    }
    fast.addTo(fastSums);
    for (int i = 0; i < size; i++) {
      assertThat(fastSums[i]).isCloseTo(slowSums[i], within(1e-5 * (1 + Math.abs(slowSums[i]))));
    }
  }

  /** It must be met in the loss, or a diverged network would go on unseen. */
  @Test
  void whatIsNoNumberStaysNone() {
    SoftmaxRows rows = new SoftmaxRows(DataType.FLOAT, 3, -1);
    Values logits = Values.allocate(DataType.FLOAT, 3);
    logits.write(0, new double[] {1, Double.NaN, 2}, 0, 3);
    assertThat(rows.gradient(logits, 0, 0, new double[3])).isNaN();
  }
}

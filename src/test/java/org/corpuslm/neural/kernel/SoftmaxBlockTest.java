package org.corpuslm.neural.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.linalg.api.buffer.DataType;

/** ln p of one class per row, made some classes at a time, against ln p of all classes. */
class SoftmaxBlockTest {
  private static final int IN = 5;

  @ParameterizedTest
  @CsvSource({
    "FLOAT, 1, 11, 1e-5",
    "FLOAT, 40, 1023, 1e-5",
    "FLOAT, 40, 1024, 1e-5",
    "FLOAT, 40, 1025, 1e-5",
    "FLOAT, 700, 2500, 1e-5",
    "DOUBLE, 40, 2500, 1e-12"
  })
  void partsOfTheClassesAreTheWhole(DataType type, int rows, int size, double tolerance) {
    for (double range : new double[] {0.3, 1e4}) {
      for (int never : new int[] {-1, 1, size - 1}) {
        compare(type, rows, size, never, range, tolerance);
      }
    }
  }

  private static void compare(
      DataType type, int rows, int size, int never, double range, double tolerance) {
    Random random = new Random(size);
    SoftmaxBlock block = new SoftmaxBlock(type, size, IN, never);
    SoftmaxBlock.Parameters p =
        new SoftmaxBlock.Parameters(
            random(type, size * IN, range, random), random(type, size, 1, random));
    Values x = random(type, rows * IN, 1, random);
    int[] labels = new int[rows];
    for (int r = 0; r < rows; r++) {
      labels[r] = r < size ? r : random.nextInt(size);
    }
    double[] some = new double[rows];
    block.lnP(p, rows, x, labels, some);
    double[] all = new double[size];
    for (int r = 0; r < rows; r += Math.max(1, rows / 100)) {
      block.lnP(p, x, r, all);
      if (labels[r] == never) {
        assertThat(some[r]).isEqualTo(Double.NEGATIVE_INFINITY);
      } else {
        double expected = all[labels[r]];
        assertThat(some[r])
            .isCloseTo(expected, within(tolerance * (1 + Math.abs(expected)) * Math.max(1, range)));
      }
    }
  }

  private static Values random(DataType type, int n, double range, Random random) {
    double[] numbers = new double[n];
    for (int i = 0; i < n; i++) {
      numbers[i] = (float) (range * random.nextGaussian());
    }
    Values values = Values.allocate(type, n);
    values.write(0, numbers, 0, n);
    return values;
  }
}

package org.corpuslm.bench;

import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.openblas.global.openblas;
import org.bytedeco.openblas.global.openblas_nolapack;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Prints the most GFLOP/s that the BLAS of our layers reaches in products of matrices of 2048 rows
 * and columns. Argument: threads.
 */
public final class PeakProducts {
  private static final int N = 2048;
  private static final double SECONDS = 3;

  private PeakProducts() {}

  /** Measures. */
  public static void main(String[] arguments) {
    Nd4j.getExecutioner();
    openblas_nolapack.blas_set_num_threads(Integer.parseInt(arguments[0]));
    FloatPointer a = random();
    FloatPointer b = random();
    FloatPointer c = random();
    double best = Double.POSITIVE_INFINITY;
    for (long end = Timing.in(SECONDS); System.nanoTime() < end; ) {
      long start = System.nanoTime();
      openblas.cblas_sgemm(
          openblas.CblasRowMajor,
          openblas.CblasNoTrans,
          openblas.CblasNoTrans,
          N,
          N,
          N,
          1,
          a,
          N,
          b,
          N,
          0,
          c,
          N);
      best = Math.min(best, (System.nanoTime() - start) / 1e9);
    }
    System.out.printf("%.1f%n", 2.0 * N * N * N / best / 1e9);
    System.exit(0);
  }

  private static FloatPointer random() {
    float[] values = new float[N * N];
    java.util.Random random = new java.util.Random(1);
    for (int i = 0; i < values.length; i++) {
      values[i] = random.nextFloat() - 0.5f;
    }
    return new FloatPointer(values);
  }
}

package org.corpuslm.neural.kernel;

import java.util.Arrays;
import org.bytedeco.javacpp.DoublePointer;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.openblas.global.openblas;
import org.bytedeco.openblas.global.openblas_nolapack;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.memory.MemoryWorkspace;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Contiguous floats or doubles outside the Java heap; matrices in them are row-major. They belong
 * to an ND4J array and are freed with it. Products go to BLAS directly ({@link Matrix}), on one
 * thread: the tasks are what runs in parallel. Not thread-safe: pointers and the copy buffer are
 * shared.
 */
public final class Values {
  /** Squares that are summed in floats before the sum goes to doubles. */
  private static final int SUMMED_IN_FLOATS = 1 << 12;

  private final INDArray array;
  private final FloatPointer floats;
  private final DoublePointer doubles;
  private final long length;
  private float[] buffer = new float[0];

  private Values(INDArray array) {
    this.array = array;
    this.length = array.length();
    boolean single = array.dataType() == DataType.FLOAT;
    this.floats = single ? new FloatPointer(array.data().addressPointer()) : null;
    this.doubles = single ? null : new DoublePointer(array.data().addressPointer());
  }

  /** Makes BLAS use one thread per product; call it once per JVM before training or scoring. */
  public static void oneThreadPerProduct() {
    Nd4j.getExecutioner(); // loads the backend, which sets its own number of threads
    openblas_nolapack.blas_set_num_threads(1);
  }

  /** Returns the numbers of an array in the order of its memory, which is shared. */
  public static Values of(INDArray array) {
    return new Values(array);
  }

  /** Allocates numbers of unknown content, outside of any workspace of ND4J. */
  @SuppressWarnings("try") // entered, not used
  public static Values allocate(DataType type, long length) {
    try (MemoryWorkspace none = Nd4j.getWorkspaceManager().scopeOutOfWorkspaces()) {
      return new Values(Nd4j.createUninitialized(type, length));
    }
  }

  /** Returns word ids as numbers: exact up to 2²⁴ in floats. */
  public static Values ids(DataType type, int[] ids) {
    Values values = allocate(type, ids.length);
    values.write(0, Arrays.stream(ids).asDoubleStream().toArray(), 0, ids.length);
    return values;
  }

  /** Returns word ids [T, B] as an array of Deeplearning4j's shape [B, 1, T]. */
  public static INDArray ids(DataType type, int steps, int batch, int[] ids) {
    return ids(type, ids).sequence(steps, batch, 1);
  }

  /** Returns {@code old} if it has at least {@code length} numbers, else new ones. */
  static Values atLeast(Values old, DataType type, long length) {
    return old != null && old.length >= length ? old : allocate(type, length);
  }

  /** Returns whether the numbers are floats. */
  boolean single() {
    return floats != null;
  }

  /**
   * Returns the first T·B·N numbers, [T, B, N], as an array of Deeplearning4j's shape [B, N, T]
   * that shares the memory.
   *
   * @param steps T
   * @param batch B
   * @param size N
   */
  public INDArray sequence(int steps, int batch, int size) {
    long n = (long) steps * batch * size;
    INDArray first =
        n == length ? array : array.get(org.nd4j.linalg.indexing.NDArrayIndex.interval(0, n));
    return first.reshape('c', steps, batch, size).permute(1, 2, 0);
  }

  /**
   * Returns an array [B, N, T] as contiguous numbers [T, B, N]: the same memory if it is laid out
   * so, else a copy.
   */
  static Values timeMajor(INDArray sequence) {
    INDArray major = sequence.permute(2, 0, 1);
    return of(isRowMajor(major) ? major : major.dup('c'));
  }

  private static boolean isRowMajor(INDArray array) {
    long stride = 1;
    for (int i = array.rank() - 1; i >= 0; i--) {
      if (array.size(i) != 1 && array.stride(i) != stride) {
        return false;
      }
      stride *= array.size(i);
    }
    return true;
  }

  /** Returns a pointer to number {@code at}, for BLAS; valid until the next call of a method. */
  FloatPointer floatsAt(long at) {
    return floats.position(at);
  }

  /** Returns a pointer to number {@code at}, for BLAS; valid until the next call of a method. */
  DoublePointer doublesAt(long at) {
    return doubles.position(at);
  }

  /** Returns the number at an index. */
  double get(long at) {
    return single() ? floats.position(0).get(at) : doubles.position(0).get(at);
  }

  /** Copies {@code n} numbers from index {@code at} into the heap. */
  public void read(long at, double[] to, int toAt, int n) {
    if (single()) {
      float[] part = buffer(n);
      floats.position(at).get(part, 0, n);
      for (int i = 0; i < n; i++) {
        to[toAt + i] = part[i];
      }
    } else {
      doubles.position(at).get(to, toAt, n);
    }
  }

  /** Copies {@code n} numbers from index {@code at} into the heap; floats only. */
  public void read(long at, float[] to, int toAt, int n) {
    floats.position(at).get(to, toAt, n);
  }

  /** Copies {@code n} numbers from the heap to index {@code at}. */
  public void write(long at, double[] from, int fromAt, int n) {
    if (single()) {
      float[] part = buffer(n);
      for (int i = 0; i < n; i++) {
        part[i] = (float) from[fromAt + i];
      }
      floats.position(at).put(part, 0, n);
    } else {
      doubles.position(at).put(from, fromAt, n);
    }
  }

  void read(long at, float[] to, int n) {
    read(at, to, 0, n);
  }

  void write(long at, float[] from, int n) {
    floats.position(at).put(from, 0, n);
  }

  /** Copies {@code n} numbers from another object of the same type. */
  void copy(long at, Values from, long fromAt, int n) {
    if (single()) {
      float[] part = buffer(n);
      from.floats.position(fromAt).get(part, 0, n);
      floats.position(at).put(part, 0, n);
    } else {
      double[] part = new double[n];
      from.doubles.position(fromAt).get(part, 0, n);
      doubles.position(at).put(part, 0, n);
    }
  }

  /** Adds the first {@code n} numbers of another object of the same type. */
  void add(Values other, int n) {
    add(0, other, 0, n);
  }

  /** Adds {@code n} numbers of another object of the same type. */
  void add(long at, Values other, long otherAt, int n) {
    if (single()) {
      openblas.cblas_saxpy(n, 1f, other.floats.position(otherAt), 1, floats.position(at), 1);
    } else {
      openblas.cblas_daxpy(n, 1, other.doubles.position(otherAt), 1, doubles.position(at), 1);
    }
  }

  /** Multiplies each of the first {@code n} numbers by its own factor. */
  void multiply(float[] factors, int n) {
    if (single()) {
      float[] part = buffer(n);
      floats.position(0).get(part, 0, n);
      for (int i = 0; i < n; i++) {
        part[i] *= factors[i];
      }
      floats.position(0).put(part, 0, n);
    } else {
      double[] part = new double[n];
      doubles.position(0).get(part, 0, n);
      for (int i = 0; i < n; i++) {
        part[i] *= factors[i];
      }
      doubles.position(0).put(part, 0, n);
    }
  }

  /** Returns the sum of the squares of {@code n} numbers from index {@code at} on. */
  public double sumOfSquares(long at, long n) {
    double sum = 0;
    for (long i = at; i < at + n; i += SUMMED_IN_FLOATS) {
      int some = (int) Math.min(SUMMED_IN_FLOATS, at + n - i);
      if (single()) {
        FloatPointer part = floats.position(i);
        sum += openblas.cblas_sdot(some, part, 1, part, 1);
      } else {
        DoublePointer part = doubles.position(i);
        sum += openblas.cblas_ddot(some, part, 1, part, 1);
      }
    }
    return sum;
  }

  /** Fills the first {@code rows} rows of {@code n} numbers with copies of one row. */
  void fill(int rows, Values from, long fromAt, int n) {
    if (single()) {
      float[] part = buffer(n);
      from.floats.position(fromAt).get(part, 0, n);
      for (int r = 0; r < rows; r++) {
        floats.position((long) r * n).put(part, 0, n);
      }
    } else {
      for (int r = 0; r < rows; r++) {
        copy((long) r * n, from, fromAt, n);
      }
    }
  }

  void zero(long at, long n) {
    if (single()) {
      float[] none = new float[(int) Math.min(n, 1 << 16)];
      for (long i = 0; i < n; i += none.length) {
        floats.position(at + i).put(none, 0, (int) Math.min(none.length, n - i));
      }
    } else {
      double[] none = new double[(int) Math.min(n, 1 << 16)];
      for (long i = 0; i < n; i += none.length) {
        doubles.position(at + i).put(none, 0, (int) Math.min(none.length, n - i));
      }
    }
  }

  private float[] buffer(int n) {
    if (buffer.length < n) {
      buffer = new float[n];
    }
    return buffer;
  }
}

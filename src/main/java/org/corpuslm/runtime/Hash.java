package org.corpuslm.runtime;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * The hash functions of corpuslm. Their values decide shards, held-out splits and seeds, so they
 * never change.
 */
public final class Hash {
  /** 2⁶⁴ over the golden ratio: the step from one state of SplitMix64 to the next. */
  public static final long STEP = 0x9E3779B97F4A7C15L;

  /** An odd number near 2³² over the golden ratio; multiplying by it is one to one (Knuth 6.4). */
  public static final int SCRAMBLE = 0x9E3779B1;

  private static final long MURMUR = 0xC6A4A7935BD1E995L;

  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private Hash() {}

  /** Returns a hash of a seed and of numbers in their order: SplitMix64 (Steele et al. 2014). */
  public static long of(long seed, long... numbers) {
    long h = mix(seed + STEP);
    for (long n : numbers) {
      h = mix((h ^ n) + STEP);
    }
    return h;
  }

  /** Returns the next state of a SplitMix64 sequence; {@link #mix} turns a state into a number. */
  public static long next(long state) {
    return state + STEP;
  }

  /**
   * Returns the number of a SplitMix64 state; each of its bits depends on all bits of the state.
   */
  public static long mix(long state) {
    long z = (state ^ (state >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }

  /** Returns a number in [0, 1) from the upper 53 bits of a hash. */
  public static double unit(long hash) {
    return (hash >>> 11) * 0x1p-53;
  }

  /** Returns a hash of the bytes {@code buf[off … off+len−1]}; it decides the shards of words. */
  public static int of(byte[] buf, int off, int len) {
    long h = len * STEP;
    int i = off;
    int end = off + len;
    for (; i + Long.BYTES <= end; i += Long.BYTES) {
      h = fold(h, (long) LONGS.get(buf, i));
    }
    long tail = 0;
    for (; i < end; i++) {
      tail = tail << 8 | (buf[i] & 0xff);
    }
    h = (h ^ tail) * STEP;
    h ^= h >>> 32;
    return (int) (h * STEP >>> 32);
  }

  /**
   * Adds one more number to a hash: cheaper than {@link #of(long, long...)}, and good enough for
   * hash tables.
   *
   * @param hash the hash of the numbers before; 0 = none
   */
  public static int fold(int hash, int number) {
    int h = (hash + number) * SCRAMBLE;
    return h ^ h >>> 15;
  }

  /**
   * Adds one more number to a hash: cheaper than {@link #of(long, long...)}, and good enough for
   * hash tables.
   *
   * @param hash the hash of the numbers before; 0 or a seed = none
   */
  public static long fold(long hash, long number) {
    long h = (hash ^ number) * STEP;
    return h ^ h >>> 29;
  }

  /**
   * Returns MurmurHash64A (Appleby 2008) of the bytes {@code buf[off … off+len−1]} with seed 0.
   * KenLM's binary files know words by this hash.
   */
  public static long murmur64(byte[] buf, int off, int len) {
    long h = len * MURMUR;
    int i = off;
    int end = off + len;
    for (; i + Long.BYTES <= end; i += Long.BYTES) {
      long k = (long) LONGS.get(buf, i) * MURMUR;
      h = (h ^ (k ^ k >>> 47) * MURMUR) * MURMUR;
    }
    if (i < end) {
      for (int shift = 0; i < end; i++, shift += Byte.SIZE) {
        h ^= (buf[i] & 0xffL) << shift;
      }
      h *= MURMUR;
    }
    h = (h ^ h >>> 47) * MURMUR;
    return h ^ h >>> 47;
  }
}

package org.corpuslm.runtime;

/** Random-looking numbers from where something stands: SplitMix64 (Steele et al. 2014). */
public final class Hash {
  /** 2⁶⁴ over the golden ratio: from one state to the next. */
  public static final long STEP = 0x9E3779B97F4A7C15L;

  private Hash() {}

  /** Of a seed and some numbers, in their order. */
  public static long of(long seed, long... numbers) {
    long h = mix(seed + STEP);
    for (long n : numbers) {
      h = mix((h ^ n) + STEP);
    }
    return h;
  }

  /** The next state of a sequence; {@link #mix} makes a number of it. */
  public static long next(long state) {
    return state + STEP;
  }

  /** The finaliser of SplitMix64: every bit of the outcome hangs on every bit of the state. */
  public static long mix(long state) {
    long z = (state ^ (state >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }

  /** In [0, 1). */
  public static double unit(long hash) {
    return (hash >>> 11) * 0x1p-53;
  }
}

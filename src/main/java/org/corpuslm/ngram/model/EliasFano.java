package org.corpuslm.ngram.model;

import org.corpuslm.runtime.MappedFile;

/**
 * A sequence of numbers that never fall, in about 2 + log2(max/n) bits each (Elias 1974, Fano 1971;
 * with a sample of the positions of ones as in Vigna 2013): the lower bits of each number as they
 * are, the upper bits as the distance from those of the number before, in unary. Immutable and
 * thread-safe.
 */
final class EliasFano {
  private static final int HEAD = 3 * Long.BYTES; // n, lower bits, longs of the unary part
  private static final int SAMPLE = 7; // log2 of the distance of samples

  private final MappedFile file;
  private final int lowBits;
  private final long low;
  private final long high;
  private final long samples;
  private final long end;

  /**
   * Finds a sequence in a file.
   *
   * @param at its offset
   */
  EliasFano(MappedFile file, long at) {
    this.file = file;
    long n = file.int64(at);
    this.lowBits = (int) file.int64(at + Long.BYTES);
    long highLongs = file.int64(at + 2 * Long.BYTES);
    this.low = at + HEAD;
    this.high = low + (long) Long.BYTES * PackedBits.longs(n * lowBits);
    this.samples = high + Long.BYTES * highLongs;
    this.end = samples + Long.BYTES * samples(n);
  }

  private static long samples(long n) {
    return n + (1 << SAMPLE) - 1 >>> SAMPLE;
  }

  /** Returns the offset in the file after the sequence. */
  long end() {
    return end;
  }

  /** Returns a number of the sequence. */
  int get(int i) {
    long upper = select(i) - i;
    if (lowBits == 0) {
      return (int) upper;
    }
    long bit = (long) i * lowBits;
    long lower = file.int64(low + (bit >>> 3)) >>> (bit & 7) & (1L << lowBits) - 1;
    return (int) (upper << lowBits | lower);
  }

  /** Returns the position of a one in the unary part. */
  private long select(int i) {
    long position = file.int64(samples + (long) Long.BYTES * (i >>> SAMPLE));
    int left = i & (1 << SAMPLE) - 1;
    long at = position >>> 6;
    long bits = file.int64(high + Long.BYTES * at) & -1L << position;
    int ones = Long.bitCount(bits);
    while (ones <= left) {
      left -= ones;
      bits = file.int64(high + Long.BYTES * ++at);
      ones = Long.bitCount(bits);
    }
    return (at << 6) + select(bits, left);
  }

  /** Returns the position in a long of the one after {@code left} other ones. */
  private static int select(long bits, int left) {
    int shift = 0;
    long rest = bits;
    for (int ones = Long.bitCount(rest & 0xffff); ones <= left; ) {
      left -= ones;
      rest >>>= 16;
      shift += 16;
      ones = Long.bitCount(rest & 0xffff);
    }
    for (; left > 0; left--) {
      rest &= rest - 1;
    }
    return shift + Long.numberOfTrailingZeros(rest);
  }

  /**
   * Packs a sequence.
   *
   * @param numbers numbers of at least 0 that never fall
   */
  static long[] pack(int[] numbers) {
    int n = numbers.length;
    long max = n == 0 ? 0 : numbers[n - 1];
    int lowBits = n == 0 ? 0 : Math.max(0, PackedBits.bits(max / n) - 1);
    PackedBits lower = new PackedBits();
    PackedBits upper = new PackedBits();
    long[] sampled = new long[(int) samples(n)];
    long before = 0;
    for (int i = 0; i < n; i++) {
      lower.add(numbers[i], lowBits);
      long high = numbers[i] >>> lowBits;
      upper.addUnary(high - before);
      before = high;
      if ((i & (1 << SAMPLE) - 1) == 0) {
        sampled[i >>> SAMPLE] = upper.size() - 1;
      }
    }
    long[] lows = lower.toLongs();
    long[] highs = upper.toLongs();
    long[] all = new long[HEAD / Long.BYTES + lows.length + highs.length + sampled.length];
    all[0] = n;
    all[1] = lowBits;
    all[2] = highs.length;
    System.arraycopy(lows, 0, all, 3, lows.length);
    System.arraycopy(highs, 0, all, 3 + lows.length, highs.length);
    System.arraycopy(sampled, 0, all, 3 + lows.length + highs.length, sampled.length);
    return all;
  }
}

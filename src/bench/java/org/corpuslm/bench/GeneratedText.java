package org.corpuslm.bench;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;

/**
 * Text of any size for benchmarks, generated in Spark tasks: one sentence a line, files of five
 * million words, the same bytes for the same seed however many tasks run at a time.
 *
 * <p>Ranks of words follow Zipf and Mandelbrot's law, p(r) ∝ 1/(r + q)^s, with a larger exponent
 * for rare words (Ferrer i Cancho and Solé 2001), drawn by inversion of its integral. Every word is
 * a successor of the three words before it. The successors of a context are numbered: the k-th one
 * of a long context is one of those of the context without its first word, and those of no context
 * are words drawn from the law. Numbers follow power laws without an upper end, so that frequent
 * n-grams repeat while new words and new n-grams keep coming, as in real text.
 */
public final class GeneratedText {
  private static final int WORDS_PER_FILE = 5_000_000;
  private static final double WORDS_PER_SENTENCE = 22;

  /** Ranks up to which words are frequent, with an exponent of their own. */
  private static final double FREQUENT = 8_000;

  private static final double EXPONENT = 1.05;
  private static final double EXPONENT_RARE = 1.2;
  private static final double SHIFT = 6;

  /**
   * Exponents of the power laws over the successors of one, two and three words: the larger, the
   * fewer different ones.
   */
  private static final double[] EXPONENTS = {1.3, 1.2, 1.2};

  private final double frequentMass;
  private final double rareMass;
  private final double rareScale;

  /** Makes a generator of at most {@code vocabulary} different words. */
  GeneratedText(long vocabulary) {
    frequentMass = integral(1, Math.min(vocabulary, FREQUENT) + 1, EXPONENT);
    // Both laws have the same density where they meet.
    rareScale = Math.pow(FREQUENT + 1 + SHIFT, EXPONENT_RARE - EXPONENT);
    rareMass =
        vocabulary > FREQUENT
            ? rareScale * integral(FREQUENT + 1, vocabulary + 1.0, EXPONENT_RARE)
            : 0;
  }

  /** Arguments: directory, words, largest vocabulary, seed. */
  public static void main(String[] arguments) throws IOException {
    Path directory = Path.of(arguments[0]).toAbsolutePath();
    long words = Long.parseLong(arguments[1]);
    long vocabulary = Long.parseLong(arguments[2]);
    long seed = Long.parseLong(arguments[3]);
    Files.createDirectories(directory);
    List<Integer> files = new ArrayList<>();
    for (int i = 0; (long) i * WORDS_PER_FILE < words; i++) {
      files.add(i);
    }
    SparkConf conf =
        new SparkConf()
            .setAppName("generated-text")
            .setIfMissing("spark.master", "local[2]")
            .set("spark.ui.enabled", "false");
    String target = directory.toString();
    try (JavaSparkContext spark = new JavaSparkContext(conf)) {
      spark
          .parallelize(files, files.size())
          .foreach(
              file -> {
                long length = Math.min(WORDS_PER_FILE, words - (long) file * WORDS_PER_FILE);
                Path path = Path.of(target, "part-%05d.txt".formatted(file));
                try (OutputStream out =
                    new BufferedOutputStream(Files.newOutputStream(path), 1 << 16)) {
                  new GeneratedText(vocabulary).write(out, length, mix(seed + file));
                }
              });
    }
  }

  /** Writes sentences of {@code words} words in all. */
  void write(OutputStream out, long words, long seed) throws IOException {
    SplittableRandom random = new SplittableRandom(seed);
    long third = 0;
    long second = 0;
    long last = 0;
    for (long i = 1; i <= words; i++) {
      long one = mix(last);
      long two = mix(one + second);
      long next = successor(random.nextDouble(), one, two, mix(two + third));
      out.write(word(next));
      boolean ends = i == words || random.nextDouble() * WORDS_PER_SENTENCE < 1;
      out.write(ends ? '\n' : ' ');
      third = ends ? 0 : second;
      second = ends ? 0 : last;
      last = ends ? 0 : next;
    }
  }

  /**
   * Returns a successor of three words: their k-th one, which is the j-th one of the last
   * two, which is the i-th one of the last one, which is a rank drawn from the law. Numbers K
   * follow P(K > k) = k^(1 - exponent), from {@code share}; what follows from a number is a hash.
   */
  private long successor(double share, long... contexts) {
    double left = share;
    for (int length = contexts.length; length > 0; length--) {
      double k = Math.pow(1 - left, 1 / (1 - EXPONENTS[length - 1]));
      long hash = mix(contexts[length - 1] ^ (long) Math.min(k, 1e15));
      left = (hash >>> 11) * 0x1.0p-53;
    }
    return rank(left);
  }

  /** Returns the rank at which the integral of the law reaches {@code share} of the whole. */
  private long rank(double share) {
    double mass = share * (frequentMass + rareMass);
    return mass < frequentMass
        ? inverse(1, mass, EXPONENT)
        : inverse(FREQUENT + 1, (mass - frequentMass) / rareScale, EXPONENT_RARE);
  }

  /** Returns ∫ (x + SHIFT)^-exponent dx from {@code from} to {@code to}. */
  private static double integral(double from, double to, double exponent) {
    return (Math.pow(from + SHIFT, 1 - exponent) - Math.pow(to + SHIFT, 1 - exponent))
        / (exponent - 1);
  }

  /** Returns the rank up to which the integral from {@code from} on is {@code mass}. */
  private static long inverse(double from, double mass, double exponent) {
    double power = Math.pow(from + SHIFT, 1 - exponent) - mass * (exponent - 1);
    return (long) (Math.pow(power, 1 / (1 - exponent)) - SHIFT);
  }

  /** Returns the word of a rank: syllables of a consonant and a vowel, few for frequent words. */
  private static byte[] word(long rank) {
    String consonants = "tnrslhdcmfpgwbyvkjxz";
    String vowels = "eaiou";
    StringBuilder word = new StringBuilder();
    for (long left = rank; left > 0; left = (left - 1) / 100) {
      int syllable = (int) ((left - 1) % 100);
      word.append(consonants.charAt(syllable % 20)).append(vowels.charAt(syllable / 20));
    }
    return word.toString().getBytes(StandardCharsets.US_ASCII);
  }

  /** Mixes the bits of a number (the finalizer of SplitMix64). */
  private static long mix(long z) {
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }
}

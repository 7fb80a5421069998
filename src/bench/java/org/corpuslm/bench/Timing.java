package org.corpuslm.bench;

import java.nio.file.Path;

/**
 * What a program that times training is told.
 *
 * @param setting what is trained
 * @param threads to train with
 * @param warmUp seconds that do not count
 * @param seconds that count, at least; the last step is ended
 * @param text plain text, one sentence a line
 */
public record Timing(Setting setting, int threads, double warmUp, double seconds, Path text) {

  /** From the command line: CONFIGURATION THREADS WARM-UP SECONDS TEXT. */
  public static Timing of(String... arguments) {
    return new Timing(
        Setting.of(arguments[0]),
        Integer.parseInt(arguments[1]),
        Double.parseDouble(arguments[2]),
        Double.parseDouble(arguments[3]),
        Path.of(arguments[4]));
  }

  /** The time now plus some seconds, in nanoseconds. */
  public static long in(double seconds) {
    return System.nanoTime() + (long) (seconds * 1e9);
  }

  /** Tells the result: words per second on standard output, what a word costs beside it. */
  public static void tell(double wordsPerSecond, double nats) {
    System.out.printf("%.1f%n", wordsPerSecond);
    System.err.printf("%.3f nats a word%n", nats);
  }
}

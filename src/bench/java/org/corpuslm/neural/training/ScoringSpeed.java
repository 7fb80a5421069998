package org.corpuslm.neural.training;

import java.io.IOException;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.corpuslm.bench.Timing;
import org.corpuslm.bench.WordIds;
import org.corpuslm.corpus.Vocabulary;
import org.corpuslm.neural.network.Initialization;
import org.corpuslm.neural.network.Network;
import org.corpuslm.neural.network.NetworkConfig;
import org.corpuslm.neural.network.TextScores;

/**
 * Scores partitions of a held-out text as perplexity does, each thread its own, and prints words
 * per second.
 */
public final class ScoringSpeed {
  /** Words of a partition: as many streams side by side as there can be. */
  private static final int PARTITION = 32 * TextScores.WORDS_PER_STREAM;

  private ScoringSpeed() {}

  /** See {@link Timing#of}. */
  public static void main(String[] arguments) throws IOException {
    Timing timing = Timing.of(arguments);
    int[] text =
        WordIds.read(
            timing.text(),
            timing.setting().words(),
            Vocabulary.UNK,
            Vocabulary.EOS,
            TrainingSpeed.FIRST_WORD);
    NetworkConfig config = TrainingSpeed.network(timing.setting());
    float[] parameters =
        new Initialization(Initialization.Scheme.UNIFORM, TrainingSpeed.RANGE, 0, 1)
            .parameters(config);
    double wordsPerSecond =
        IntStream.range(0, timing.threads())
            .parallel()
            .mapToDouble(thread -> speed(Network.of(config, parameters), text, thread, timing))
            .sum();
    System.out.printf("%.1f%n", wordsPerSecond);
  }

  private static double speed(Network network, int[] text, int thread, Timing timing) {
    int partitions = text.length / PARTITION;
    double[] lnP = new double[PARTITION];
    int next = thread;
    double speed = 0;
    for (double seconds : new double[] {timing.warmUp(), timing.seconds()}) {
      long start = System.nanoTime();
      long words = 0;
      for (long end = Timing.in(seconds); words == 0 || System.nanoTime() < end; next++) {
        int from = next % partitions * PARTITION;
        TextScores.carried(network, Arrays.copyOfRange(text, from, from + PARTITION), lnP);
        words += PARTITION;
      }
      speed = words / ((System.nanoTime() - start) / 1e9);
    }
    return speed;
  }
}

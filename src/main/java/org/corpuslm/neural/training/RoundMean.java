package org.corpuslm.neural.training;

import java.io.Serializable;
import java.util.List;
import org.corpuslm.runtime.BadInputException;

/**
 * The mean of the parameters over rounds, which evaluates better than the last ones while training
 * goes on from those: the noise of the last updates is averaged out (Polyak and Juditsky 1992).
 * {@code auto} begins with the first valid perplexity that is worse than the best of all but the
 * last five (NT-ASGD; Merity et al. 2018, algorithm 1); a number K averages the last K rounds of
 * every epoch (Kaddour 2022).
 *
 * @param rounds K; {@link #OFF} or {@link #AUTO}
 */
public record RoundMean(int rounds) implements Serializable {
  public static final int OFF = 0;
  public static final int AUTO = -1;

  /** No mean. */
  public static final RoundMean NONE = new RoundMean(OFF);

  /** Evaluations that {@code auto} does not compare with. */
  private static final int RECENT = 5;

  /**
   * Reads {@code auto}, {@code off} or a number.
   *
   * @throws BadInputException if it is none of these
   */
  public static RoundMean of(String text) {
    return switch (text) {
      case "auto" -> new RoundMean(AUTO);
      case "off" -> new RoundMean(OFF);
      default -> {
        if (!text.matches("[1-9][0-9]{0,8}")) {
          throw new BadInputException(
              "--average-rounds is %s; it must be auto, off, or a number of rounds"
                  .formatted(text));
        }
        yield new RoundMean(Integer.parseInt(text));
      }
    };
  }

  /**
   * Returns whether the mean begins before the next epoch.
   *
   * @param valid perplexities after every epoch so far, of the parameters themselves
   */
  boolean begins(List<Double> valid) {
    int n = valid.size();
    if (rounds != AUTO || n <= RECENT) {
      return false;
    }
    double best =
        valid.subList(0, n - RECENT).stream().mapToDouble(Double::doubleValue).min().orElseThrow();
    return valid.get(n - 1) > best;
  }

  /**
   * Returns whether the mean begins anew with the result of a round.
   *
   * @param round of the epoch, from 0
   * @param roundsOfEpoch rounds that an epoch has
   */
  boolean restarts(int round, int roundsOfEpoch) {
    return rounds > 0 && round == Math.max(0, roundsOfEpoch - rounds);
  }

  /**
   * Returns the mean with one more point: m + (θ − m)/n.
   *
   * @param mean of n − 1 points
   * @param count n
   */
  static float[] with(float[] mean, float[] parameters, int count) {
    if (count == 1) {
      return parameters;
    }
    float[] next = new float[parameters.length];
    for (int i = 0; i < next.length; i++) {
      next[i] = (float) (mean[i] + ((double) parameters[i] - mean[i]) / count);
    }
    return next;
  }
}

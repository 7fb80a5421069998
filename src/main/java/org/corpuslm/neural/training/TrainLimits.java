package org.corpuslm.neural.training;

import org.corpuslm.runtime.BadInputException;

/**
 * Checks before training that every array fits into a JVM and that the driver can receive the
 * results.
 */
final class TrainLimits {
  /** Maximum number of elements of an array in a JVM. */
  private static final long MAX_ARRAY = Integer.MAX_VALUE - 8L;

  /** Bytes of a result besides its numbers: reports and framing. */
  private static final long RESULT_MARGIN = 16L << 20;

  private TrainLimits() {}

  /**
   * Checks a network: its parameters and updater state travel in one array, and return to the
   * driver.
   *
   * @param parameters number of parameters
   * @param maxResult bytes that the driver may receive from the tasks of a job; 0 = no limit
   * @throws BadInputException if they do not fit; it names the options that help
   */
  static void checkNetwork(long parameters, Optimization optimization, long maxResult) {
    long state = optimization.stateSize(1);
    if (parameters > MAX_ARRAY / (1 + state)) {
      throw new BadInputException(
          ("the network has %,d parameters, and --optimizer %s keeps %d more numbers for each;"
                  + " training holds at most %,d numbers. Use a smaller --hidden or --embedding,"
                  + " fewer words (prepare --max-vocab)%s")
              .formatted(
                  parameters,
                  optimization.optimizer(),
                  state,
                  MAX_ARRAY,
                  state == 0 ? "" : ", or --optimizer sgd, which keeps none"));
    }
    checkResult(parameters * (1 + state), maxResult);
  }

  private static void checkResult(long numbers, long maxResult) {
    long bytes = Float.BYTES * numbers + RESULT_MARGIN;
    if (maxResult > 0 && bytes > maxResult) {
      throw new BadInputException(
          ("after every round the driver receives %,d MB of parameters and optimizer state, more"
                  + " than spark.driver.maxResultSize (%,d MB). Set it to %dm, with a driver heap to"
                  + " match: in CORPUSLM_CONF, or with CORPUSLM_SPARK_OPTS=\"--conf"
                  + " spark.driver.maxResultSize=%dm\"")
              .formatted(bytes >> 20, maxResult >> 20, (bytes >> 20) + 1, (bytes >> 20) + 1));
    }
  }

  /**
   * Checks that the words of a worker and a round fit into one array.
   *
   * @param averagingFrequency minibatches of a round
   * @throws BadInputException if they do not
   */
  static void checkRound(int averagingFrequency, BatchPlan plan) {
    long minibatch = (long) plan.batch() * plan.bptt();
    long words = Math.min(averagingFrequency, plan.minibatches()) * minibatch;
    if (words > MAX_ARRAY) {
      throw new BadInputException(
          ("between two averages a worker trains on %,d words (--averaging-frequency %d x --batch %d x"
                  + " --bptt %d); it can hold at most %,d. Use a smaller --averaging-frequency")
              .formatted(words, averagingFrequency, plan.batch(), plan.bptt(), MAX_ARRAY));
    }
  }
}

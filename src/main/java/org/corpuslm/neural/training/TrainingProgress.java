package org.corpuslm.neural.training;

import org.corpuslm.neural.network.NetworkConfig;
import org.corpuslm.runtime.RunMetrics;
import org.corpuslm.runtime.RunMetrics.Figure;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reports of progress: log lines, and metrics of the run. */
final class TrainingProgress {
  /** Logger of a class that users know. */
  private static final Logger LOG = LoggerFactory.getLogger(Training.class);

  private static final long SILENCE_NANOS = 10_000_000_000L;

  private final RunMetrics figures;
  private final BatchPlan plan;
  private long told = System.nanoTime();

  TrainingProgress(RunMetrics figures, BatchPlan plan) {
    this.figures = figures;
    this.plan = plan;
  }

  /** Reports the sizes of the run. */
  void begins(NetworkConfig network, int averagingFrequency) {
    LOG.info(
        "{}: {} parameters, {} words of text, {} workers x {} streams, {} minibatches an epoch,"
            + " averages every {}",
        network.shortName(),
        network.parameters(),
        plan.words(),
        plan.workers(),
        plan.batch(),
        plan.minibatches(),
        averagingFrequency);
  }

  /**
   * Reports a completed round.
   *
   * @param state state after the round
   * @param words number of words trained on in the round
   * @param seconds wall time of the round
   */
  void round(TrainState state, long words, double seconds) {
    EpochStats sums = state.sums;
    figures.add(Figure.ROUNDS_TRAINED, 1);
    figures.add(Figure.WORDS_TRAINED, (double) words);
    figures.set(Figure.WORDS_PER_SECOND, words / seconds);
    figures.set(Figure.TRAIN_PERPLEXITY, sums.perplexity());
    if (System.nanoTime() - told > SILENCE_NANOS) {
      told = System.nanoTime();
      LOG.info(
          "epoch {}, {} %: perplexity {}, {} words/s",
          state.epoch,
          100L * state.minibatch / plan.minibatches(),
          "%.2f".formatted(sums.perplexity()),
          Math.round(sums.words / sums.seconds));
    }
  }

  /**
   * Reports a completed epoch.
   *
   * @param epochs maximum number of epochs of the run
   */
  void epoch(EpochRecord record, int epochs) {
    figures.set(Figure.VALID_PERPLEXITY, record.validPerplexity());
    LOG.info(
        "epoch {} of {}: perplexity {} train, {} valid{}; rate {}, {} words/s, trained/expected {}/{}",
        record.epoch(),
        epochs,
        "%.2f".formatted(record.trainPerplexity()),
        "%.2f".formatted(record.validPerplexity()),
        record.hasMean() ? ", %.2f of the mean over rounds".formatted(record.meanPerplexity()) : "",
        record.learningRate(),
        Math.round(record.tokensPerSecond()),
        record.trained(),
        record.expected());
  }
}

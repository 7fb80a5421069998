package org.corpuslm.neural.training;

/**
 * The figures of an epoch: one line of {@code epochs.jsonl}.
 *
 * @param epoch number of the epoch, from 1
 * @param learningRate rate of all updates of the epoch
 * @param expected words of the training text
 * @param trained words that were trained on; equal to {@code expected}
 * @param trainPerplexity perplexity of the words as they were seen, with dropout and with the
 *     parameters of that moment
 * @param validPerplexity perplexity of the valid split after the epoch; NaN without one
 * @param meanPerplexity the same of the mean over rounds; NaN without a mean
 * @param tokensPerSecond words per second of the rounds' wall time
 * @param averagingShare share of that time in broadcast and aggregation, 0 to 1
 * @param times division of that time, in seconds
 * @param gradientNorms mean over the updates of the norm of each layer's gradient, before clipping
 * @param clippedShare share of the updates whose gradient was scaled down, 0 to 1
 * @param workerDrift mean over the rounds of √(mean_w ‖θ_w − θ‖²)/‖θ‖ before averaging; NaN with
 *     Deeplearning4j's master
 * @param divergences restarts from a checkpoint so far
 * @param seconds wall time of the rounds
 */
public record EpochRecord(
    int epoch,
    double learningRate,
    long expected,
    long trained,
    double trainPerplexity,
    double validPerplexity,
    double meanPerplexity,
    double tokensPerSecond,
    double averagingShare,
    RoundTimes times,
    double[] gradientNorms,
    double clippedShare,
    double workerDrift,
    int divergences,
    double seconds) {

  /** Returns whether there was a mean over rounds. */
  public boolean hasMean() {
    return !Double.isNaN(meanPerplexity);
  }

  /** Returns the valid perplexity of the parameters that would be published after this epoch. */
  double publishedPerplexity() {
    return hasMean() ? meanPerplexity : validPerplexity;
  }
}

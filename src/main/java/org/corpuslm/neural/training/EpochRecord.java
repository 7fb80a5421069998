package org.corpuslm.neural.training;

/**
 * What is known of an epoch: one line of {@code epochs.jsonl}.
 *
 * @param learningRate it was trained with
 * @param expected words of the training text
 * @param trained words that were trained on
 * @param trainPerplexity of the words as they were met, with dropout and parameters of that moment
 * @param validPerplexity after the epoch; NaN without a valid split
 * @param tokensPerSecond over the wall time of the rounds
 * @param averagingShare of that wall time that went into broadcast and aggregation
 * @param times where that wall time went; null in models of earlier builds
 * @param gradientNorms mean norm of each layer's gradient, before clipping
 * @param clippedShare updates whose gradient was scaled down
 * @param workerDrift mean over the rounds of √(mean ‖θ_w − θ̄‖²)/‖θ̄‖ before averaging
 * @param divergences restored from so far
 */
public record EpochRecord(
    int epoch,
    double learningRate,
    long expected,
    long trained,
    double trainPerplexity,
    double validPerplexity,
    double tokensPerSecond,
    double averagingShare,
    RoundTimes times,
    double[] gradientNorms,
    double clippedShare,
    double workerDrift,
    int divergences,
    double seconds) {}

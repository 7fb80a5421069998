package org.corpuslm.neural.training;

import java.io.Serializable;

/**
 * What a worker tells of one round beside its parameters.
 *
 * @param words fitted
 * @param loss −Σ ln p of them, in nats
 * @param finite whether loss and parameters are numbers; if not, they do not enter the average
 * @param state of the recurrent layers after the round
 * @param norms sum over the updates of the gradient norm of each layer, before clipping
 * @param updates of the parameters
 * @param clipped updates whose gradient was scaled down
 * @param fetching seconds until it had the parameters
 * @param seconds of reading its text and training, without packing
 */
record WorkerReport(
    int worker,
    long words,
    double loss,
    boolean finite,
    double[][] state,
    double[] norms,
    int updates,
    int clipped,
    double fetching,
    double seconds)
    implements Serializable {}

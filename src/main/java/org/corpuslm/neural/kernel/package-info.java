/**
 * The layers of corpuslm's networks and their arithmetic on processors: Deeplearning4j layers on
 * contiguous memory outside the heap, with direct calls of BLAS.
 *
 * <p>All arrays are time-major, [time, batch, units]. One matrix product serves the inputs of all
 * steps, and one the weight gradients of all steps; only the recurrence goes step by step. Losses
 * and gradients are sums over the minibatch, as in Deeplearning4j's own layers. A layer belongs to
 * one thread. Its buffers are reused from pass to pass, so that a training step allocates nothing
 * large.
 *
 * <p>Start with {@link org.corpuslm.neural.kernel.KernelLayer}; {@link
 * org.corpuslm.neural.kernel.RecurrentCell} has the recurrences. {@link
 * org.corpuslm.neural.kernel.Blas} and {@link org.corpuslm.neural.kernel.BlasAgreement} choose the
 * BLAS kernel of a run. {@code neural.network} makes networks of the layers; everything above it
 * may use this package, which itself uses {@code runtime} only.
 */
package org.corpuslm.neural.kernel;

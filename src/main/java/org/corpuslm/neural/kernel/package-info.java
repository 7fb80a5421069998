/**
 * Layers of Deeplearning4j for language models on CPUs. All arrays are time-major and contiguous,
 * [T, B, N]: one matrix product serves the inputs of all steps, one all steps' weight gradients,
 * and only the recurrence itself goes step by step. Losses and gradients are sums over the
 * minibatch, as Deeplearning4j's own layers give them. A layer belongs to one thread; between two
 * calls its buffers are reused, so that a training step allocates nothing of size.
 */
package org.corpuslm.neural.kernel;

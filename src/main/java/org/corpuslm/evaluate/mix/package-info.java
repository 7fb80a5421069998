/**
 * Interpolation weights of mixtures, tuned on held-out text by expectation-maximization. {@link
 * org.corpuslm.evaluate.mix.TuneWeights} is the one to start with.
 */
package org.corpuslm.evaluate.mix;

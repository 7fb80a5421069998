/**
 * Smoothing: from counts to the probabilities and back-off weights of a model. Start with {@code
 * Smoother}, the interface of all methods, and its smallest implementation {@code WittenBell};
 * {@link org.corpuslm.ngram.smoothing.EstimateModel} runs the estimation.
 *
 * <p>{@code SmootherFactory} estimates the global parameters of a method: discounts from counts of
 * counts, others from held-out text ({@code HeldOutCounts}). Then {@code ShardEstimator} smooths
 * one shard after another, each in one pass over its counts and without a shuffle. Formulas and
 * papers are in the class documentation; sections of Chen & Goodman 1998 refer to the technical
 * report TR-10-98, An empirical study of smoothing techniques for language modeling.
 *
 * <p>Uses {@code ngram.count}, {@code ngram.model} and what they use. Only commands and jobs depend
 * on it.
 */
package org.corpuslm.ngram.smoothing;

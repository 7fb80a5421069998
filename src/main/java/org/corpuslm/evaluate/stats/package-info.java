/**
 * Sums over scored text, and the figures that follow from them: {@link
 * org.corpuslm.evaluate.stats.PerplexityStats} has perplexities and their confidence intervals,
 * {@link org.corpuslm.evaluate.stats.PairedStats} the paired t-test, {@link
 * org.corpuslm.evaluate.stats.Bootstrap} the paired bootstrap. Sums of partitions add up to the
 * same figures, except for the last bits, in any order. All logarithms are natural.
 */
package org.corpuslm.evaluate.stats;

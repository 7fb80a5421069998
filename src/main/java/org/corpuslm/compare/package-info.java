/**
 * Comparison of perplexity reports over time: {@link org.corpuslm.compare.Compare} matches the
 * models of several reports on the same held-out text, and judges whether those of the last report
 * are better, worse or indistinguishable from those of an earlier one.
 *
 * <p>May use report, release, evaluate and corpus, but no kind of model.
 */
package org.corpuslm.compare;

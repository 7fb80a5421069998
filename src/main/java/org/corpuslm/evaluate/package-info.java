/**
 * Evaluation of language models on held-out text. {@link org.corpuslm.evaluate.Evaluate} is the job
 * behind {@code perplexity}: it scores the partitions of the text with any number of models ({@code
 * score}), adds up perplexities and paired differences ({@code stats}), breaks them down ({@code
 * breakdown}) and writes rows per sentence or token ({@code detail}). {@code mix} tunes the weights
 * of mixtures.
 *
 * <p>May use runtime, corpus, model, ngram and neural; among its sub-packages, {@code stats} and
 * {@code score} use none of the others, and the others use these two.
 */
package org.corpuslm.evaluate;

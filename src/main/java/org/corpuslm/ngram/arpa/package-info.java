/**
 * Import and export of ARPA files, the text format of back-off models that KenLM, SRILM and IRSTLM
 * share. Start with {@link org.corpuslm.ngram.arpa.ArpaImport} and {@link
 * org.corpuslm.ngram.arpa.ArpaExport}.
 *
 * <p>Import: the driver reads sizes and unigrams ({@code ArpaHead}), tasks find the sections of
 * every piece of the file ({@code ArpaOutline}), then send its n-grams to their shards ({@code
 * ArpaRows}). Export: back-off weights travel to the shard that has the probability of the same
 * words ({@code BackoffSender}, {@code BackoffTable}), each shard writes its lines ({@code
 * ArpaSections}), and the driver concatenates them.
 *
 * <p>Uses {@code ngram.count}, {@code ngram.model} and what they use. Only commands and jobs depend
 * on it.
 */
package org.corpuslm.ngram.arpa;

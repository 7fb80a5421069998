/**
 * Models that give labels to words or sentences, estimated from counts: the most frequent tag, a
 * hidden Markov model, and one language model per class.
 *
 * <p>Start with {@link org.corpuslm.labeled.model.Labeler}, the interface of everything that
 * labels. Plain Java: sees sentences and vocabularies of {@code corpus} only.
 */
package org.corpuslm.labeled.model;

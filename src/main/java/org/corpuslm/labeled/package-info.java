/**
 * Labels of words and sentences: estimating models that give labels, saving and opening them, and
 * evaluating them on labeled corpora.
 *
 * <p>Start with {@link org.corpuslm.labeled.LabelerConfig}, which makes a model, and {@link
 * org.corpuslm.labeled.SavedLabeler}, which opens one. Classes here run jobs; the models themselves
 * are plain Java in {@code labeled.model}, the figures in {@code labeled.score}. This package sees
 * {@code corpus}, {@code evaluate.stats} and {@code runtime}.
 */
package org.corpuslm.labeled;

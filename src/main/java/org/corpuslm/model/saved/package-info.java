/**
 * Saved language models: opening a model of any kind, and the format of saved mixtures.
 *
 * <p>Start with {@link org.corpuslm.model.saved.Models}, the one place that knows all kinds of
 * models. This package sees the packages of all kinds; evaluation, jobs and commands see it, and
 * the kinds themselves do not.
 */
package org.corpuslm.model.saved;

/**
 * The interface of all language models, and mixtures of them.
 *
 * <p>Start with {@link org.corpuslm.model.LanguageModel}. This package knows no kind of model; the
 * packages of n-gram models and networks implement its interface, and evaluation and generation use
 * it. Saved models of any kind are opened by {@code model.saved}.
 */
package org.corpuslm.model;

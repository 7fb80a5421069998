/**
 * Saved networks as language models: reading, writing, scoring and verifying them.
 *
 * <p>Start with {@link org.corpuslm.neural.model.NeuralModel}. {@link
 * org.corpuslm.neural.model.NeuralModelFormat} reads and writes the directory that docs/formats.md
 * describes. Training, reports and the registry of model kinds depend on this package; it uses
 * {@code neural.network} and {@code corpus}.
 */
package org.corpuslm.neural.model;

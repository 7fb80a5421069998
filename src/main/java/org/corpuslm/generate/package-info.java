/**
 * Text from a model: {@link org.corpuslm.generate.Generator} samples continuations of a prompt,
 * {@link org.corpuslm.generate.Continuation} gives the probabilities of next words, and {@link
 * org.corpuslm.generate.TypedText} completes words while they are typed.
 *
 * <p>May use runtime, corpus and model only.
 */
package org.corpuslm.generate;

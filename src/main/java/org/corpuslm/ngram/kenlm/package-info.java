/**
 * KenLM's binary model files, format 5: reading of all kinds (probing hash tables, tries with and
 * without quantized values and compressed pointers) by mapping the file into memory, and writing of
 * probing files. Start with {@link org.corpuslm.ngram.kenlm.BinaryModel}.
 *
 * <p>A file consists of a header ({@code BinaryHeader}), hashes of the words ({@code WordIndex}),
 * the n-grams ({@code ProbingSearch} or {@code TrieSearch}) and, if it was built with them, the
 * words themselves. All n-grams are searched from their last word to the left ({@code Cursor}). The
 * data structures are those of Heafield, "KenLM: Faster and Smaller Language Model Queries" (2011),
 * sections 3.1 and 3.2.
 *
 * <p>Uses {@code model}, {@code corpus} and {@code ngram.model}; {@code model.saved} opens its
 * models.
 */
package org.corpuslm.ngram.kenlm;

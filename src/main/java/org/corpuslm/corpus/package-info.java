/**
 * Text and corpora: finding, checking and tokenizing text, vocabularies, held-out splits, and the
 * encoded corpus on disk.
 *
 * <p>Start with {@link org.corpuslm.corpus.Corpus}, which all other packages read, and {@link
 * org.corpuslm.corpus.Prepare}, which makes it. This package is the first of the domain: it sees
 * only {@code runtime}, and every other domain package may see it.
 */
package org.corpuslm.corpus;

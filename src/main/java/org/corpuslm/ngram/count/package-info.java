/**
 * Counting of n-grams: from an encoded corpus to a count store, and changes to a store. Start with
 * {@link org.corpuslm.ngram.count.CountNgrams}, which counts, and {@link
 * org.corpuslm.ngram.count.CountStore}, which reads the result.
 *
 * <p><b>Shards.</b> An n-gram belongs to the shard of the last word of its context ({@link
 * org.corpuslm.ngram.count.Sharding}), and is sorted there by its reversed context, then its word
 * (its <i>key</i>). So each shard is a trie of reversed contexts, and everything needed to smooth
 * or look up the words after a context is in one shard. Words are packed into shards by frequency.
 * A <i>hot word</i> is too frequent for one shard and is split into pieces in several shards,
 * chosen by the words before it. A <i>hot context</i> consists of hot words only, and its longer
 * contexts are in several pieces; its n-grams are collected from all of them into a hot-context
 * shard. A shard reads the hot contexts that its own contexts back off to together with its own
 * tables ({@link org.corpuslm.ngram.count.ContextReader}).
 *
 * <p><b>Steps.</b> {@code SortedRuns} sorts n-grams of the highest order and packs them for their
 * shards; {@code RunMerger} merges the runs that a shard receives; {@code AdjustedCountBuilder}
 * derives all shorter n-grams; {@code CountExchange} chains these steps. {@link
 * org.corpuslm.ngram.count.UpdateCounts} adds or removes a corpus, {@link
 * org.corpuslm.ngram.count.FromCounts} and {@link org.corpuslm.ngram.count.CountsAsText} import and
 * export counts as text, and {@link org.corpuslm.ngram.count.CountJoin} looks up held-out text.
 *
 * <p>Uses {@code corpus} and {@code runtime}. The other n-gram packages depend on it.
 */
package org.corpuslm.ngram.count;

/**
 * Saved back-off n-gram models: tables, look-up in memory, pruning and static mixtures. Start with
 * {@link org.corpuslm.ngram.model.NgramModel}.
 *
 * <p><b>Shards.</b> A model has the shards of its count store ({@link
 * org.corpuslm.ngram.count.Sharding}): an n-gram and its context are in the shard of the last word
 * of the context, unless all words of the context are hot words, which are split over several
 * shards; such a hot context is in a hot-context shard. Loading a shard includes the hot contexts
 * that its own contexts back off to, so a look-up visits one shard, from the longest context to the
 * unigrams, which are everywhere. In memory a shard is a trie of reversed contexts in primitive
 * arrays ({@code NgramShard}).
 *
 * <p><b>Writing.</b> Estimation, pruning, mixing and import all write shards with {@link
 * org.corpuslm.ngram.model.NgramShardWriter} and assemble the model with {@link
 * org.corpuslm.ngram.model.NgramModelOutput}. Import and resharding sort rows in between ({@link
 * org.corpuslm.ngram.model.ShardRows}). {@link org.corpuslm.ngram.model.EntropyPruning} and {@link
 * org.corpuslm.ngram.model.StaticMixture} visit the tries of stored shards in one pass.
 *
 * <p>Uses {@code model}, {@code ngram.count} and what they use. Smoothing and ARPA files depend on
 * it.
 */
package org.corpuslm.ngram.model;

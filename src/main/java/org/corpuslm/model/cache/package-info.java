/**
 * Models that adapt to the text they score: words that occurred lately become more probable. {@link
 * org.corpuslm.model.cache.CachedModel} interpolates any model with a {@link
 * org.corpuslm.model.cache.WordCache}.
 */
package org.corpuslm.model.cache;

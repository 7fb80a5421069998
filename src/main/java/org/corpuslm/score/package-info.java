/**
 * The job of {@code score}: documents in, the same documents with their scores out. {@link
 * org.corpuslm.score.ScoreConfig} is the type to start with. Uses models, corpus and the builder of
 * pages; only the command line uses it.
 */
package org.corpuslm.score;

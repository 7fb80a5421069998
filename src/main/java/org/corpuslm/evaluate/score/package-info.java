/**
 * Scoring of held-out text. {@link org.corpuslm.evaluate.score.ModelServing} opens models, serves
 * each of them replicated or sharded, and gives every task the {@link
 * org.corpuslm.evaluate.score.HeldOutScores} of its partition.
 */
package org.corpuslm.evaluate.score;

/**
 * Breakdowns of the figures of one model: {@link org.corpuslm.evaluate.breakdown.Breakdown} by word
 * frequency, sentence length, position and n-gram order; calibration, OOV words, and the hardest
 * and easiest sentences.
 */
package org.corpuslm.evaluate.breakdown;

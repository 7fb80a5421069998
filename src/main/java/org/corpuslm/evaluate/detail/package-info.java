/**
 * Scores of every sentence or token: as Parquet beside a report ({@link
 * org.corpuslm.evaluate.detail.DetailsFile}), read back in pairs ({@link
 * org.corpuslm.evaluate.detail.PairedDetails}), or printed as plain text ({@link
 * org.corpuslm.evaluate.detail.ScorePrinter}).
 */
package org.corpuslm.evaluate.detail;

/**
 * Reports of evaluations and training runs: {@link org.corpuslm.report.PerplexityReport} is the job
 * of {@code perplexity} and writes a report as JSON, HTML, CSV and Parquet; {@link
 * org.corpuslm.report.TrainingPage} is the page of a training run. {@code html} is the builder of
 * all pages.
 *
 * <p>May use evaluate and everything that evaluate uses.
 */
package org.corpuslm.report;

/**
 * Job files: commands run one after another in one Spark application, and the versions that a
 * {@code release} block makes. Start with {@link org.corpuslm.cli.pipeline.Pipeline}. Only {@code
 * cli.command} depends on this package; it knows commands as {@link
 * org.corpuslm.cli.pipeline.Step}.
 */
package org.corpuslm.cli.pipeline;

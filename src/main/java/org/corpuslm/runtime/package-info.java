/**
 * Access to Spark, Hadoop and Parquet, and what every package needs: jobs, atomic outputs, locks,
 * manifests, tables, errors, JSON and hashes.
 *
 * <p>Start with {@link org.corpuslm.runtime.Cluster}, which runs tasks, and {@link
 * org.corpuslm.runtime.OutputDirectory}, which publishes results. This package knows nothing of the
 * domain; every other package may see it.
 */
package org.corpuslm.runtime;

/**
 * Use from programs on Spark: {@link org.corpuslm.spark.LanguageModels} scores a column of text in
 * a {@code Dataset<Row>} and registers functions for SQL. Nothing in corpuslm depends on this
 * package.
 */
package org.corpuslm.spark;

package org.corpuslm.runtime;

import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/** A data source of Spark SQL by its name, such as {@code orc}, {@code avro} or {@code delta}. */
public final class DataSource {
  private final Cluster cluster;
  private final String format;
  private final Map<String, String> options;

  /**
   * A data source of Spark's own or of jars beside it.
   *
   * @param format name or class of the data source
   * @param options options that it is read with
   */
  public DataSource(Cluster cluster, String format, Map<String, String> options) {
    this.cluster = cluster;
    this.format = format;
    this.options = options;
  }

  /**
   * Copies rows to Parquet files.
   *
   * @param paths paths that the data source loads
   * @param column name of a column of strings
   * @param whole whether to copy all columns, not this one alone
   * @param directory directory of the copy, which must not exist
   * @throws BadInputException if there is no such data source, if it cannot read the paths, or if
   *     they have no such column of strings
   */
  public void copy(List<String> paths, String column, boolean whole, String directory) {
    cluster.run(
        "reading %s as %s".formatted(String.join(", ", paths), format),
        () -> {
          Dataset<Row> rows = load(paths);
          check(rows.schema(), paths, column);
          // As it is named, even if the name holds a dot.
          Column text = rows.col("`" + column.replace("`", "``") + "`");
          (whole ? rows : rows.select(text.as(column))).write().parquet(directory);
        });
  }

  private Dataset<Row> load(List<String> paths) {
    try {
      return SparkSession.builder()
          .sparkContext(cluster.spark().sc())
          .getOrCreate()
          .read()
          .format(format)
          .options(options)
          .load(paths.toArray(new String[0]));
    } catch (Exception e) { // Spark throws checked ones that Java is not told of
      throw new BadInputException(
          ("%s cannot be read with --format %s (%s). It must be lines, jsonl, parquet, wet, or a data"
                  + " source of Spark whose jar is there")
              .formatted(String.join(", ", paths), format, firstLine(e)),
          e);
    }
  }

  private static String firstLine(Exception e) {
    return String.valueOf(e.getMessage()).lines().findFirst().orElse("");
  }

  private void check(StructType schema, List<String> paths, String column) {
    String where = String.join(", ", paths);
    if (!List.of(schema.fieldNames()).contains(column)) {
      throw new BadInputException(
          "%s has no column %s, but %s; give one of them with --column"
              .formatted(where, column, String.join(", ", schema.fieldNames())));
    }
    if (!schema.apply(column).dataType().equals(DataTypes.StringType)) {
      throw new BadInputException(
          "%s: column %s is no text (%s); give a column of strings with --column"
              .formatted(where, column, schema.apply(column).dataType().simpleString()));
    }
  }
}

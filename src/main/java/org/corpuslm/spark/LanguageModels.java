package org.corpuslm.spark;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.util.SerializableConfiguration;
import org.corpuslm.corpus.InputFormat;
import org.corpuslm.evaluate.score.ReplicatedModel;
import org.corpuslm.runtime.BadInputException;
import org.corpuslm.runtime.MemoryBudget;
import org.corpuslm.score.DocumentScorer;

/**
 * Scores text in a program of your own on Spark. Every executor loads a model once, for all of its
 * tasks. The figures are those of the command {@code score}: the lines of a text are sentences, and
 * probabilities are log10.
 */
public final class LanguageModels {
  private LanguageModels() {}

  /**
   * Returns rows with the columns {@code corpuslm_tokens}, {@code corpuslm_oov}, {@code
   * corpuslm_log10}, {@code corpuslm_perplexity} and {@code corpuslm_bits_per_byte} behind their
   * own. A null text has null in all of them. Nothing runs before Spark needs the rows.
   *
   * @param column name of a column of strings
   * @param model directory of a saved model of any kind
   * @throws BadInputException if there is no such column or model, or if the model does not fit
   *     into half an executor's heap
   */
  public static Dataset<Row> score(Dataset<Row> rows, String column, String model) {
    return score(rows, column, Map.of("", model));
  }

  /**
   * Returns rows with columns of several models.
   *
   * @param column name of a column of strings
   * @param models directories by name; the columns of a model are {@code corpuslm_NAME_tokens} and
   *     so on, or {@code corpuslm_tokens} for the empty name
   * @throws BadInputException as for one model
   */
  public static Dataset<Row> score(Dataset<Row> rows, String column, Map<String, String> models) {
    StructType schema = rows.schema();
    if (!List.of(schema.fieldNames()).contains(column)
        || !schema.apply(column).dataType().equals(DataTypes.StringType)) {
      throw new BadInputException(
          "there is no column %s of strings among %s"
              .formatted(column, String.join(", ", schema.fieldNames())));
    }
    SparkSession spark = rows.sparkSession();
    List<ReplicatedModel> handles = new ArrayList<>();
    StructType scored = schema;
    for (Map.Entry<String, String> model : new LinkedHashMap<>(models).entrySet()) {
      handles.add(handle(spark, model.getValue()));
      String prefix =
          model.getKey().isEmpty() ? "corpuslm_" : "corpuslm_%s_".formatted(model.getKey());
      scored = with(scored, prefix);
    }
    int index = schema.fieldIndex(column);
    Broadcast<SerializableConfiguration> conf = configuration(spark);
    return rows.mapPartitions(
        (MapPartitionsFunction<Row, Row>)
            some -> new ScoredRows(some, index, scorers(handles, conf.value().value())),
        Encoders.row(scored));
  }

  /**
   * Registers a function for SQL and for {@code functions.callUDF}: it takes a text and returns a
   * struct of {@code tokens}, {@code oov}, {@code log10}, {@code perplexity} and {@code
   * bits_per_byte}; null for null. Text by text it is slower than {@link #score}, which scores many
   * texts at a time.
   *
   * @param name name of the function
   * @param model directory of a saved model of any kind
   * @throws BadInputException if there is no such model, or if it does not fit into half an
   *     executor's heap
   */
  public static void register(SparkSession spark, String name, String model) {
    ReplicatedModel handle = handle(spark, model);
    Broadcast<SerializableConfiguration> conf = configuration(spark);
    UDF1<String, Row> function =
        text -> {
          if (text == null) {
            return null;
          }
          DocumentScorer scorer = scorers(List.of(handle), conf.value().value()).get(0);
          ScoredRows.add(scorer, text);
          return RowFactory.create(ScoredRows.values(scorer.take().get(0)).toArray());
        };
    spark.udf().register(name, function, with(new StructType(), ""));
  }

  private static StructType with(StructType schema, String prefix) {
    return schema
        .add(prefix + "tokens", DataTypes.LongType)
        .add(prefix + "oov", DataTypes.LongType)
        .add(prefix + "log10", DataTypes.DoubleType)
        .add(prefix + "perplexity", DataTypes.DoubleType)
        .add(prefix + "bits_per_byte", DataTypes.DoubleType);
  }

  private static ReplicatedModel handle(SparkSession spark, String model) {
    return ReplicatedModel.of(
        spark.sparkContext().hadoopConfiguration(),
        MemoryBudget.ofExecutor(spark.sparkContext().getConf(), spark.sparkContext().isLocal()),
        model);
  }

  private static Broadcast<SerializableConfiguration> configuration(SparkSession spark) {
    return JavaSparkContext.fromSparkContext(spark.sparkContext())
        .broadcast(new SerializableConfiguration(spark.sparkContext().hadoopConfiguration()));
  }

  private static List<DocumentScorer> scorers(List<ReplicatedModel> models, Configuration conf) {
    return models.stream()
        .map(model -> new DocumentScorer(model.load(conf), InputFormat.DOCUMENTS))
        .toList();
  }
}

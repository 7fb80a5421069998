// A count store in Spark SQL, from JShell: the sparsity of n-grams, and what follows a word.
// Run scripts/quickstart first, then: scripts/notebook notebooks/count-store.jsh
import org.apache.spark.sql.*;
import static org.apache.spark.sql.functions.*;

var store = System.getProperty("store", "target/quickstart/run/counts");
var spark = SparkSession.builder().master("local[*]").appName("count store").config("spark.ui.enabled", "false").config("spark.sql.shuffle.partitions", "4").getOrCreate();
var words = spark.read().parquet(store + "/vocabulary");

System.out.println("Distinct n-grams grow with their length, and most are seen once:");
for (int n = 2; n <= 5; n++) {
  var row = spark.read().parquet(store + "/counts/order=" + n).agg(count("*"), sum(when(col("count").equalTo(1), 1).otherwise(0)), sum("count")).first();
  System.out.printf("  order %d: %,9d distinct of %,9d, %4.1f %% seen once%n", n, row.getLong(0), row.getLong(2), 100.0 * row.getLong(1) / row.getLong(0));
}

System.out.println("What follows \"the study of\", by count:");
var ids = words.filter(col("word").isin("the", "study", "of")).collectAsList().stream().collect(java.util.stream.Collectors.toMap(r -> r.<String>getAs("word"), r -> r.<Integer>getAs("id")));
spark.read().parquet(store + "/counts/order=4").filter(col("w1").equalTo(ids.get("the")).and(col("w2").equalTo(ids.get("study"))).and(col("w3").equalTo(ids.get("of")))).join(words.select(col("id"), col("word")), col("w4").equalTo(col("id"))).orderBy(col("count").desc(), col("word")).select(col("word"), col("count")).show(8, false);
spark.stop();
/exit

package org.corpuslm.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.corpuslm.evaluate.EvaluateConfig;
import org.corpuslm.evaluate.detail.Details;
import org.corpuslm.evaluate.score.HeldOutText;
import org.corpuslm.evaluate.score.Serving;
import org.corpuslm.evaluate.score.ServingConfig;
import org.corpuslm.ngram.Pipeline;
import org.corpuslm.ngram.Recipe;
import org.corpuslm.ngram.WordNetGlosses;
import org.corpuslm.report.PerplexityReport;
import org.corpuslm.runtime.BadInputException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Scores from a program are those of perplexity; the snippet of the documentation runs. */
class LanguageModelsTest {
  private static Pipeline pipeline;
  private static SparkSession spark;
  private static String model;
  private static List<String> lines;

  @BeforeAll
  static void estimate() {
    // As in most applications; corpuslm's own let Kryo see registered classes only.
    System.setProperty("spark.kryo.registrationRequired", "false");
    pipeline = new Pipeline();
    List<String> glosses = WordNetGlosses.all();
    Pipeline.Text text = Pipeline.Text.of(glosses.subList(0, 1000));
    model = pipeline.model(pipeline.counts(pipeline.corpus(text), 3, 2), Recipe.kneserNey(3));
    lines = glosses.subList(1000, 1500);
    spark = SparkSession.builder().sparkContext(Pipeline.cluster().spark().sc()).getOrCreate();
  }

  @AfterAll
  static void remove() {
    pipeline.close();
  }

  private static Dataset<Row> texts() {
    List<String> texts = new ArrayList<>(lines);
    texts.add(null);
    return spark.createDataset(texts, Encoders.STRING()).toDF("text").repartition(3);
  }

  @Test
  void rowsHaveTheFiguresOfPerplexity() {
    PerplexityReport.Model expected =
        pipeline
            .perplexity(
                new EvaluateConfig(
                    List.of(model),
                    HeldOutText.ofFiles(List.of(pipeline.write(lines, 1))),
                    Details.NONE,
                    ServingConfig.of(Serving.REPLICATED),
                    false,
                    false))
            .model(0);
    Map<String, String> twice = new LinkedHashMap<>();
    twice.put("a", model);
    twice.put("b", model);
    List<Row> rows = LanguageModels.score(texts(), "text", twice).collectAsList();
    assertThat(rows).hasSize(lines.size() + 1);
    LanguageModels.register(spark, "kn3", model);
    texts().createOrReplaceTempView("texts");
    List<Row> bySql =
        spark
            .sql(
                "SELECT sum(s.tokens), sum(s.oov), sum(s.log10) FROM (SELECT kn3(text) s FROM texts)")
            .collectAsList();
    for (String name : List.of("a", "b", "sql")) {
      long tokens = 0;
      long oov = 0;
      double log10 = 0;
      for (Row row : name.equals("sql") ? bySql : rows) {
        if (row.isNullAt(0)) {
          assertThat(row.isNullAt(row.fieldIndex("corpuslm_a_tokens"))).isTrue();
          continue;
        }
        tokens +=
            name.equals("sql")
                ? row.getLong(0)
                : row.<Long>getAs("corpuslm_%s_tokens".formatted(name));
        oov +=
            name.equals("sql")
                ? row.getLong(1)
                : row.<Long>getAs("corpuslm_%s_oov".formatted(name));
        log10 +=
            name.equals("sql")
                ? row.getDouble(2)
                : row.<Double>getAs("corpuslm_%s_log10".formatted(name));
      }
      assertThat(tokens).isEqualTo(expected.tokens());
      assertThat(oov).isEqualTo(expected.oov());
      assertThat(-log10 * Math.log(10) / tokens)
          .isCloseTo(expected.crossEntropyNats(), within(1e-9));
    }
  }

  @Test
  void whatCannotBeScoredIsRefused() {
    assertThatThrownBy(() -> LanguageModels.score(texts(), "body", model))
        .isInstanceOf(BadInputException.class)
        .hasMessageContainingAll("no column body", "text");
    assertThatThrownBy(() -> LanguageModels.score(texts(), "text", "no-such-model"))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("no-such-model");
  }

  @Test
  void theSnippetOfTheDocumentationRuns() throws IOException {
    String out = pipeline.folder() + "/likely";
    String kn5 = model;
    Path file = Path.of(pipeline.folder() + "/documents.parquet");
    texts().write().parquet(file.toString());
    String documents = file.toString();
    // snippet
    Dataset<Row> rows = spark.read().parquet(documents);
    Dataset<Row> scored = LanguageModels.score(rows, "text", kn5);
    scored.filter("corpuslm_perplexity < 500").write().parquet(out);

    LanguageModels.register(spark, "kn5", kn5);
    spark.sql("SELECT kn5('the old barn').bits_per_byte").show();
    // end
    assertThat(spark.read().parquet(out).count()).isBetween(1L, (long) lines.size());
    String source =
        Files.readString(Path.of("src/test/java/org/corpuslm/spark/LanguageModelsTest.java"));
    String snippet =
        source.substring(source.indexOf("// snippet\n") + 11, source.indexOf("    // end\n"));
    assertThat(Files.readString(Path.of("docs/commands.md")))
        .contains(snippet.replaceAll("(?m)^    ", ""));
  }
}

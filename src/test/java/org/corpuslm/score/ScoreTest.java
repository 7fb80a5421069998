package org.corpuslm.score;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.github.luben.zstd.ZstdInputStream;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.corpuslm.corpus.DocumentFiles;
import org.corpuslm.corpus.InputFormat;
import org.corpuslm.corpus.PrepareConfig.OnBadLine;
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
import org.corpuslm.runtime.Json;
import org.corpuslm.runtime.Published;
import org.corpuslm.score.ScoreConfig.NamedModel;
import org.corpuslm.score.ScoreConfig.Selection;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Documents with their scores: those of perplexity, every row, in order. */
class ScoreTest {
  private static Pipeline pipeline;
  private static List<String> lines;
  private static List<String> documents;
  private static String words;
  private static String chars;
  private static PerplexityReport.Content expected; // of words and chars on the lines
  private static Path folder;

  @BeforeAll
  static void estimate() {
    pipeline = new Pipeline();
    List<String> glosses = WordNetGlosses.all();
    Pipeline.Text text = Pipeline.Text.of(glosses.subList(0, 1500));
    words = pipeline.model(pipeline.counts(pipeline.corpus(text), 3, 2), Recipe.kneserNey(3));
    chars =
        pipeline.model(
            pipeline.counts(pipeline.corpus(text, "chars", true), 4, 2), Recipe.kneserNey(4));
    lines = new ArrayList<>(glosses.subList(1500, 2400));
    lines.set(17, "");
    documents = DocumentFiles.of(lines);
    folder = pipeline.folder();
    expected =
        pipeline
            .perplexity(
                new EvaluateConfig(
                    List.of(words, chars),
                    HeldOutText.ofFiles(List.of(pipeline.write(lines, 1))),
                    Details.NONE,
                    ServingConfig.of(Serving.REPLICATED),
                    false,
                    false))
            .content();
  }

  @AfterAll
  static void remove() {
    pipeline.close();
  }

  private static Builder of(String ending) {
    Path file = folder.resolve("documents." + ending);
    if (!Files.exists(file)) {
      DocumentFiles.write(Pipeline.cluster(), file, ending, documents);
    }
    return new Builder(file, DocumentFiles.format(ending));
  }

  /** The defaults of the command line, to be changed. */
  private static final class Builder {
    final Path input;
    final InputFormat format;
    List<NamedModel> models = List.of(new NamedModel("", words));
    OnBadLine onBadLine = OnBadLine.FAIL;
    String by = "";
    List<Double> buckets = List.of();
    Selection selection = Selection.ALL;
    String compression = "none";
    boolean partitionByBucket;

    Builder(Path input, InputFormat format) {
      this.input = input;
      this.format = format;
    }

    Published run() {
      return new ScoreConfig(
              models,
              List.of(input.toString()),
              format,
              onBadLine,
              by,
              buckets,
              selection,
              compression,
              partitionByBucket)
          .run(Pipeline.cluster(), pipeline.folder() + "/scored", false);
    }
  }

  private static List<String> rows(Published scored) {
    List<String> rows = new ArrayList<>();
    scored.manifest().below("documents").forEach(f -> rows.addAll(lines(scored.at(f))));
    return rows;
  }

  private static List<String> lines(String file) {
    Path path = Path.of(java.net.URI.create(file));
    try (InputStream raw = Files.newInputStream(path);
        InputStream in =
            file.endsWith(".gz")
                ? new GZIPInputStream(raw)
                : file.endsWith(".zst") ? new ZstdInputStream(raw) : raw) {
      return new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8)).lines().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static JsonNode json(String row) {
    try {
      return Json.MAPPER.readTree(row);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void rowsOfJsonKeepTheirBytesAndGetTheirScores() throws IOException {
    Builder score = of("jsonl.zst");
    score.models = List.of(new NamedModel("w", words), new NamedModel("c", chars));
    score.compression = "gz";
    Published scored = score.run();
    List<String> in = lines(folder.resolve("documents.jsonl.zst").toUri().toString());
    List<String> out = rows(scored);
    assertThat(out).hasSize(in.size()).hasSize(documents.size());
    double[] log10 = new double[2];
    long[] tokens = new long[2];
    for (int i = 0; i < in.size(); i++) {
      String before = in.get(i).substring(0, in.get(i).length() - 1);
      assertThat(out.get(i)).startsWith(before + ",\"corpuslm_w_tokens\":");
      JsonNode row = json(out.get(i));
      for (int m = 0; m < 2; m++) {
        String name = m == 0 ? "corpuslm_w_" : "corpuslm_c_";
        log10[m] += row.get(name + "log10").asDouble();
        tokens[m] += row.get(name + "tokens").asLong();
        assertThat(row.get(name + "perplexity").asDouble())
            .isCloseTo(
                Math.pow(
                    10, -row.get(name + "log10").asDouble() / row.get(name + "tokens").asInt()),
                within(1e-9 * row.get(name + "perplexity").asDouble()));
      }
      assertThat(row.get("corpuslm_difference").asDouble())
          .isCloseTo(
              row.get("corpuslm_w_bits_per_byte").asDouble()
                  - row.get("corpuslm_c_bits_per_byte").asDouble(),
              within(1e-12));
    }
    ScoreFacts facts = scored.facts(ScoreFacts.class);
    assertThat(facts.rows()).isEqualTo(facts.written()).isEqualTo(documents.size());
    for (int m = 0; m < 2; m++) {
      PerplexityReport.Model model = expected.models().get(m);
      assertThat(tokens[m]).isEqualTo(model.tokens());
      assertThat(-log10[m] * Math.log(10) / tokens[m])
          .isCloseTo(model.crossEntropyNats(), within(1e-9));
      ScoreFacts.OfModel found = facts.groups().get(0).models().get(m);
      assertThat(found.oov()).isEqualTo(model.oov());
      assertThat(found.perplexity())
          .isCloseTo(model.perplexity(), within(1e-9 * model.perplexity()));
      assertThat(found.bitsPerByte()).isCloseTo(model.bitsPerByte(), within(1e-9));
    }
    String page = Files.readString(Path.of(java.net.URI.create(scored.path() + "/score.html")));
    assertThat(page).contains("Scored documents", "c-histogram", "written");
  }

  @Test
  void parquetKeepsItsColumnsAndHasTheScoresOfJson() throws IOException {
    List<String> jsonl = rows(of("jsonl").run());
    for (String format : List.of("parquet", "orc")) {
      Published scored = of(format).run();
      List<Row> rows =
          SparkSession.builder()
              .getOrCreate()
              .read()
              .parquet(scored.path() + "/documents")
              .orderBy("id")
              .collectAsList();
      assertThat(rows).hasSize(jsonl.size());
      for (int i = 0; i < rows.size(); i++) {
        JsonNode row = json(jsonl.get(i));
        assertThat(rows.get(i).<Long>getAs("id")).isEqualTo(i);
        assertThat(rows.get(i).<String>getAs("text")).isEqualTo(documents.get(i));
        assertThat(rows.get(i).getList(rows.get(i).fieldIndex("tags")))
            .isEqualTo(List.of("x", "y" + i));
        assertThat(rows.get(i).<Long>getAs("corpuslm_tokens"))
            .isEqualTo(row.get("corpuslm_tokens").asLong());
        assertThat(rows.get(i).<Double>getAs("corpuslm_log10"))
            .isEqualTo(row.get("corpuslm_log10").asDouble());
        assertThat(rows.get(i).<Double>getAs("corpuslm_bits_per_byte"))
            .isEqualTo(row.get("corpuslm_bits_per_byte").asDouble());
      }
      List<Long> order = new ArrayList<>();
      scored
          .manifest()
          .below("documents")
          .forEach(
              f ->
                  SparkSession.builder()
                      .getOrCreate()
                      .read()
                      .parquet(scored.at(f))
                      .coalesce(1)
                      .collectAsList()
                      .forEach(row -> order.add(row.getAs("id"))));
      if (format.equals("parquet")) {
        assertThat(order).as("the order of the input").isSorted();
      }
      assertThat(order).as("ORC is read in Spark's order").hasSize(rows.size());
    }
  }

  @Test
  void bucketsArePercentilesOfTheirGroup() throws IOException {
    StringBuilder rows = new StringBuilder();
    for (int i = 0; i < lines.size(); i++) {
      Map<String, Object> row = new LinkedHashMap<>();
      row.put("language", i % 3 == 0 ? "a" : "b");
      row.put("text", i % 3 == 0 ? lines.get(i) : lines.get(i) + " qqq zzz qqq zzz");
      rows.append(Json.tree(row)).append('\n');
    }
    Path file = Files.writeString(folder.resolve("groups.jsonl"), rows);
    Builder score = new Builder(file, DocumentFiles.format("jsonl"));
    score.by = "language";
    score.buckets = List.of(30.0, 60.0);
    Published scored = score.run();
    Map<String, List<Double>> byGroup = new LinkedHashMap<>();
    List<JsonNode> out = rows(scored).stream().map(ScoreTest::json).toList();
    assertThat(out).hasSize(lines.size());
    Map<String, Integer> counts = new LinkedHashMap<>();
    for (JsonNode row : out) {
      if (row.get("corpuslm_bucket").isNull()) {
        assertThat(row.get("text").asText()).isEmpty();
        continue;
      }
      String group = row.get("language").asText();
      byGroup
          .computeIfAbsent(group, g -> new ArrayList<>())
          .add(row.get("corpuslm_perplexity").asDouble());
      counts.merge(group + row.get("corpuslm_bucket").asText(), 1, Integer::sum);
    }
    ScoreFacts facts = scored.facts(ScoreFacts.class);
    for (ScoreFacts.Group group : facts.groups()) {
      double[] sorted =
          byGroup.get(group.name()).stream().mapToDouble(Double::doubleValue).sorted().toArray();
      int n = sorted.length;
      double exact = sorted[(int) Math.ceil(0.3 * n) - 1];
      assertThat(group.thresholds().get(0)).isBetween(exact, exact * 1.001);
      assertThat(counts.get(group.name() + "p0-30")).isCloseTo((int) (0.3 * n), within(3));
      assertThat(counts.get(group.name() + "p30-60")).isCloseTo((int) (0.3 * n), within(3));
      assertThat(counts.get(group.name() + "p60-100")).isCloseTo((int) (0.4 * n), within(3));
    }
    assertThat(facts.groups().get(0).thresholds().get(0))
        .isLessThan(facts.groups().get(1).thresholds().get(0));

    score.partitionByBucket = true;
    Published parts = score.run();
    assertThat(parts.manifest().below("documents/corpuslm_bucket=p0-30")).hasSize(1);
    assertThat(rows(parts)).hasSize(lines.size()).noneMatch(row -> row.contains("corpuslm_bucket"));
  }

  @Test
  void documentsAreKeptByTheirPerplexity() {
    List<Double> all =
        rows(of("jsonl").run()).stream()
            .map(row -> json(row).get("corpuslm_perplexity").asDouble())
            .toList();
    double middle = all.stream().sorted().toList().get(all.size() / 2);
    Builder score = of("jsonl");
    score.selection = new Selection(middle, 100);
    Published kept = score.run();
    assertThat(rows(kept)).hasSize((int) all.stream().filter(p -> p <= middle).count());
    ScoreFacts facts = kept.facts(ScoreFacts.class);
    assertThat(facts.rows()).isEqualTo(all.size()).isEqualTo(facts.written() + facts.dropped());
    score.selection = new Selection(0, 25);
    assertThat(rows(score.run()).size()).isCloseTo(all.size() / 4, within(2));
  }

  @Test
  void badRowsAreRefusedOrSetAside() throws IOException {
    Path file =
        Files.writeString(
            folder.resolve("bad.jsonl"),
            "{\"text\":\"one\"}\nno json\n{\"text\":3}\n{ }\n{\"text\":\"<s> is no mark here\"}\n");
    Builder score = new Builder(file, DocumentFiles.format("jsonl"));
    Path left = pipeline.folder();
    assertThatThrownBy(score::run)
        .isInstanceOf(BadInputException.class)
        .hasMessageContainingAll("bad.jsonl:2: the row is not a JSON object", "quarantine");
    try (var files = Files.list(left)) {
      assertThat(files).isEmpty();
    }
    score.onBadLine = OnBadLine.QUARANTINE;
    Published scored = score.run();
    assertThat(rows(scored)).hasSize(2);
    assertThat(json(rows(scored).get(1)).get("corpuslm_tokens").asInt()).isEqualTo(5);
    ScoreFacts facts = scored.facts(ScoreFacts.class);
    assertThat(facts.rows()).isEqualTo(5);
    assertThat(facts.quarantined())
        .isEqualTo(Map.of("invalid_json", 1L, "not_text", 1L, "missing_column", 1L));
    List<String> named = new ArrayList<>();
    scored
        .manifest()
        .below("quarantine")
        .forEach(
            f ->
                lines(scored.at(f))
                    .forEach(l -> named.add(json(l).get("line") + " " + json(l).get("reason"))));
    assertThat(named)
        .containsExactly("2 \"invalid_json\"", "3 \"not_text\"", "4 \"missing_column\"");
  }

  @Test
  void anEarlierScoreIsReplacedAndAnEmptyObjectNeedsNoComma() throws IOException {
    Path file =
        Files.writeString(
            folder.resolve("again.jsonl"), "{\"text\":\"one\",\"corpuslm_tokens\":99,\"z\":1}  \n");
    List<String> rows = rows(new Builder(file, DocumentFiles.format("jsonl")).run());
    assertThat(rows.get(0)).startsWith("{\"text\":\"one\",\"z\":1,\"corpuslm_tokens\":2,");
    assertThat(json(rows.get(0)).size()).isEqualTo(2 + 5);
  }

  @Test
  void plainLinesAndWetGiveJson() throws IOException {
    Path file = Files.write(folder.resolve("plain.txt"), lines.subList(0, 30));
    List<String> rows = rows(new Builder(file, InputFormat.LINES).run());
    assertThat(rows).hasSize(30);
    assertThat(json(rows.get(17)).get("corpuslm_tokens").asInt()).as("an empty line").isOne();
    assertThat(json(rows.get(3)).get("text").asText()).isEqualTo(lines.get(3));
    List<String> wet = rows(of("wet.gz").run());
    assertThat(wet).hasSize(documents.size());
    assertThat(json(wet.get(0)).get("url").asText()).isEqualTo("http://example.org/");
    assertThat(json(wet.get(5)).get("text").asText()).isEqualTo(documents.get(5));
  }

  @Test
  void theSameRunGivesTheSameBytesInOneSlotAndInTwo() {
    Builder score = of("jsonl.gz");
    score.buckets = List.of(50.0);
    List<String> first = score.run().manifest().files().stream().map(Object::toString).toList();
    List<String> again = score.run().manifest().files().stream().map(Object::toString).toList();
    assertThat(without(first)).isEqualTo(without(again));
  }

  private static List<String> without(List<String> files) {
    return files.stream().filter(f -> !f.contains("score.")).toList(); // they hold times
  }

  @Test
  void aLargeDocumentIsScoredLikeItsLines() throws IOException {
    String large = "the rain fell on the roof of the house\n".repeat(100_000);
    Path file = folder.resolve("large.jsonl");
    Files.writeString(file, Json.tree(Map.of("text", large)) + "\n{\"text\":\"small\"}\n");
    List<String> rows = rows(new Builder(file, DocumentFiles.format("jsonl")).run());
    assertThat(json(rows.get(0)).get("corpuslm_tokens").asLong()).isEqualTo(1_000_000);
    assertThat(json(rows.get(1)).get("corpuslm_tokens").asLong()).isEqualTo(2);
  }

  @Test
  void optionsThatDoNotFitAreRefused() {
    Builder score = of("jsonl");
    score.models = List.of(new NamedModel("", words), new NamedModel("b", chars));
    assertRefused(score, "NAME=DIR");
    score.models = List.of(new NamedModel("a", words), new NamedModel("a", chars));
    assertRefused(score, "two models are called a");
    score.models = List.of(new NamedModel("", words));
    score.buckets = Arrays.asList(60.0, 30.0);
    assertRefused(score, "--buckets", "ascending");
    score.buckets = List.of();
    score.by = "language";
    assertRefused(score, "--by", "--buckets");
    assertThatThrownBy(() -> new Selection(0.5, 100)).hasMessageContaining("--max-perplexity");
    assertThatThrownBy(() -> new Selection(0, 0)).hasMessageContaining("--keep-percentile");
    assertThat(NamedModel.parse("a/b=c")).isEqualTo(new NamedModel("", "a/b=c"));
    assertThat(NamedModel.parse("n=hdfs://x/y")).isEqualTo(new NamedModel("n", "hdfs://x/y"));
  }

  private static void assertRefused(Builder score, String... parts) {
    assertThatThrownBy(score::run)
        .isInstanceOf(BadInputException.class)
        .hasMessageContainingAll(parts);
  }
}

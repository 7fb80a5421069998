package org.corpuslm.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Locale;
import org.corpuslm.cli.output.PerplexityTable;
import org.corpuslm.cli.output.TextTable;
import org.corpuslm.report.PerplexityReport.Comparison;
import org.corpuslm.report.PerplexityReport.Content;
import org.corpuslm.report.PerplexityReport.Model;
import org.corpuslm.runtime.Json;
import org.junit.jupiter.api.Test;

/** Tables: every figure readable, nothing taken for what it is not. */
class ReportTest {
  private static final Model KNESER_NEY =
      new Model(
          "file:/models/kn",
          "ngram-model",
          "modified-kneser-ney 3-gram",
          123.456,
          100.004,
          150.0,
          Math.log(123.456),
          Math.log(123.456) / Math.log(2),
          2.1239,
          2.1,
          150.25,
          91_513,
          1265,
          0,
          5890,
          2,
          0.5,
          183_026,
          1.25,
          new double[] {120.1, 126.9},
          null,
          null,
          null,
          null);
  private static final Model MLE =
      new Model(
          "file:/models/<mle>&co",
          "ngram-model",
          "mle 2-gram (other vocabulary, compare bits per byte)",
          Double.POSITIVE_INFINITY,
          Double.POSITIVE_INFINITY,
          null,
          Double.POSITIVE_INFINITY,
          Double.POSITIVE_INFINITY,
          Double.POSITIVE_INFINITY,
          Double.POSITIVE_INFINITY,
          Double.POSITIVE_INFINITY,
          91_513,
          1265,
          777,
          5890,
          2,
          0.5,
          183_026,
          1.25,
          null,
          null,
          null,
          null,
          null);
  private static final Model STUPID =
      new Model(
          "file:/models/stupid",
          "ngram-model",
          "stupid-backoff 3-gram (score, not a probability)",
          null,
          null,
          null,
          null,
          null,
          null,
          null,
          null,
          91_513,
          1265,
          0,
          5890,
          2,
          0.5,
          183_026,
          1.25,
          null,
          88.125,
          null,
          null,
          null);
  private static final Content CONTENT =
      new Content(
          "file:/a corpus",
          "test",
          54_053,
          List.of(KNESER_NEY, MLE, STUPID),
          List.of(
              new Comparison("file:/models/kn", "file:/models/<mle>&co", -0.25, 3e-9),
              new Comparison("file:/models/kn", "file:/models/kn", Double.NEGATIVE_INFINITY, null),
              new Comparison("file:/models/<mle>&co", "file:/models/<mle>&co", null, null)));

  @Test
  void theTableOfTheTerminalHasARowPerModel() {
    List<String> lines = PerplexityTable.of(CONTENT).lines().toList();
    assertThat(lines.get(0)).isEqualTo("file:/a corpus test, vocabulary 54,053 words");
    assertThat(lines.get(1)).isEmpty();
    assertThat(lines.get(2)).startsWith("model ").endsWith("zero p");
    assertThat(lines).hasSize(6);
    assertThat(lines.get(3).split("  +"))
        .containsExactly(
            "modified-kneser-ney 3-gram",
            "123.46",
            "120.10 - 126.90",
            "100.00",
            "150.00",
            "6.95",
            "2.1239",
            "2.1000",
            "150.25",
            "91,513",
            "1,265",
            "0");
    assertThat(lines.get(4)).contains("infinite").contains(" 777");
    assertThat(lines.get(5)).contains("score 88.13").doesNotContain("infinite");
    assertThat(lines.subList(2, 6)).extracting(String::length).containsOnly(lines.get(2).length());
  }

  @Test
  void theHarnessFindsItsNames() throws JsonProcessingException {
    JsonNode json = Json.MAPPER.readTree(LmEval.json(CONTENT, List.of("kn", "mle", "stupid")));
    assertThat(json.get("results").get("kn").get("bits_per_byte,none").asDouble())
        .isEqualTo(2.1239);
    assertThat(json.get("results").get("kn").get("byte_perplexity,none").asDouble())
        .isEqualTo(Math.pow(2, 2.1239));
    assertThat(json.get("results").get("kn").get("word_perplexity,none").asDouble())
        .isEqualTo(150.25);
    assertThat(json.get("n-samples").get("kn").get("effective").asInt()).isEqualTo(5890);
    assertThat(json.get("results").get("mle").get("bits_per_byte,none").asText())
        .isEqualTo("Infinity");
    assertThat(json.get("results").has("stupid")).as("gives scores").isFalse();
  }

  @Test
  void numbersAreReadable() {
    assertThat(Figures.bits(1.23456)).isEqualTo("1.2346");
    assertThat(Figures.bits(null)).isEqualTo("-");
    assertThat(Figures.bits(Double.POSITIVE_INFINITY)).isEqualTo("infinite");
    assertThat(Figures.number(null)).isEqualTo("-");
    assertThat(Figures.number(Double.NaN)).isEqualTo("-");
    assertThat(Figures.number(Double.POSITIVE_INFINITY)).isEqualTo("infinite");
    assertThat(Figures.number(12.345678)).isEqualTo("12.35");
    assertThat(Figures.number(12_345_678.9)).isEqualTo("1.235e+07");
  }

  @Test
  void columnsOfATableStandUnderEachOther() {
    TextTable table = new TextTable("wört", "n").row("a", "12,345").row("日本", "6");
    assertThat(table).hasToString("wört       n\na     12,345\n日本         6\n");
  }

  @Test
  void theLanguageOfTheMachineDoesNotShow() {
    String table = PerplexityTable.of(CONTENT);
    Locale before = Locale.getDefault();
    try {
      Locale.setDefault(Locale.GERMANY);
      assertThat(PerplexityTable.of(CONTENT)).isEqualTo(table).contains("91,513");
    } finally {
      Locale.setDefault(before);
    }
  }

  @Test
  void theJsonReadsBackAsItWas() throws JsonProcessingException {
    String json = Json.write(CONTENT);
    assertThat(json)
        .contains("\"perplexity\" : \"Infinity\"")
        .contains("\"logRatio\" : null")
        .doesNotContain("NaN");
    Content read = Json.MAPPER.readValue(json, Content.class);
    assertThat(read).usingRecursiveComparison().isEqualTo(CONTENT);
  }
}

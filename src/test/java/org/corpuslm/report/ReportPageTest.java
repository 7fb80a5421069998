package org.corpuslm.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.corpuslm.cli.output.PerplexityTable;
import org.corpuslm.corpus.VocabularyOrigin;
import org.corpuslm.evaluate.EvaluateConfig;
import org.corpuslm.evaluate.Evaluation;
import org.corpuslm.evaluate.breakdown.Buckets;
import org.corpuslm.evaluate.breakdown.SyntheticEvaluation;
import org.corpuslm.evaluate.detail.Details;
import org.corpuslm.evaluate.score.HeldOutText;
import org.corpuslm.evaluate.score.Serving;
import org.corpuslm.evaluate.score.ServingConfig;
import org.corpuslm.evaluate.stats.Bootstrap;
import org.corpuslm.neural.training.EpochRecord;
import org.corpuslm.neural.training.GradientNormByLag;
import org.corpuslm.neural.training.RoundTimes;
import org.corpuslm.neural.training.TrainSummary;
import org.corpuslm.ngram.count.CountFacts;
import org.corpuslm.report.html.Chart;
import org.junit.jupiter.api.Test;

/** The page of a report: what is in it, how large it is, what it lets text do. */
class ReportPageTest {
  private static final List<String> PATHS =
      List.of("file:/a/kn", "file:/b/kn", "file:/<mle>&co", "file:/it's", "file:/mixture");
  private static final List<String> SECTIONS =
      List.of(
          "models",
          "pairs",
          "partitions",
          "frequency",
          "length",
          "position",
          "order",
          "oov",
          "calibration",
          "sentences",
          "training",
          "counts",
          "made",
          "definitions");

  /** A page with everything that a page can have. */
  static String page(int partitions, int repeat) {
    return ReportPage.of(SyntheticEvaluation.of(PATHS, partitions, repeat), provenance());
  }

  static String trainingPage() {
    return TrainingPage.of("file:/a<b", lineage().trainings().get("file:/lstm"));
  }

  private static Provenance provenance() {
    EvaluateConfig config =
        new EvaluateConfig(
            PATHS,
            HeldOutText.ofCorpus("a corpus", "test"),
            Details.WORDS,
            ServingConfig.of(Serving.AUTO),
            false,
            true);
    return new Provenance(config, "file:/out", lineage());
  }

  private static Lineage lineage() {
    List<CountFacts.OrderFacts> orders = new ArrayList<>();
    for (int k = 1; k <= 3; k++) {
      long[] counts = {0, 50L * k, 20, 10, 5, 4, 3, 2, 1, 1, 1};
      orders.add(
          new CountFacts.OrderFacts(
              97 + 50L * (k - 1),
              5000,
              counts,
              counts,
              new long[] {50L * k, 30, 14, 3},
              new long[] {50L * k, 70, 60, 27}));
    }
    CountFacts facts =
        new CountFacts(3, 2, 0, 5000, 400, orders, null, VocabularyOrigin.TEXT, List.of());
    List<EpochRecord> epochs = new ArrayList<>();
    for (int e = 1; e <= 3; e++) {
      epochs.add(
          new EpochRecord(
              e,
              0.5 / e,
              900,
              900,
              300.0 / e,
              320.0 / e,
              Double.NaN,
              1234,
              0.1,
              new RoundTimes(0.5, 10, 1, 0.5),
              new double[] {0.1 / e, 2.0 / e},
              0.2,
              0.01,
              0,
              12));
    }
    TrainSummary training =
        new TrainSummary(
            3,
            "3 epochs",
            2,
            "Haswell",
            900,
            List.of("embedding", "lstm"),
            epochs,
            new GradientNormByLag(List.of("lstm"), new double[][] {{1, 0.5, 0.25, 0.1}}, 160));
    return new Lineage(
        Map.of("file:/counts", facts),
        Map.of("file:/lstm", training),
        List.of("file:/<gone> cannot be looked at any more"));
  }

  /** Terminal, report.json, page, CSV and Parquet (which the same rows go to) have one interval. */
  @Test
  void theIntervalOfAPerplexityIsTheSameEverywhere() {
    Evaluation evaluation = SyntheticEvaluation.of(PATHS, 3, 1);
    PerplexityReport.Content content = PerplexityReport.content(evaluation);
    String terminal = PerplexityTable.of(content);
    String html = ReportPage.of(evaluation, provenance());
    String[] lines = EvaluationTables.of(evaluation).get(0).csv().split("\r\n", 0);
    assertThat(lines[0]).contains("measure,value,low95,high95,excludingOov");
    int intervals = 0;
    for (int m = 0; m < PATHS.size(); m++) {
      double[] interval = content.models().get(m).confidence95();
      if (interval == null) {
        continue;
      }
      intervals++;
      assertThat(interval[1]).isGreaterThan(interval[0]);
      String low = Figures.number(interval[0]);
      String high = Figures.number(interval[1]);
      assertThat(terminal).contains(low + " - " + high);
      assertThat(html).contains("<td>" + low + " &ndash; " + high + "</td>");
      assertThat(lines[m + 1]).contains(",%s,%s,".formatted(interval[0], interval[1]));
    }
    assertThat(intervals).isPositive();
  }

  @Test
  void everySectionIsThereAndInTheContents() {
    String html = page(3, 1);
    assertThat(html).startsWith("<!DOCTYPE html>\n<html lang=\"en\">").endsWith("</html>\n");
    for (String id : SECTIONS) {
      assertThat(html)
          .contains("<a href=\"#" + id + "\">")
          .contains("<section id=\"" + id + "\" aria-labelledby=\"" + id + "-h\">");
    }
    assertThat(count(html, "<section ")).isEqualTo(SECTIONS.size());
    assertThat(count(html, "<section ")).isEqualTo(count(html, "</section>"));
    assertThat(count(html, "<table>")).isEqualTo(count(html, "<caption>")).isGreaterThan(14);
    assertThat(html)
        .contains("corpuslm perplexity --model file:/a/kn --model file:/b/kn")
        .contains("--model 'file:/it'\\''s'")
        .contains("--corpus 'a corpus' --split test --details words --reset-per-sentence")
        .contains("f".repeat(64))
        .contains("e".repeat(64));
  }

  @Test
  void theFirstSentenceSaysWhichModelIsBestAndWhetherThatIsSure() {
    Evaluation evaluation = SyntheticEvaluation.of(PATHS, 40, 1);
    List<String> labels = EvaluationTables.labels(evaluation);
    BestModel best = BestModel.of(evaluation);
    assertThat(labels).containsExactly("a/kn", "b/kn", "<mle>&co", "it's", "mixture");
    assertThat(best.best()).isZero();
    assertThat(best.next()).isEqualTo(1);
    Bootstrap.Difference d = evaluation.bootstrap().difference(0, 1);
    assertThat(best.html(labels).markup())
        .contains("<strong>a/kn</strong> is best: perplexity <strong>")
        .contains("The next best, b/kn, has ")
        .contains(d.pValue() < 0.05 ? "significant" : "not significant");
    Evaluation alone = SyntheticEvaluation.of(PATHS.subList(0, 1), 2, 1);
    assertThat(BestModel.of(alone).html(List.of("kn")).markup())
        .contains("<strong>kn</strong> has perplexity")
        .doesNotContain("next best");
  }

  @Test
  void valuesThatDifferMuchAreDrawnOnALogarithmicScale() {
    assertThat(intervals(40.0, 2000.0).logY()).isTrue();
    assertThat(intervals(40.0, 90.0).logY()).isFalse();
    assertThat(intervals(40.0, Double.POSITIVE_INFINITY).logY()).isFalse();
  }

  private static Chart intervals(Double one, Double other) {
    List<Double> values = List.of(one, other);
    return Chart.intervals("c", "title", "y", List.of("a", "b"), values, values, values);
  }

  @Test
  void tenMillionTokensIn200PartitionsMakeASmallPage() {
    Evaluation evaluation = SyntheticEvaluation.of(PATHS, 200, 20);
    assertThat(evaluation.models().get(0).total().tokens()).isGreaterThan(10_000_000);
    String html = ReportPage.of(evaluation, provenance());
    assertThat(html.getBytes(StandardCharsets.UTF_8)).hasSizeLessThan(3_000_000);
    assertThat(html).contains("test/part-00");
  }

  @Test
  void textOfTheCorpusDoesNothing() {
    String html = page(3, 1);
    String text = html.substring(html.indexOf("<body>"));
    assertThat(text)
        .contains("<bdi>&lt;script&gt;alert(1)&lt;/script&gt;</bdi>")
        .contains("<bdi>&middot;abc</bdi>")
        .contains("&lt;mle&gt;&amp;co")
        .doesNotContain("<script>alert")
        .doesNotContain("<mle>");
    assertThat(count(text, "<span")).isEqualTo(count(text, "</span>"));
    String data = between(html, "id=\"charts\">", "</script>");
    assertThat(data).contains("\\u003cmle>").doesNotContain("<");
  }

  @Test
  void nothingIsLoadedAndNothingElseMayRun() {
    String html = page(3, 1);
    assertThat(between(html, "Content-Security-Policy\" content=\"", "\""))
        .startsWith("default-src 'none'; style-src 'sha256-")
        .doesNotContain("unsafe")
        .doesNotContain("http");
    assertThat(html.replaceAll("(?s)<script>.*?</script>", ""))
        .doesNotContain("http:")
        .doesNotContain("https:")
        .doesNotContain(" src=")
        .doesNotContain(" style=");
  }

  @Test
  void theLanguageOfTheMachineDoesNotShow() {
    String html = page(2, 1);
    Locale before = Locale.getDefault();
    try {
      Locale.setDefault(Locale.GERMANY);
      assertThat(page(2, 1)).isEqualTo(html);
    } finally {
      Locale.setDefault(before);
    }
  }

  @Test
  void onePartitionAndOneModelHaveNothingToCompare() {
    EvaluateConfig config = provenance().config();
    String html =
        ReportPage.of(
            SyntheticEvaluation.of(List.of("file:/kn"), 1, 1),
            new Provenance(config, "out", Lineage.none()));
    assertThat(html)
        .doesNotContain("id=\"pairs\"")
        .contains("The held-out text is one partition")
        .contains("None of these models is an n-gram model")
        .contains("None of these models has a count store")
        .contains("None of these models is a network");
  }

  @Test
  void tablesKeepTheirRowsAsCsv() {
    List<Table> tables = EvaluationTables.of(SyntheticEvaluation.of(PATHS, 3, 1));
    assertThat(tables)
        .extracting(Table::name)
        .containsExactly(
            "models",
            "comparisons",
            "partitions",
            "frequency",
            "length",
            "position",
            "order",
            "backoff",
            "oov",
            "calibration",
            "confidence",
            "sentences");
    Map<String, Integer> rows =
        Map.of(
            "models", 5,
            "comparisons", 10,
            "partitions", 15,
            "frequency", 5 * Buckets.frequencies().size(),
            "order", 4 * 5,
            "oov", 906);
    for (Table table : tables) {
      if (rows.containsKey(table.name())) {
        assertThat(count(table.csv(), "\r\n")).isEqualTo(1 + rows.get(table.name()));
      }
    }
    String oov = tables.get(8).csv();
    assertThat(oov).startsWith("word,count\r\n<script>alert(1)</script>,12\r\n");
    assertThat(oov).contains("\"\"\"quoted\"\"\",12\r\n");
  }

  @Test
  void aTrainingPageHasCurvesAndFigures() {
    assertThat(trainingPage())
        .contains("file:/a&lt;b")
        .contains("id=\"c-perplexity\" role=\"img\"")
        .contains("id=\"c-flow\" role=\"img\"")
        .contains("<td>160.00</td>")
        .contains(
            "2 workers, 900 words, BLAS kernel Haswell; epoch 3 was published; training ended: 3"
                + " epochs.");
  }

  private static String between(String text, String from, String to) {
    int at = text.indexOf(from) + from.length();
    return text.substring(at, text.indexOf(to, at));
  }

  private static int count(String text, String part) {
    Matcher matcher = Pattern.compile(Pattern.quote(part)).matcher(text);
    int n = 0;
    while (matcher.find()) {
      n++;
    }
    return n;
  }
}

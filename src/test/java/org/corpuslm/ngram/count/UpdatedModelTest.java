package org.corpuslm.ngram.count;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.corpuslm.evaluate.EvaluateConfig;
import org.corpuslm.evaluate.detail.Details;
import org.corpuslm.evaluate.mix.MixConfig;
import org.corpuslm.evaluate.score.HeldOutText;
import org.corpuslm.evaluate.score.Serving;
import org.corpuslm.evaluate.score.ServingConfig;
import org.corpuslm.ngram.Pipeline;
import org.corpuslm.ngram.Pipeline.Report;
import org.corpuslm.ngram.Pipeline.Text;
import org.corpuslm.ngram.StoredTables;
import org.corpuslm.ngram.WordNetGlosses;
import org.corpuslm.ngram.model.NgramFacts;
import org.corpuslm.ngram.smoothing.EstimateConfig;
import org.corpuslm.ngram.smoothing.EstimateConfig.Smoothing;
import org.corpuslm.runtime.Published;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Models from a store that grew and shrank are those from a store counted at once. */
class UpdatedModelTest {
  private static final int ORDER = 3;

  private static Pipeline pipeline;
  private static String heldOut;
  private static String first;
  private static String updated;
  private static String atOnce;

  @BeforeAll
  static void count() {
    pipeline = new Pipeline();
    List<String> lines = WordNetGlosses.all().subList(0, 1200);
    List<String> valid = WordNetGlosses.all().subList(1200, 1400);
    heldOut = pipeline.write(valid, 1);
    Text whole = Text.of(lines.subList(0, 900)).withValid(valid).withTest(valid);
    first = pipeline.corpus(part(whole, lines.subList(0, 400)));
    String second = pipeline.corpus(part(whole, lines.subList(400, 900)));
    String third = pipeline.corpus(part(whole, lines.subList(900, 1200)));
    updated = pipeline.append(pipeline.counts(first, ORDER, 3), third);
    updated = pipeline.remove(pipeline.append(updated, second), third);
    atOnce = pipeline.counts(pipeline.corpus(whole), ORDER, 2);
  }

  private static Text part(Text whole, List<String> train) {
    return new Text(train, whole.valid(), whole.test(), 1, 1);
  }

  @AfterAll
  static void remove() {
    pipeline.close();
  }

  private static String estimate(String counts, Smoothing smoothing) {
    return pipeline.model(
        new EstimateConfig(counts, smoothing, 0, Double.NaN, 0.4, List.of(), true, ""));
  }

  @ParameterizedTest
  @EnumSource
  void modelsAreTheSame(Smoothing smoothing) {
    String model = estimate(updated, smoothing);
    String expected = estimate(atOnce, smoothing);
    assertThat(facts(model).ngrams()).isEqualTo(facts(expected).ngrams());
    assertThat(facts(model).contexts()).isEqualTo(facts(expected).contexts());
    for (int k = 1; k <= ORDER; k++) {
      assertClose(StoredTables.ngrams(model, k), StoredTables.ngrams(expected, k));
      if (k < ORDER) {
        assertClose(StoredTables.backoffs(model, k), StoredTables.backoffs(expected, k));
      }
    }
  }

  private static NgramFacts facts(String model) {
    return Published.open(Pipeline.conf(), model).facts(NgramFacts.class);
  }

  private static void assertClose(
      Map<List<String>, Double> values, Map<List<String>, Double> expected) {
    assertThat(values.keySet().equals(expected.keySet())).isTrue();
    values.forEach(
        (g, value) -> {
          double other = expected.get(g);
          assertThat(value == other || Math.abs(value - other) < 1e-11)
              .as("%s: %s, not %s", g, value, other)
              .isTrue();
        });
  }

  @ParameterizedTest
  @ValueSource(strings = {"replicated", "sharded"})
  void perplexityIsTheSame(String serving) {
    Serving how = serving.equals("replicated") ? Serving.REPLICATED : Serving.SHARDED;
    String model = estimate(updated, Smoothing.MODIFIED_KNESER_NEY);
    Report expected = ofText(estimate(atOnce, Smoothing.MODIFIED_KNESER_NEY), Serving.REPLICATED);
    assertSame(ofText(model, how), expected);
    // The test split of a part, whose vocabulary is another one.
    assertSame(
        pipeline.perplexity(
            new EvaluateConfig(
                List.of(model),
                HeldOutText.ofCorpus(first, "test"),
                Details.NONE,
                ServingConfig.of(how),
                false,
                false)),
        expected);
  }

  private static Report ofText(String model, Serving serving) {
    return pipeline.perplexity(
        new EvaluateConfig(
            List.of(model),
            HeldOutText.ofFiles(List.of(heldOut)),
            Details.NONE,
            ServingConfig.of(serving),
            false,
            false));
  }

  private static void assertSame(Report report, Report expected) {
    assertThat(report.model(0).oov()).isEqualTo(expected.model(0).oov());
    assertThat(report.model(0).tokens()).isEqualTo(expected.model(0).tokens());
    assertThat(report.model(0).perplexity())
        .isCloseTo(expected.model(0).perplexity(), within(1e-9));
  }

  @Test
  void arpaFilesHaveTheSameLines() throws IOException {
    String model = estimate(updated, Smoothing.MODIFIED_KNESER_NEY);
    String expected = estimate(atOnce, Smoothing.MODIFIED_KNESER_NEY);
    assertThat(lines(model, "updated.arpa").equals(lines(expected, "expected.arpa"))).isTrue();
  }

  /** Figures by n-gram, to fewer digits than the file has: sums are added in another order. */
  private static Map<String, String> lines(String model, String file) throws IOException {
    Map<String, String> lines = new TreeMap<>();
    for (String line : Files.readAllLines(pipeline.arpa(model, file))) {
      String[] fields = line.split("\t", 0);
      String figures = "";
      for (int f = 0; f < fields.length && fields.length > 1; f += 2) {
        figures += " %.4f".formatted(Double.parseDouble(fields[f]));
      }
      lines.put(fields.length > 1 ? fields[1] : line, figures);
    }
    return lines;
  }

  @Test
  void staticMixturesFindTheirShards() {
    String mixed =
        mix(
            "mixed",
            estimate(updated, Smoothing.MODIFIED_KNESER_NEY),
            estimate(updated, Smoothing.WITTEN_BELL));
    Report expected =
        ofText(
            mix(
                "expected",
                estimate(atOnce, Smoothing.MODIFIED_KNESER_NEY),
                estimate(atOnce, Smoothing.WITTEN_BELL)),
            Serving.REPLICATED);
    assertSame(ofText(mixed, Serving.REPLICATED), expected);
    assertSame(ofText(mixed, Serving.SHARDED), expected);
  }

  private static String mix(String name, String... models) {
    MixConfig config =
        new MixConfig(List.of(models), List.of(0.7, 0.3), "", "valid", Serving.AUTO, true);
    return config.run(Pipeline.cluster(), models[0] + "-" + name, false).path();
  }
}

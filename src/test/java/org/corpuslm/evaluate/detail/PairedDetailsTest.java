package org.corpuslm.evaluate.detail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.corpuslm.evaluate.score.Serving;
import org.corpuslm.evaluate.stats.PairedStats;
import org.corpuslm.ngram.Pipeline;
import org.corpuslm.ngram.Pipeline.Text;
import org.corpuslm.ngram.Recipe;
import org.corpuslm.report.PerplexityReport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Differences read from the details of two reports equal those of one report on both models. */
class PairedDetailsTest {
  private static Pipeline pipeline;
  private static String corpus;
  private static List<String> models;

  @BeforeAll
  static void estimate() {
    pipeline = new Pipeline();
    List<String> lines = lines(1, 400);
    corpus = pipeline.corpus(Text.of(lines).withTest(lines(2, 60)).inFiles(1, 2));
    String counts = pipeline.counts(corpus, 3, 2);
    models =
        List.of(
            pipeline.model(counts, Recipe.kneserNey(3)),
            pipeline.model(counts, Recipe.addDelta(2, 0.5)));
  }

  private static List<String> lines(long seed, int n) {
    Random random = new Random(seed);
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < n; i++) {
      StringBuilder line = new StringBuilder();
      for (int k = random.nextInt(9); k >= 0; k--) {
        line.append('w').append((int) (30 * Math.pow(random.nextDouble(), 2))).append(' ');
      }
      lines.add(line.toString());
    }
    return lines;
  }

  @AfterAll
  static void remove() {
    pipeline.close();
  }

  private Pipeline.Report report(List<String> models, Details details) {
    return pipeline.perplexity(models, corpus, "test", details, Serving.REPLICATED);
  }

  @Test
  void twoReportsSayWhatOneSays() {
    PerplexityReport.Comparison together =
        report(models, Details.NONE).content().comparisons().get(0);
    Pipeline.Report a = report(models.subList(0, 1), Details.SENTENCES);
    Pipeline.Report b = report(models.subList(1, 2), Details.WORDS);
    PairedStats paired = PairedDetails.of(Pipeline.conf(), a.directory(), 0, b.directory(), 0);
    assertThat(paired.logRatio()).isCloseTo(together.logRatio(), within(1e-12));
    assertThat(paired.pValue()).isCloseTo(together.pValue(), within(1e-9));

    Pipeline.Report none = report(models, Details.NONE);
    assertThat(PairedDetails.of(Pipeline.conf(), a.directory(), 0, none.directory(), 0)).isNull();
  }
}

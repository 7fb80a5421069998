package org.corpuslm.evaluate.score;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.apache.commons.io.FileUtils;
import org.corpuslm.evaluate.mix.MixConfig;
import org.corpuslm.ngram.Pipeline;
import org.corpuslm.ngram.Recipe;
import org.corpuslm.ngram.WordNetGlosses;
import org.corpuslm.report.PerplexityReport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Models that one step of an application has loaded, in the steps after it. */
class ModelReuseTest {
  private static Pipeline pipeline;
  private static String corpus;
  private static String counts;

  @BeforeAll
  static void count() {
    pipeline = new Pipeline();
    List<String> glosses = WordNetGlosses.all();
    corpus =
        pipeline.corpus(
            Pipeline.Text.of(glosses.subList(0, 3000))
                .withValid(glosses.subList(3000, 3100))
                .withTest(glosses.subList(3100, 3200)));
    counts = pipeline.counts(corpus, 3, 2);
  }

  @AfterAll
  static void remove() {
    pipeline.close();
  }

  private static PerplexityReport.Model evaluated(String model) {
    return pipeline.perplexity(List.of(model), corpus, "test").model(0);
  }

  @Test
  void theNextStepDoesNotLoadAgain() {
    String model = pipeline.model(counts, Recipe.kneserNey(3));
    PerplexityReport.Model first = evaluated(model);
    PerplexityReport.Model second = evaluated(model);
    assertThat(first.loadSeconds()).isPositive();
    assertThat(second.loadSeconds()).isZero();
    assertThat(second.perplexity()).isEqualTo(first.perplexity());

    String other = pipeline.model(counts, Recipe.addDelta(3, 0.1));
    new MixConfig(List.of(model, other), List.of(), corpus, "valid", Serving.REPLICATED, false)
        .run(Pipeline.cluster(), pipeline.folder() + "/mixture", false);
    assertThat(evaluated(other).loadSeconds()).as("mix has loaded it").isZero();
  }

  @Test
  void aModelThatWasReplacedIsAnotherOne() throws Exception {
    String model = pipeline.model(counts, Recipe.kneserNey(3));
    String other = pipeline.model(counts, Recipe.addDelta(3, 0.5));
    double before = evaluated(model).perplexity();
    double wanted = evaluated(other).perplexity();
    assertThat(wanted).isNotCloseTo(before, within(1.0));
    java.io.File place = new java.io.File(java.net.URI.create(model));
    FileUtils.deleteDirectory(place);
    FileUtils.copyDirectory(new java.io.File(java.net.URI.create(other)), place);
    PerplexityReport.Model after = evaluated(model);
    assertThat(after.perplexity()).isEqualTo(wanted);
    assertThat(after.loadSeconds()).isPositive();
  }
}

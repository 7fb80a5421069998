package org.corpuslm.evaluate.mix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.corpuslm.evaluate.mix.TuneWeights.Tuned;
import org.corpuslm.evaluate.score.Serving;
import org.corpuslm.ngram.Pipeline;
import org.corpuslm.ngram.Recipe;
import org.corpuslm.runtime.Staging;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** Tuning in the driver, over files, and with sharded models comes to the same weights. */
class TuneWeightsTest {
  private static final List<String> TRAIN =
      List.of("a b c a b", "a b a b c", "c a b", "b b a c", "a c c b a", "a b c");

  @AfterAll
  static void stop() {
    Pipeline.stop();
  }

  @Test
  void whereTheProbabilitiesAreKeptDoesNotMatter() throws Exception {
    try (Pipeline pipeline = new Pipeline()) {
      String corpus =
          pipeline.corpus(
              Pipeline.Text.of(TRAIN)
                  .withValid(List.of("a b c", "b a b", "c c c a", "a z b", "", "a b a b"))
                  .inFiles(1, 3));
      String counts = pipeline.counts(corpus, 3, 3);
      List<String> models =
          List.of(
              pipeline.model(counts, Recipe.kneserNey(3)),
              pipeline.model(counts, Recipe.addDelta(2, 0.5)));
      Path dir = pipeline.folder();
      Files.createDirectory(dir.resolve("staging"));
      Tuned inDriver = tune(models, corpus, Serving.REPLICATED, Long.MAX_VALUE, dir);
      Tuned inFiles = tune(models, corpus, Serving.REPLICATED, 0, dir);
      Tuned sharded = tune(models, corpus, Serving.SHARDED, Long.MAX_VALUE, dir);
      for (Tuned other : List.of(inFiles, sharded)) {
        assertThat(other.weights()).containsExactly(inDriver.weights(), within(1e-9));
        assertThat(other.perplexity()).isCloseTo(inDriver.perplexity(), within(1e-9));
        assertThat(other.perplexities()).containsExactly(inDriver.perplexities(), within(1e-9));
        assertThat(other.tokens()).isEqualTo(inDriver.tokens());
      }
      Pipeline.Report report = pipeline.perplexity(models, corpus, "valid");
      for (int m = 0; m < 2; m++) {
        double perplexity = report.model(m).perplexity();
        assertThat(inDriver.perplexities()[m]).isCloseTo(perplexity, within(1e-12 * perplexity));
        assertThat(inDriver.perplexity()).isLessThanOrEqualTo(perplexity + 1e-6);
      }
    }
  }

  private static Tuned tune(
      List<String> models, String corpus, Serving serving, long driverValues, Path dir) {
    MixConfig config = new MixConfig(models, List.of(), corpus, "valid", serving, false);
    return new TuneWeights(Pipeline.cluster(), config, driverValues)
        .run(new Staging(dir.resolve("staging").toString()));
  }
}

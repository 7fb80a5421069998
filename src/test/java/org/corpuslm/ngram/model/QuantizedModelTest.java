package org.corpuslm.ngram.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import org.corpuslm.evaluate.EvaluateConfig;
import org.corpuslm.evaluate.detail.Details;
import org.corpuslm.evaluate.score.HeldOutText;
import org.corpuslm.evaluate.score.Serving;
import org.corpuslm.evaluate.score.ServingConfig;
import org.corpuslm.model.LanguageModel;
import org.corpuslm.model.saved.Models;
import org.corpuslm.ngram.Pipeline;
import org.corpuslm.ngram.Pipeline.Text;
import org.corpuslm.ngram.Recipe;
import org.corpuslm.ngram.WordNetGlosses;
import org.corpuslm.report.PerplexityReport;
import org.corpuslm.runtime.BadInputException;
import org.corpuslm.runtime.ExecutorCache;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Models in few bits, beside the exact ones; and look-ups in batches, beside single ones. */
class QuantizedModelTest {
  private static Pipeline pipeline;
  private static String corpus;
  private static List<String> models;
  private static PerplexityReport.Model exact;

  @BeforeAll
  static void estimate() {
    pipeline = new Pipeline();
    List<String> glosses = WordNetGlosses.all();
    corpus =
        pipeline.corpus(
            Text.of(glosses.subList(0, 4000)).withTest(glosses.subList(4000, 4300)).inFiles(1, 2));
    String counts = pipeline.counts(corpus, 4, 3);
    models =
        List.of(
            pipeline.model(counts, Recipe.kneserNey(4)),
            pipeline.model(counts, Recipe.stupidBackoff(3, 0.4)));
    exact = pipeline.perplexity(models.subList(0, 1), corpus, "test").model(0);
  }

  @AfterAll
  static void remove() {
    pipeline.close();
  }

  private static PerplexityReport.Model quantized(int bits, Serving serving) {
    EvaluateConfig config =
        new EvaluateConfig(
            models.subList(0, 1),
            HeldOutText.ofCorpus(corpus, "test"),
            Details.NONE,
            new ServingConfig(serving, 0, bits, ""),
            false,
            false);
    return pipeline.perplexity(config).model(0);
  }

  @Test
  void sixteenBitsChangeThePerplexityByLessThanAThousandth() {
    double perplexity = quantized(16, Serving.REPLICATED).perplexity();
    assertThat(perplexity).isCloseTo(exact.perplexity(), within(1e-3 * exact.perplexity()));
  }

  @Test
  void eightBitsChangeThePerplexityByLessThanAHundredth() {
    PerplexityReport.Model model = quantized(8, Serving.REPLICATED);
    assertThat(model.perplexity())
        .isNotEqualTo(exact.perplexity())
        .isCloseTo(exact.perplexity(), within(1e-2 * exact.perplexity()));
    assertThat(model.name()).isEqualTo("modified-kneser-ney 4-gram in 8 bits");
    assertThat(model.approximation())
        .isEqualTo(
            "n-gram values and back-off weights in 8 bits, bins per order and shard; sums to one"
                + " roughly");
    assertThat(exact.approximation()).isNull();
  }

  @ParameterizedTest
  @ValueSource(ints = {4, 7, 8})
  void wholeAndShardedModelsHaveTheSameBins(int bits) {
    ExecutorCache.ofJvm().dropUnused(key -> true); // so that models are loaded here
    PerplexityReport.Model whole = quantized(bits, Serving.REPLICATED);
    PerplexityReport.Model sharded = quantized(bits, Serving.SHARDED);
    assertThat(whole.perplexity()).isEqualTo(sharded.perplexity());
    assertThat(whole.perplexityExcludingEos()).isEqualTo(sharded.perplexityExcludingEos());
    assertThat(sharded.loadSeconds()).isPositive();
    assertThat(whole.loadSeconds()).isPositive();
  }

  @Test
  void fewerBitsTakeLessMemory() {
    long before = Long.MAX_VALUE;
    // Not 16: the centers of a model as small as this would take more than they save.
    for (int bits : new int[] {0, 8, 4}) {
      NgramModel model =
          (NgramModel) Models.open(Pipeline.conf(), models.get(0), Long.MAX_VALUE, bits);
      assertThat(model.memory()).isLessThan(before);
      assertThat(model.exactMemory()).isGreaterThanOrEqualTo(model.memory());
      before = model.memory();
    }
  }

  @Test
  void otherNumbersOfBitsAreRefused() {
    for (int bits : new int[] {-1, 1, 3, 17, 64}) {
      assertThatThrownBy(() -> Models.open(Pipeline.conf(), models.get(0), 0, bits))
          .isInstanceOf(BadInputException.class)
          .hasMessageContaining("--quantize is " + bits)
          .hasMessageContaining("from 4 to 16");
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 8})
  void aBatchGivesTheBitsOfSingleLookUps(int bits) {
    for (String path : models) {
      for (long memory : new long[] {0, Long.MAX_VALUE}) {
        LanguageModel opened = Models.open(Pipeline.conf(), path, memory, bits);
        opened.load();
        NgramModel model = (NgramModel) opened;
        // Long enough for several batches; with words that come from nowhere.
        List<Integer> words = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
          words.add(3 + i * i % (model.vocabulary().size() - 3));
          words.add(3 + i % 20);
        }
        words.add(2);
        int[] ids = words.stream().mapToInt(i -> i).toArray();
        double[] lnP = new double[ids.length];
        byte[] orders = new byte[ids.length];
        model.scorer().sentence(ids, 0, ids.length, lnP, orders);
        int[] padded = new int[ids.length + 1];
        padded[0] = 1;
        System.arraycopy(ids, 0, padded, 1, ids.length);
        NgramModel.Lookup lookup = model.scorer();
        for (int i = 0; i < ids.length; i++) {
          int from = Math.max(0, i + 1 - (model.facts().order() - 1));
          double log10 = lookup.log10(padded, from, i + 1, ids[i]);
          assertThat(lnP[i]).isEqualTo(Math.log(10) * log10);
          assertThat(orders[i]).isEqualTo((byte) lookup.orderUsed());
        }
      }
    }
  }
}

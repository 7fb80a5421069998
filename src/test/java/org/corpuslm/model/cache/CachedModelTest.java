package org.corpuslm.model.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.corpuslm.corpus.Corpus;
import org.corpuslm.corpus.Vocabulary;
import org.corpuslm.evaluate.mix.AddCache;
import org.corpuslm.evaluate.mix.MixConfig;
import org.corpuslm.evaluate.score.Serving;
import org.corpuslm.model.LanguageModel;
import org.corpuslm.model.saved.Models;
import org.corpuslm.neural.model.SavedNetworks;
import org.corpuslm.neural.network.Architecture;
import org.corpuslm.neural.network.NetworkConfig;
import org.corpuslm.ngram.Pipeline;
import org.corpuslm.ngram.Recipe;
import org.corpuslm.runtime.BadInputException;
import org.corpuslm.runtime.Published;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A model with a cache, wherever models are used, against sums over all words before. */
class CachedModelTest {
  private static final double FLOAT = 1e-5;
  private static final double LAMBDA = 0.3;
  private static final double THETA = 0.2;

  @TempDir static Path dir;

  private static Pipeline pipeline;
  private static String corpus;
  private static String ngrams;
  private static String network;
  private static int outputs;

  @BeforeAll
  static void save() {
    pipeline = new Pipeline();
    corpus =
        pipeline.corpus(
            Pipeline.Text.of(
                    List.of("a b c a b", "a b a b c", "c a b", "b b a c", "a c c b a", "d a e"))
                .withValid(List.of("d d a d", "d e d d", "a d d e", "d d", "e d d d d e d"))
                .withTest(List.of("b a c", "", "e d b a b c", "a a"))
                .inFiles(1, 1));
    ngrams = pipeline.model(pipeline.counts(corpus, 3, 2), Recipe.kneserNey(3));
    int words = Corpus.open(Pipeline.conf(), corpus).vocabulary(Pipeline.conf()).size();
    NetworkConfig lstm = SavedNetworks.recurrent(Architecture.LSTM, words, 2);
    network =
        SavedNetworks.write(
            dir.resolve("network"), corpus, lstm, SavedNetworks.parameters(lstm, 5));
  }

  @AfterAll
  static void close() {
    pipeline.close();
    Pipeline.stop();
  }

  private static Published add(AddCache config) {
    return config.run(Pipeline.cluster(), dir.resolve("out-" + outputs++).toString(), false);
  }

  private static LanguageModel cached(String model, int window) {
    Published saved = add(new AddCache(model, window, THETA, LAMBDA, "", "valid"));
    return Models.open(Pipeline.conf(), saved.path(), Long.MAX_VALUE);
  }

  /** Three sentences; ids from 3 on are words. */
  private static int[] text() {
    int e = Vocabulary.EOS;
    return new int[] {3, 4, 3, 5, e, 4, 4, e, 3, 4, 3, 6, 3, e};
  }

  @Test
  void theProbabilityOfAWordIsThatOfItsDefinition() {
    for (String path : List.of(ngrams, network)) {
      for (int window : new int[] {3, 1000}) {
        LanguageModel model = Models.open(Pipeline.conf(), path, Long.MAX_VALUE);
        int[] ids = text();
        double[] base = new double[ids.length];
        int h = CachedModel.stateSize(model);
        float[] states = new float[ids.length * h];
        LanguageModel.Scorer scorer = model.scorer();
        for (int from = 0, to; from < ids.length; from = to) {
          to = Vocabulary.endOfSentence(ids, from);
          float[] some = StatesOf.sentence(scorer, h, ids, from, to, base, new byte[ids.length]);
          System.arraycopy(some, 0, states, from * h, some.length);
        }
        double[] lnP = new double[ids.length];
        cached(path, window).scorer().text(ids, lnP, new byte[ids.length]);
        for (int t = 0; t < ids.length; t++) {
          double of = 0;
          double sum = 0;
          for (int i = Math.max(0, t - window); i < t; i++) {
            double similarity = h == 0 ? -(t - 1 - i) : 0;
            for (int k = 0; k < h; k++) {
              similarity += (double) states[i * h + k] * states[t * h + k];
            }
            double e = Math.exp(THETA * similarity);
            sum += e;
            of += ids[i] == ids[t] ? e : 0;
          }
          double p = Math.exp(base[t]);
          double expected = sum == 0 ? p : (1 - LAMBDA) * p + LAMBDA * of / sum;
          assertThat(Math.exp(lnP[t])).isCloseTo(expected, within(FLOAT * expected));
        }
      }
    }
  }

  @Test
  void distributionsSumToOneAndAgreeWithScores() {
    for (String path : List.of(ngrams, network)) {
      LanguageModel model = cached(path, 1000);
      int[] ids = text();
      double[] lnP = new double[ids.length];
      model.scorer().text(ids, lnP, new byte[ids.length]);
      int end = Vocabulary.endOfSentence(ids, 0);
      for (int t = 0; t < end; t++) {
        int[] history = new int[t + 1];
        history[0] = Vocabulary.BOS;
        System.arraycopy(ids, 0, history, 1, t);
        double[] next = new double[model.vocabulary().size()];
        model.scorer().next(history, next);
        assertThat(Arrays.stream(next).map(Math::exp).sum()).isCloseTo(1, within(FLOAT));
        assertThat(next[ids[t]]).isCloseTo(lnP[t], within(FLOAT));
      }
    }
  }

  @Test
  void aSentenceThatStartsAnewHasAnEmptyCache() {
    for (String path : List.of(ngrams, network)) {
      LanguageModel model = cached(path, 1000);
      int[] ids = text();
      int second = Vocabulary.endOfSentence(ids, 0);
      int third = Vocabulary.endOfSentence(ids, second);
      double[] lnP = new double[ids.length];
      model.scorer(true).text(ids, lnP, new byte[ids.length]);
      double[] alone = new double[ids.length];
      model.scorer().sentence(ids, second, third, alone, new byte[ids.length]);
      for (int t = second; t < third; t++) {
        assertThat(lnP[t]).isCloseTo(alone[t], within(FLOAT));
      }
    }
  }

  @Test
  void tuningFindsTheRepeatedWords() {
    for (String path : List.of(ngrams, network)) {
      Published saved = add(new AddCache(path, 500, null, null, corpus, "valid"));
      JsonNode facts = saved.manifest().facts();
      double without = facts.get("tuning").get("modelPerplexity").asDouble();
      double with = facts.get("tuning").get("perplexity").asDouble();
      assertThat(with).isLessThan(without);
      assertThat(facts.get("cache").get("weight").asDouble()).isGreaterThan(0.02);
      Pipeline.Report report = pipeline.perplexity(List.of(path, saved.path()), corpus, "valid");
      assertThat(report.model(0).perplexity()).isCloseTo(without, within(FLOAT * without));
      assertThat(report.model(1).perplexity()).isCloseTo(with, within(FLOAT * with));
      assertThat(report.model(1).name()).contains("cache of 500 words");
      // Other values than the tuned ones are no better.
      double theta = facts.get("cache").get("theta").asDouble();
      JsonNode same = add(new AddCache(path, 500, theta, null, corpus, "valid")).manifest().facts();
      assertThat(same.get("tuning").get("perplexity").asDouble())
          .isCloseTo(with, within(FLOAT * with));
      for (double weight : new double[] {0.01, 0.99}) {
        JsonNode fixed =
            add(new AddCache(path, 500, null, weight, corpus, "valid")).manifest().facts();
        assertThat(fixed.get("tuning").get("perplexity").asDouble()).isGreaterThan(with);
      }
    }
  }

  @Test
  void aCacheIsAComponentLikeAnyOther() {
    String withCache = add(new AddCache(network, 50, THETA, LAMBDA, "", "valid")).path();
    Published mixed =
        new MixConfig(
                List.of(withCache, ngrams), List.of(0.5, 0.5), "", "valid", Serving.AUTO, false)
            .run(Pipeline.cluster(), dir.resolve("mixed").toString(), false);
    int[] ids = text();
    double[][] lnP = new double[3][ids.length];
    int i = 0;
    for (String path : List.of(mixed.path(), withCache, ngrams)) {
      Models.open(Pipeline.conf(), path, Long.MAX_VALUE)
          .scorer()
          .text(ids, lnP[i++], new byte[ids.length]);
    }
    for (int t = 0; t < ids.length; t++) {
      double expected = (Math.exp(lnP[1][t]) + Math.exp(lnP[2][t])) / 2;
      assertThat(Math.exp(lnP[0][t])).isCloseTo(expected, within(1e-12));
    }
  }

  @Test
  void whatCannotHaveACacheIsRefused() {
    String withCache = add(new AddCache(ngrams, 5, THETA, LAMBDA, "", "valid")).path();
    assertThatThrownBy(() -> add(new AddCache(withCache, 5, THETA, LAMBDA, "", "valid")))
        .isInstanceOf(BadInputException.class)
        .hasMessageContainingAll(withCache, "cannot have a cache", "mix the result");
    assertThatThrownBy(() -> new AddCache(ngrams, 0, THETA, LAMBDA, "", "valid"))
        .hasMessageContaining("--cache is 0");
    assertThatThrownBy(() -> new AddCache(ngrams, 5, null, LAMBDA, "", "valid"))
        .hasMessageContaining("--cache-theta and --cache-weight");
    assertThatThrownBy(() -> new AddCache(ngrams, 5, THETA, 1.0, "", "valid"))
        .hasMessageContaining("--cache-weight is 1.0");
    assertThatThrownBy(() -> new AddCache(ngrams, 5, -1.0, LAMBDA, "", "valid"))
        .hasMessageContaining("--cache-theta is -1.0");
  }
}

package org.corpuslm.ngram.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.lifecycle.AfterContainer;
import org.corpuslm.corpus.Vocabulary;
import org.corpuslm.evaluate.mix.MixConfig;
import org.corpuslm.evaluate.score.Serving;
import org.corpuslm.ngram.Pipeline;
import org.corpuslm.ngram.RandomTexts;
import org.corpuslm.ngram.Recipe;
import org.corpuslm.runtime.BadInputException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** The folded model against the weighted sum of its models, n-gram by n-gram. */
class StaticMixtureTest {
  @AfterAll
  static void stop() {
    Pipeline.stop();
  }

  @AfterContainer
  static void stopAfterProperties() {
    Pipeline.stop();
  }

  private static Recipe recipe(Random random) {
    return switch (random.nextInt(5)) {
      case 0 -> Recipe.mle(1 + random.nextInt(3));
      case 1 -> Recipe.kneserNey(3, 0, 1);
      case 2 -> Recipe.addDelta(3, 0.01 + random.nextDouble());
      case 3 -> Recipe.kneserNey(4);
      default -> Recipe.kneserNey(2);
    };
  }

  private static NgramModel fold(Pipeline pipeline, List<String> models, List<Double> weights)
      throws IOException {
    Path dir = pipeline.folder();
    MixConfig config = new MixConfig(models, weights, "", "valid", Serving.AUTO, true);
    String output = dir.resolve("folded").toString();
    String path = config.run(Pipeline.cluster(), output, false).path();
    try (var left = Files.list(dir)) {
      assertThat(left.map(p -> p.getFileName().toString())).containsExactly("folded");
    }
    return Pipeline.open(path);
  }

  @Property(tries = 12)
  void listedNgramsAreMixedExactlyAndEveryContextSumsToOne(@ForAll long seed) throws IOException {
    Random random = new Random(seed);
    try (Pipeline pipeline = new Pipeline()) {
      String corpus = pipeline.corpus(Pipeline.Text.of(RandomTexts.sentences(random, 25)));
      int shards = 1 + random.nextInt(3);
      String counts = pipeline.counts(corpus, 4, shards);
      String others =
          random.nextBoolean() ? counts : pipeline.counts(corpus, 4, 1 + random.nextInt(4));
      List<String> paths =
          List.of(pipeline.model(counts, recipe(random)), pipeline.model(others, recipe(random)));
      double weight = random.nextInt(8) / 7.0;
      NgramModel folded = fold(pipeline, paths, List.of(weight, 1 - weight));
      check(paths.stream().map(Pipeline::open).toList(), new double[] {weight, 1 - weight}, folded);
    }
  }

  private static void check(List<NgramModel> models, double[] weights, NgramModel folded) {
    int size = folded.vocabulary().size();
    int order = folded.facts().order();
    long[] listed = new long[order + 1];
    List<int[]> histories = new ArrayList<>(List.of(new int[0]));
    for (int h = 0; h < histories.size(); h++) {
      int[] history = histories.get(h);
      double total = 0;
      for (int w = 0; w < size; w++) {
        if (w == Vocabulary.BOS) {
          continue;
        }
        double mixture = 0;
        boolean any = false;
        for (int i = 0; i < weights.length; i++) {
          NgramModel.Lookup lookup = models.get(i).scorer();
          int from = Math.max(0, history.length - models.get(i).facts().order() + 1);
          mixture += weights[i] * Math.pow(10, lookup.log10(history, from, history.length, w));
          any |= lookup.orderUsed() == history.length + 1;
        }
        NgramModel.Lookup lookup = folded.scorer();
        double p = Math.pow(10, lookup.log10(history, 0, history.length, w));
        assertThat(lookup.orderUsed() == history.length + 1).isEqualTo(any);
        if (any) {
          assertThat(p).isCloseTo(mixture, within(1e-13));
          listed[history.length + 1]++;
        }
        total += p;
      }
      assertThat(total).isCloseTo(1, within(1e-9));
      if (history.length + 1 < order) {
        for (int w = 0; w < size; w++) {
          if (w != Vocabulary.BOS || history.length == 0) {
            int[] longer = java.util.Arrays.copyOf(history, history.length + 1);
            longer[history.length] = w;
            histories.add(longer);
          }
        }
      }
    }
    for (int k = 2; k <= order; k++) {
      assertThat(listed[k]).isEqualTo(folded.facts().ngrams().get(k - 1));
    }
  }

  @Test
  void foldedModelsGoOnLikeAnyOther() throws IOException {
    Random random = new Random(3);
    try (Pipeline pipeline = new Pipeline()) {
      String corpus =
          pipeline.corpus(
              Pipeline.Text.of(RandomTexts.sentences(random, 40))
                  .withValid(RandomTexts.sentences(random, 15)));
      String counts = pipeline.counts(corpus, 3, 2);
      String a = pipeline.model(counts, Recipe.kneserNey(3));
      String b = pipeline.model(counts, Recipe.addDelta(2, 0.3));
      Path dir = pipeline.folder();
      MixConfig config =
          new MixConfig(List.of(a, b), List.of(), corpus, "valid", Serving.AUTO, true);
      var published = config.run(Pipeline.cluster(), dir.resolve("folded").toString(), false);
      assertThat(published.manifest().facts().get("parameters").get("tuning").has("perplexity"))
          .isTrue();
      assertThat(
              pipeline
                  .perplexity(List.of(published.path()), corpus, "valid")
                  .model(0)
                  .zeroProbability())
          .isZero();
      assertThat(Files.readString(pipeline.arpa(published.path(), "folded.arpa")))
          .contains("\\end\\");
      String mixture =
          new MixConfig(List.of(a, b), List.of(0.5, 0.5), "", "valid", Serving.AUTO, false)
              .run(Pipeline.cluster(), dir.resolve("mixture").toString(), false)
              .path();
      assertThatThrownBy(() -> fold(pipeline, List.of(mixture, a), List.of(0.5, 0.5)))
          .isInstanceOf(BadInputException.class)
          .hasMessageContaining("only n-gram models");
    }
  }
}

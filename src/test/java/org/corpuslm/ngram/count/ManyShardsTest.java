package org.corpuslm.ngram.count;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.corpuslm.corpus.Vocabulary;
import org.corpuslm.evaluate.detail.Details;
import org.corpuslm.evaluate.score.Serving;
import org.corpuslm.ngram.Pipeline;
import org.corpuslm.ngram.Pipeline.Text;
import org.corpuslm.ngram.Recipe;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Many shards; counting where the driver may receive no more than 300 KB from the tasks of a job.
 */
class ManyShardsTest {
  private static final String LIMIT = "spark.driver.maxResultSize";

  private static Pipeline pipeline;

  @BeforeAll
  static void begin() {
    pipeline = new Pipeline();
  }

  /** From now on; text is prepared before, for the driver does receive the vocabulary. */
  private static void limitResults() {
    System.setProperty(LIMIT, "300k");
    Pipeline.use("local[2]");
  }

  @AfterEach
  void endLimit() {
    Pipeline.stop();
    System.clearProperty(LIMIT);
  }

  @AfterAll
  static void remove() {
    pipeline.close();
  }

  /** More words than one range of unigrams has, most of them after two that are hot. */
  @Test
  void neitherUnigramsNorHotContextsGoToTheDriver() {
    int words = UnigramRanges.SIZE + 5_000;
    List<String> lines = new ArrayList<>();
    for (int i = 0; i + 4 < words; i += 4) {
      lines.add("the w%d of w%d of the w%d the w%d".formatted(i, i + 1, i + 2, i + 3));
    }
    String corpus = pipeline.corpus(Text.of(lines));
    limitResults();
    CountStore store = CountStore.open(Pipeline.conf(), pipeline.counts(corpus, 3, 64));
    Vocabulary vocabulary = store.vocabulary(Pipeline.conf());
    assertThat(store.sharding(Pipeline.conf(), vocabulary).hotShards()).isEqualTo(2);
    assertThat(store.unigramTables()).isEqualTo(2);
    CountStore.Unigrams unigrams = store.unigrams(Pipeline.conf());
    for (int id = 0; id < vocabulary.size(); id++) {
      long expected = id == Vocabulary.BOS ? 0 : vocabulary.count(id);
      assertThat(unigrams.raw()[id]).isEqualTo((double) expected);
    }
    // After each w there is "of" or "the"; "the" also begins sentences and follows "of".
    int the = vocabulary.id("the");
    int of = vocabulary.id("of");
    assertThat(unigrams.adjusted()[the]).isEqualTo(lines.size() + 2);
    assertThat(unigrams.adjusted()[of]).isEqualTo(2.0 * lines.size());
    assertThat(unigrams.adjusted()[vocabulary.id("w" + (words - 6))]).isEqualTo(1);
  }

  @Test
  void aSmallTextInThousandsOfShardsHasTheSameModel() {
    Random random = new Random(3);
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      StringBuilder line = new StringBuilder();
      for (int w = random.nextInt(12); w >= 0; w--) {
        line.append("w").append((int) Math.pow(500, random.nextDouble())).append(' ');
      }
      lines.add(line.toString());
    }
    String corpus = pipeline.corpus(Text.of(lines).withTest(lines.subList(100, 130)));
    double expected = perplexity(corpus, 1);
    assertThat(perplexity(corpus, 2000)).isCloseTo(expected, within(1e-9));
  }

  private static double perplexity(String corpus, int shards) {
    CountConfig config = new CountConfig(corpus, 2, shards);
    String model = pipeline.model(pipeline.counts(config), Recipe.kneserNey(2));
    return pipeline
        .perplexity(List.of(model), corpus, "test", Details.NONE, Serving.SHARDED)
        .model(0)
        .perplexity();
  }
}

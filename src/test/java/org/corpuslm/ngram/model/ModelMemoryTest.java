package org.corpuslm.ngram.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import java.lang.ref.Reference;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import javax.management.ObjectName;
import org.corpuslm.corpus.Vocabulary;
import org.corpuslm.corpus.VocabularyFile;
import org.corpuslm.model.LanguageModel;
import org.corpuslm.model.saved.Models;
import org.corpuslm.ngram.Pipeline;
import org.corpuslm.ngram.Recipe;
import org.corpuslm.ngram.count.Sharding;
import org.corpuslm.runtime.Published;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The formula of a model's memory (docs/operations.md) beside the heap that it really takes. */
class ModelMemoryTest {
  private static final int ORDER = 4;

  /** Limit for other memory in this JVM, such as Spark's. */
  private static final long NOISE = 400_000;

  private static Pipeline pipeline;
  private static String corpus;

  @BeforeAll
  static void prepare() {
    pipeline = new Pipeline();
    Random random = new Random(4);
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < 25_000; i++) {
      StringBuilder line = new StringBuilder();
      for (int w = random.nextInt(16); w >= 0; w--) {
        line.append("w").append((int) Math.pow(9000, random.nextDouble())).append(' ');
      }
      lines.add(line.toString());
    }
    corpus = pipeline.corpus(Pipeline.Text.of(lines));
  }

  @AfterAll
  static void remove() {
    pipeline.close();
  }

  private static String model(int order, int shards) {
    return pipeline.model(pipeline.counts(corpus, order, shards), Recipe.kneserNey(order));
  }

  /** Bytes of all live objects, whatever the collector loses between them. */
  private static long heap() throws Exception {
    long least = Long.MAX_VALUE;
    for (int i = 0; i < 4; i++) {
      Thread.sleep(200); // threads that loaded shards end
      String histogram =
          (String)
              ManagementFactory.getPlatformMBeanServer()
                  .invoke(
                      new ObjectName("com.sun.management:type=DiagnosticCommand"),
                      "gcClassHistogram",
                      new Object[] {new String[0]},
                      new String[] {String[].class.getName()});
      String[] total = histogram.substring(histogram.lastIndexOf("Total")).strip().split("\\s+", 0);
      least = Math.min(least, Long.parseLong(total[2]));
    }
    return least;
  }

  /** Bytes of the heap that an object takes, with all that only it refers to. */
  private static long held(Callable<?> maker) throws Exception {
    maker.call(); // what is made once: classes, caches
    long before = heap();
    Object object = maker.call();
    long after = heap();
    Reference.reachabilityFence(object);
    return after - before;
  }

  @ParameterizedTest
  @CsvSource({"2, 1, 0", "4, 1, 0", "4, 3, 0", "4, 1, 8", "4, 3, 8"})
  void shardsTakeWhatTheFormulaSays(int order, int shards, int bits) throws Exception {
    Published directory = Published.open(Pipeline.conf(), model(order, shards), NgramModel.KIND);
    NgramFacts facts = directory.facts(NgramFacts.class);
    Vocabulary vocabulary = VocabularyFile.read(Pipeline.conf(), directory);
    Sharding sharding = Sharding.read(Pipeline.conf(), directory, vocabulary, shards);
    ShardLoader loader = new ShardLoader(Pipeline.conf(), directory, sharding, bits);
    long held =
        held(
            () -> {
              List<NgramShard> all = new ArrayList<>();
              for (int shard = 0; shard < shards; shard++) {
                all.add(loader.load(shard));
              }
              return all;
            });
    long said = ShardLoader.memory(facts, bits);
    if (bits == 0) {
      assertThat(said).isEqualTo(byHand(facts, shards));
    }
    assertThat(said)
        .as("large enough to be measured")
        .isGreaterThan(order == 2 ? 500_000 : 3 * NOISE);
    assertThat(held).isBetween((long) (0.9 * said) - NOISE, (long) (1.1 * said) + NOISE);
  }

  /** Vocabulary, unigrams and all. */
  @Test
  void wholeModelsTakeWhatTheySay() throws Exception {
    String path = model(ORDER, 2);
    LanguageModel opened = Models.open(Pipeline.conf(), path, Long.MAX_VALUE);
    long held =
        held(
            () -> {
              LanguageModel model = Models.open(Pipeline.conf(), path, Long.MAX_VALUE);
              model.load();
              return model;
            });
    long said = opened.memory(1);
    assertThat(held).isBetween((long) (0.9 * said) - NOISE, (long) (1.1 * said) + NOISE);
  }

  /** Memory as documented: 12 bytes per n-gram, 20 per context, 16 per longest context. */
  private static long byHand(NgramFacts facts, int shards) {
    long sum = shards * (12 * ((facts.ngrams().get(0) + 63) / 64));
    for (int k = 2; k <= facts.order(); k++) {
      sum += 12 * facts.ngrams().get(k - 1);
      sum += (k == facts.order() ? 16 : 20) * facts.contexts().get(k - 2);
    }
    return sum;
  }
}

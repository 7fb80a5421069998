package org.corpuslm.ngram.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Array;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.corpuslm.corpus.Vocabulary;
import org.corpuslm.corpus.VocabularyFile;
import org.corpuslm.ngram.Pipeline;
import org.corpuslm.ngram.Recipe;
import org.corpuslm.ngram.count.Sharding;
import org.corpuslm.runtime.Published;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The formula of a model's memory (docs/operations.md) beside the arrays that it is held in. */
class ModelMemoryTest {

  /** Bytes of all primitive arrays that an object of ours holds. */
  private static long bytes(Object object) throws IllegalAccessException {
    if (object == null) {
      return 0;
    }
    Class<?> type = object.getClass();
    if (type.isArray() && type.getComponentType().isPrimitive()) {
      int size = type.getComponentType() == int.class ? Integer.BYTES : Long.BYTES;
      assertThat(type.getComponentType()).isIn(int.class, long.class, double.class);
      return (long) size * Array.getLength(object);
    }
    long sum = 0;
    if (type.isArray()) {
      for (Object element : (Object[]) object) {
        sum += bytes(element);
      }
    } else if (type.getPackage().equals(NgramShard.class.getPackage())) {
      for (Field field : type.getDeclaredFields()) {
        if (!Modifier.isStatic(field.getModifiers()) && !field.getType().isPrimitive()) {
          field.setAccessible(true);
          sum += bytes(field.get(object));
        }
      }
    } else {
      throw new AssertionError("a shard holds a " + type);
    }
    return sum;
  }

  private static List<String> text() {
    Random random = new Random(4);
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < 1500; i++) {
      StringBuilder line = new StringBuilder();
      for (int w = random.nextInt(12); w >= 0; w--) {
        line.append("w").append((int) Math.pow(900, random.nextDouble())).append(' ');
      }
      lines.add(line.toString());
    }
    return lines;
  }

  @ParameterizedTest
  @CsvSource({"2, 1, 0", "4, 1, 0", "4, 3, 0", "4, 1, 8", "4, 3, 8"})
  void arraysTakeWhatTheFormulaSays(int order, int shards, int bits) throws Exception {
    try (Pipeline pipeline = new Pipeline()) {
      String counts = pipeline.counts(pipeline.corpus(Pipeline.Text.of(text())), order, shards);
      String model = pipeline.model(counts, Recipe.kneserNey(order));
      Published directory = Published.open(Pipeline.conf(), model, NgramModel.KIND);
      NgramFacts facts = directory.facts(NgramFacts.class);
      Vocabulary vocabulary = VocabularyFile.read(Pipeline.conf(), directory);
      Sharding sharding = Sharding.read(Pipeline.conf(), directory, vocabulary, shards);
      ShardLoader loader = new ShardLoader(Pipeline.conf(), directory, sharding, bits);
      long held = 0;
      long atMost = 0;
      for (int shard = 0; shard < shards; shard++) {
        held += bytes(loader.load(shard));
        atMost += loader.memory(shard) + ends(order);
      }
      long said = ShardLoader.memory(facts, bits);
      if (bits == 0) {
        assertThat(said).isEqualTo(byHand(facts, shards));
      }
      if (bits == 0 && shards == 1) {
        assertThat(held).isEqualTo(said + ends(order));
      } else {
        // A shard has a part of what several share; a table of centres may have less than 2^bits.
        assertThat(held).isGreaterThan(said / 2).isLessThanOrEqualTo(atMost);
      }
    }
  }

  /** One row more of the contexts of every length. */
  private static long ends(int order) {
    return 20L * (order - 2) + 16;
  }

  /** As the documentation has it: 12 bytes an n-gram, 20 a context, 16 one of the longest. */
  private static long byHand(NgramFacts facts, int shards) {
    long sum = shards * (12 * ((facts.ngrams().get(0) + 63) / 64));
    for (int k = 2; k <= facts.order(); k++) {
      sum += 12 * facts.ngrams().get(k - 1);
      sum += (k == facts.order() ? 16 : 20) * facts.contexts().get(k - 2);
    }
    return sum;
  }
}

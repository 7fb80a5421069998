package org.corpuslm.ngram.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.lifecycle.AfterContainer;
import org.corpuslm.corpus.Vocabulary;
import org.corpuslm.ngram.Pipeline;
import org.corpuslm.ngram.RandomTexts;
import org.corpuslm.ngram.Recipe;
import org.corpuslm.ngram.count.CountConfig;
import org.corpuslm.runtime.MappedFile;
import org.corpuslm.runtime.Published;
import org.junit.jupiter.api.Test;

/** A packed model gives the probabilities of the model that it was packed from. */
class PackedModelTest {
  @AfterContainer
  static void stop() {
    Pipeline.stop();
  }

  @Property(tries = 6)
  void everyProbabilityIsThatOfTheModel(@ForAll long seed) {
    Random random = new Random(seed);
    List<String> train = RandomTexts.sentences(random, 80);
    int order = 1 + random.nextInt(4);
    try (Pipeline pipeline = new Pipeline()) {
      String corpus = pipeline.corpus(Pipeline.Text.of(train));
      int splitAbove = random.nextBoolean() ? 0 : 20; // hot words
      String counts =
          pipeline.counts(new CountConfig(corpus, order, 1 + random.nextInt(4), splitAbove));
      String path = pipeline.model(counts, Recipe.kneserNey(order));
      NgramModel model = Pipeline.open(path);
      NgramModel exact = packed(pipeline, path, 0);
      NgramModel packed = packed(pipeline, path, 8);
      NgramModel quantized =
          NgramModel.open(
              Pipeline.conf(), Published.open(Pipeline.conf(), path), Long.MAX_VALUE, 8);
      assertThat(packed.name()).isEqualTo(quantized.name());
      assertThat(packed.vocabularyFingerprint()).isEqualTo(model.vocabularyFingerprint());
      for (int i = 0; i < 50; i++) {
        int[] ids = sentence(random, model.vocabulary().size());
        assertThat(score(exact, ids))
            .usingComparatorWithPrecision(1e-5)
            .containsExactly(score(model, ids));
        assertThat(score(packed, ids)).containsExactly(score(quantized, ids));
        assertThat(next(packed, ids)).containsExactly(next(quantized, ids));
      }
    }
  }

  private static NgramModel packed(Pipeline pipeline, String model, int bits) {
    Published packed =
        new PackConfig(model, bits)
            .run(Pipeline.cluster(), pipeline.folder().resolve("packed").toString(), false);
    assertThat(packed.manifest().kind()).isEqualTo(NgramModel.PACKED_KIND);
    return NgramModel.open(Pipeline.conf(), packed, Long.MAX_VALUE);
  }

  private static int[] sentence(Random random, int words) {
    int[] ids = random.ints(1 + random.nextInt(7), 0, words).toArray();
    for (int i = 0; i < ids.length; i++) {
      ids[i] = ids[i] == Vocabulary.BOS ? Vocabulary.UNK : ids[i];
    }
    ids[ids.length - 1] = Vocabulary.EOS;
    return ids;
  }

  private static double[] score(NgramModel model, int[] ids) {
    double[] lnP = new double[ids.length];
    model.scorer().sentence(ids, 0, ids.length, lnP, new byte[ids.length]);
    return lnP;
  }

  private static double[] next(NgramModel model, int[] ids) {
    double[] lnP = new double[model.vocabulary().size()];
    model.scorer().next(ids, lnP);
    return lnP;
  }

  @Property(tries = 200)
  void everyNumberOfASequenceIsFound(@ForAll long seed) throws IOException {
    Random random = new Random(seed);
    int[] numbers = new int[random.nextInt(2000)];
    int step = 1 << random.nextInt(12);
    for (int i = 1; i < numbers.length; i++) {
      numbers[i] =
          numbers[i - 1]
              + (random.nextInt(5) == 0 ? random.nextInt(50 * step) : random.nextInt(step));
    }
    long[] packed = EliasFano.pack(numbers);
    ByteBuffer bytes = ByteBuffer.allocate(8 * packed.length).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asLongBuffer().put(packed);
    Path file = Files.createTempFile("elias-fano", ".bin");
    try {
      Files.write(file, bytes.array());
      EliasFano sequence = new EliasFano(MappedFile.open(file), 0);
      assertThat(sequence.end()).isEqualTo(bytes.capacity());
      for (int i = 0; i < numbers.length; i++) {
        assertThat(sequence.get(i)).as("number %d", i).isEqualTo(numbers[i]);
      }
    } finally {
      Files.delete(file);
    }
  }

  @Test
  void scramblingIsOneToOne() {
    for (int size : new int[] {1, 2, 3, 4, 5, 100, 4096, 70_000}) {
      WordScrambler words = WordScrambler.of(size);
      assertThat(1L << words.bits()).isGreaterThanOrEqualTo(size);
      for (int word = 0; word < size; word++) {
        assertThat(words.word(words.key(word))).isEqualTo(word);
        assertThat(words.key(word)).isBetween(0, words.mask());
      }
    }
    assertThat(new WordScrambler(31).word(new WordScrambler(31).key(Integer.MAX_VALUE)))
        .isEqualTo(Integer.MAX_VALUE);
  }
}

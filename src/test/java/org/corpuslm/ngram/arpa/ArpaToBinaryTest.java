package org.corpuslm.ngram.arpa;

import static org.assertj.core.api.Assertions.assertThat;
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
import org.corpuslm.model.LanguageModel;
import org.corpuslm.ngram.Pipeline;
import org.corpuslm.ngram.RandomTexts;
import org.corpuslm.ngram.Recipe;
import org.corpuslm.ngram.kenlm.BinaryFile;
import org.corpuslm.ngram.kenlm.BinaryModel;
import org.corpuslm.ngram.kenlm.ProbingExport;
import org.corpuslm.ngram.model.NgramModel;
import org.corpuslm.runtime.BadInputException;
import org.corpuslm.runtime.OutputDirectory;
import org.corpuslm.runtime.Published;

/** Models written as binary files and read again give the probabilities that they had. */
class ArpaToBinaryTest {
  private static final double LN10 = Math.log(10);

  @AfterContainer
  static void stop() {
    Pipeline.stop();
  }

  /** Files may lack n-grams that longer ones begin or end with, and have probabilities of zero. */
  @Property(tries = 25)
  void everyProbabilityIsThatOfTheDictionary(@ForAll long seed) throws IOException {
    Random random = new Random(seed);
    List<String> words = new ArrayList<>(List.of("a", "b", "<s>", "ü", "</s>", "c", "<unk>"));
    DictionaryArpa arpa = DictionaryArpa.random(random, 2 + random.nextInt(3), words);
    try (Pipeline pipeline = new Pipeline()) {
      Path dir = pipeline.folder();
      Path file = Files.write(dir.resolve("random.arpa"), arpa.lines());
      Published directory =
          ArpaImportTest.importArpa(
              dir, ArpaImportTest.config(file, "", 1 + random.nextInt(5)), 1 << 20);
      NgramModel model = Pipeline.open(directory.path());
      BinaryModel binary;
      try {
        binary = export(model, dir.resolve("lm.bin"), 1.5);
      } catch (BadInputException e) { // weights are random, so probabilities may be above 1
        assertThat(e).hasMessageContaining("a probability above 1");
        return;
      }
      assertThat(binary.order()).isEqualTo(arpa.order());
      for (List<String> history : ArpaImportTest.histories(3, words)) {
        double[] lnP = next(binary, history);
        for (String word : words) {
          if (!word.equals("<s>")) {
            double expected = arpa.log10(history, word);
            double found = lnP[binary.vocabulary().id(word)] / LN10;
            if (expected == Double.NEGATIVE_INFINITY) {
              assertThat(found).isEqualTo(expected);
            } else {
              assertThat(found)
                  .as("%s after %s", word, history)
                  .isCloseTo(expected, within(1e-6 * Math.max(1, -expected)));
            }
          }
        }
      }
    }
  }

  @Property(tries = 8)
  void sentencesScoreAsInTheirDirectory(@ForAll long seed) throws IOException {
    Random random = new Random(seed);
    List<String> train = RandomTexts.sentences(random, 60);
    try (Pipeline pipeline = new Pipeline()) {
      String corpus = pipeline.corpus(Pipeline.Text.of(train));
      Recipe recipe = random.nextBoolean() ? Recipe.kneserNey(4, 0, 0, 1) : Recipe.kneserNey(4);
      NgramModel model =
          Pipeline.open(pipeline.model(pipeline.counts(corpus, 4, 1 + random.nextInt(4)), recipe));
      Path file = pipeline.folder().resolve("lm.bin");
      BinaryModel own = export(model, file, 1.5);
      LanguageModel binary =
          own.withVocabulary(
              model.vocabulary(), model.vocabularyFingerprint(), model.directory().path(), null);
      assertThat(binary.vocabularyFingerprint()).isEqualTo(model.vocabularyFingerprint());
      assertThat(own.vocabularyFingerprint()).isNotEqualTo(model.vocabularyFingerprint());
      for (List<String> sentence : Pipeline.sentences(RandomTexts.sentences(random, 30))) {
        int[] ids = new int[sentence.size() + 2];
        ids[0] = model.vocabulary().id("nowhere");
        for (int i = 0; i < sentence.size(); i++) {
          ids[i + 1] = model.vocabulary().id(sentence.get(i));
        }
        ids[ids.length - 1] = Vocabulary.EOS;
        double[] expected = new double[ids.length];
        double[] found = new double[ids.length];
        model.scorer().sentence(ids, 0, ids.length, expected, new byte[ids.length]);
        binary.scorer().sentence(ids, 0, ids.length, found, new byte[ids.length]);
        for (int i = 0; i < ids.length; i++) {
          assertThat(found[i] / LN10).isCloseTo(expected[i] / LN10, within(1e-6));
        }
      }
      double sum = 0;
      for (double lnP : next(binary, List.of("<s>", "a"))) {
        sum += Math.exp(lnP);
      }
      assertThat(sum).isCloseTo(1, within(1e-5));
    }
  }

  private static double[] next(LanguageModel model, List<String> history) {
    int[] ids = history.stream().mapToInt(model.vocabulary()::id).toArray();
    double[] lnP = new double[model.vocabulary().size()];
    model.scorer().next(ids, lnP);
    return lnP;
  }

  private static BinaryModel export(NgramModel model, Path file, double multiplier) {
    try (OutputDirectory target =
        OutputDirectory.createFile(Pipeline.conf(), file.toString(), false)) {
      new ProbingExport(Pipeline.conf(), model, multiplier).run(target);
    }
    assertThat(BinaryFile.isBinary(Pipeline.conf(), file.toString())).isTrue();
    BinaryFile.open(Pipeline.conf(), file.toString()).verify();
    return BinaryModel.open(Pipeline.conf(), file.toString());
  }
}

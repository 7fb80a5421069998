package org.corpuslm.ngram.arpa;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.corpuslm.corpus.Vocabulary;
import org.corpuslm.evaluate.detail.Details;
import org.corpuslm.evaluate.score.Serving;
import org.corpuslm.ngram.DetailRows;
import org.corpuslm.ngram.Pipeline;
import org.corpuslm.ngram.Pipeline.Report;
import org.corpuslm.ngram.Pipeline.Text;
import org.corpuslm.ngram.Recipe;
import org.corpuslm.ngram.WordNetGlosses;
import org.corpuslm.ngram.model.NgramModel;
import org.corpuslm.runtime.BadInputException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** ARPA files against those of an independent implementation, and against the models themselves. */
class ArpaExportTest {
  /** The golden files carry 32-bit floats, printed with 7 or 8 digits. */
  private static final double LOG10_TOLERANCE = 2e-6;

  private static final int SHARDS = 3;

  private static Pipeline pipeline;
  private static String corpus;
  private static String counts;

  @BeforeAll
  static void count() {
    pipeline = new Pipeline();
    List<String> train = resource("/tiny/train.txt").lines().toList();
    List<String> test = resource("/tiny/test.txt").lines().toList();
    corpus = pipeline.corpus(Text.of(train).withTest(test).inFiles(2, 1));
    counts = pipeline.counts(corpus, 3, SHARDS);
  }

  @AfterAll
  static void remove() {
    pipeline.close();
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 3})
  void everyLineIsTheGoldenOne(int order) {
    ArpaFile golden = ArpaFile.parse(resource("/tiny/order" + order + ".arpa"));
    // From counts of this order, and from the lower orders of counts of a higher one.
    for (String store : List.of(counts, pipeline.counts(corpus, order, 1))) {
      String model = pipeline.model(store, Recipe.kneserNey(order));
      String name = "order%d-%d.arpa".formatted(order, store.hashCode());
      ArpaFile actual = ArpaFile.parse(ArpaFile.text(pipeline.arpa(model, name)));
      assertThat(actual.lines().keySet()).isEqualTo(golden.lines().keySet());
      for (ArpaFile.Line line : golden.lines().values()) {
        ArpaFile.Line our = actual.lines().get(line.words());
        assertThat(our.log10p())
            .as("log10 p of %s", line.words())
            .isCloseTo(line.log10p(), within(LOG10_TOLERANCE));
        if (line.words().size() < order) {
          assertThat(our.log10backoff())
              .as("log10 back-off of %s", line.words())
              .isCloseTo(line.log10backoff(), within(LOG10_TOLERANCE));
        }
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"2, 8.01273269409816, 6.991498985814767", "3, 7.22280532621861, 5.996578231115437"})
  void perplexityIsTheGoldenOne(int order, double all, double withoutOov) {
    String model = pipeline.model(counts, Recipe.kneserNey(order));
    Report report = pipeline.perplexity(List.of(model), corpus, "test");
    assertThat(report.model(0).perplexity()).isCloseTo(all, withinPercentage(1e-5 * 100));
    assertThat(report.model(0).perplexityExcludingOov())
        .isCloseTo(withoutOov, withinPercentage(1e-5 * 100));
    assertThat(report.model(0).oov()).isEqualTo(1);
    assertThat(report.model(0).tokens()).isEqualTo(19);
    assertThat(report.model(0).sentences()).isEqualTo(4);
  }

  @Test
  void wordProbabilitiesAreTheGoldenOnes() {
    String model = pipeline.model(counts, Recipe.kneserNey(3));
    Report report =
        pipeline.perplexity(List.of(model), corpus, "test", Details.WORDS, Serving.REPLICATED);
    List<DetailRows.Word> line =
        DetailRows.words(report.directory(), 0).stream().filter(w -> w.sentence() == 0).toList();
    assertThat(line)
        .extracting(DetailRows.Word::word)
        .containsExactly("the", "students", "opened", "their", "minds", "</s>");
    assertThat(line).extracting(DetailRows.Word::position).containsExactly(0, 1, 2, 3, 4, 5);
    double[] golden = {
      -0.21392462, -0.41055804, -0.37661642, -0.18255195, -0.91574717, -0.39087206
    };
    for (int i = 0; i < golden.length; i++) {
      assertThat(line.get(i).log10())
          .as(line.get(i).word())
          .isCloseTo(golden[i], within(LOG10_TOLERANCE));
    }
  }

  @Test
  void aCompressedFileHoldsTheSameText() {
    String model = pipeline.model(counts, Recipe.kneserNey(3));
    String plain = ArpaFile.text(pipeline.arpa(model, "plain.arpa"));
    assertThat(ArpaFile.text(pipeline.arpa(model, "packed.arpa.gz"))).isEqualTo(plain);
    String sharded = pipeline.model(pipeline.counts(corpus, 3, 1), Recipe.kneserNey(3));
    assertThat(ArpaFile.text(pipeline.arpa(sharded, "one-shard.arpa")).lines())
        .as("the order of the lines is that of the shards")
        .containsExactlyInAnyOrderElementsOf(plain.lines().toList());
  }

  /** Pruning, zero probabilities, orders without values of their own: the file says the same. */
  @Test
  void anyOtherReaderGetsTheProbabilitiesOfTheModel() {
    List<Recipe> recipes =
        List.of(
            Recipe.kneserNey(1),
            Recipe.kneserNey(3, 0, 1),
            Recipe.kneserNey(3, 0, 0, 1),
            Recipe.mle(1),
            Recipe.mle(3),
            Recipe.addDelta(1, 0.1),
            Recipe.addDelta(3, 0.1));
    for (Recipe recipe : recipes) {
      String path = pipeline.model(counts, recipe);
      String name = "%s-%d-%d.arpa".formatted(recipe.smoothing(), recipe.order(), path.hashCode());
      ArpaFile arpa = ArpaFile.parse(ArpaFile.text(pipeline.arpa(path, name)));
      assertSameProbabilities(arpa, Pipeline.open(path), recipe);
    }
  }

  private static void assertSameProbabilities(ArpaFile arpa, NgramModel model, Recipe recipe) {
    Vocabulary vocabulary = model.vocabulary();
    NgramModel.Lookup lookup = model.scorer();
    Set<List<String>> histories = new HashSet<>(List.of(List.of(), List.of("<s>")));
    List<String> words = List.of("<s>", "the", "students", "opened", "their", "<unk>", "exams");
    for (String first : words) {
      for (String second : words.subList(1, words.size())) {
        histories.add(List.of(first, second));
      }
    }
    double[] next = new double[vocabulary.size()];
    for (List<String> history : histories) {
      int[] ids = history.stream().mapToInt(w -> id(w, vocabulary)).toArray();
      lookup.next(ids, next);
      for (int id = 0; id < vocabulary.size(); id++) {
        if (id != Vocabulary.BOS) {
          double expected = Math.exp(next[id]);
          assertThat(Math.pow(10, arpa.log10(history, vocabulary.word(id))))
              .as("p(%s | %s) of %s", vocabulary.word(id), history, recipe)
              .isCloseTo(expected, within(1e-6 * expected + 1e-90));
        }
      }
    }
  }

  private static int id(String word, Vocabulary vocabulary) {
    return word.equals("<s>") ? Vocabulary.BOS : vocabulary.id(word);
  }

  @Test
  void scoresAreNoProbabilitiesAndAreRefused() {
    String model = pipeline.model(counts, Recipe.stupidBackoff(3, 0.4));
    assertThatThrownBy(() -> pipeline.arpa(model, "scores.arpa"))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining(model)
        .hasMessageContaining("stupid-backoff")
        .hasMessageContaining("another smoothing");
  }

  /** With many shards, frequent words are hot, so there are hot-context shards. */
  @Test
  void aFileOfManyShardsIsComplete() {
    List<String> glosses = new ArrayList<>(WordNetGlosses.all().subList(0, 34_000));
    String store = pipeline.counts(pipeline.corpus(Text.of(glosses)), 3, 24);
    String path = pipeline.model(store, Recipe.kneserNey(3));
    NgramModel model = Pipeline.open(path);
    assertThat(model.sharding().hasHotWords()).isTrue();
    assertThat(model.sharding().allShards()).isGreaterThan(model.sharding().shards() + 1);
    List<Long> ngrams = model.facts().ngrams();

    Path file = pipeline.arpa(path, "glosses.arpa.gz");
    ArpaFile arpa = ArpaFile.parse(ArpaFile.text(file));
    assertThat(arpa.order()).isEqualTo(3);
    for (int k = 1; k <= 3; k++) {
      assertThat(arpa.section(k)).hasSize(ngrams.get(k - 1).intValue());
    }
    for (int i = 0; i < arpa.section(3).size(); i += 97) {
      ArpaFile.Line line = arpa.section(3).get(i);
      int[] ids = line.words().stream().mapToInt(w -> id(w, model.vocabulary())).toArray();
      assertThat(line.log10p())
          .as("log10 p of %s", line.words())
          .isCloseTo(model.scorer().log10(ids, 0, 2, ids[2]), within(1e-7));
      if (ids[1] != Vocabulary.EOS) {
        assertThat(arpa.lines().get(line.words().subList(0, 2)).log10backoff())
            .isCloseTo(model.scorer().backoff(ids, 0, 2), within(1e-7));
      }
    }
  }

  private static String resource(String name) {
    try (InputStream in = ArpaExportTest.class.getResourceAsStream(name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

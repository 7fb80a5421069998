package org.corpuslm.ngram;

import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.corpuslm.ngram.SlowNgrams.Model;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The oracle against models and figures of an independent implementation, and by hand. */
class SlowNgramsTest {
  /** The ARPA files carry 32-bit floats, printed with 7 or 8 digits. */
  private static final double LOG10_TOLERANCE = 2e-6;

  private static final List<List<String>> TRAIN = sentences("/tiny/train.txt");
  private static final List<List<String>> TEST = sentences("/tiny/test.txt");
  private static final List<List<String>> ABC =
      List.of(List.of("a", "b"), List.of("a", "c"), List.of("a", "b"));

  private record ArpaLine(double log10p, List<String> words, double log10backoff) {}

  @ParameterizedTest
  @ValueSource(ints = {2, 3})
  void kneserNeyAgreesWithEveryLineOfTheGoldenArpa(int order) {
    SlowNgrams ngrams = new SlowNgrams(TRAIN, order);
    Model model = ngrams.modifiedKneserNey(true);
    List<ArpaLine> arpa = arpa(order);

    for (int k = 1; k <= order; k++) {
      int length = k;
      Set<List<String>> expected = new HashSet<>(ngrams.raw(k).keySet());
      if (k == 1) {
        expected.addAll(Set.of(List.of("<s>"), List.of("<unk>")));
      }
      assertThat(arpa.stream().map(ArpaLine::words).filter(g -> g.size() == length))
          .containsExactlyInAnyOrderElementsOf(expected);
    }
    for (ArpaLine line : arpa) {
      List<String> g = line.words();
      if (!g.equals(List.of("<s>"))) {
        assertThat(Math.log10(model.p(allButLast(g), g.get(g.size() - 1))))
            .as("log10 p of %s", g)
            .isCloseTo(line.log10p(), within(LOG10_TOLERANCE));
      }
      if (g.size() < order) {
        String unseen = unseenAfter(g, ngrams);
        double backoff = model.p(g, unseen) / model.p(g.subList(1, g.size()), unseen);
        assertThat(Math.log10(backoff))
            .as("log10 back-off of %s", g)
            .isCloseTo(line.log10backoff(), within(LOG10_TOLERANCE));
      }
    }
  }

  @Test
  void kneserNeyAgreesWithTheGoldenWordProbabilities() {
    Model model = new SlowNgrams(TRAIN, 3).modifiedKneserNey(true);
    List<String> line = List.of("<s>", "the", "students", "opened", "their", "minds", "</s>");
    double[] log10p = {
      -0.21392462, -0.41055804, -0.37661642, -0.18255195, -0.91574717, -0.39087206
    };
    for (int i = 1; i < line.size(); i++) {
      assertThat(Math.log10(model.p(line.subList(0, i), line.get(i))))
          .as(line.get(i))
          .isCloseTo(log10p[i - 1], within(LOG10_TOLERANCE));
    }
  }

  @ParameterizedTest
  @CsvSource({"2, 8.01273269409816, 6.991498985814767", "3, 7.22280532621861, 5.996578231115437"})
  void perplexityAgreesWithTheGoldenFigures(int order, double all, double withoutOov) {
    SlowNgrams ngrams = new SlowNgrams(TRAIN, order);
    Model model = ngrams.modifiedKneserNey(true);
    Set<String> vocabulary = ngrams.vocabulary();
    assertThat(SlowNgrams.perplexity(model, TEST, vocabulary, order, false))
        .isCloseTo(all, withinPercentage(1e-5 * 100));
    assertThat(SlowNgrams.perplexity(model, TEST, vocabulary, order, true))
        .isCloseTo(withoutOov, withinPercentage(1e-5 * 100));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5})
  void probabilitiesSumToOne(int order) {
    SlowNgrams ngrams = new SlowNgrams(TRAIN, order);
    SlowNgrams withUnknown =
        new SlowNgrams(
            TRAIN.stream()
                .map(s -> s.stream().map(SlowNgramsTest::rareAsUnknown).toList())
                .toList(),
            order);
    assertSumsToOne(ngrams, SlowNgrams::mle);
    assertSumsToOne(ngrams, n -> n.addDelta(0.01));
    assertSumsToOne(ngrams, n -> n.modifiedKneserNey(true));
    assertSumsToOne(withUnknown, n -> n.modifiedKneserNey(true));
    if (order > 1) {
      assertSumsToOne(ngrams, n -> n.modifiedKneserNey(true, 0, 1));
      assertSumsToOne(withUnknown, n -> n.modifiedKneserNey(true, 0, 2));
    }
  }

  @Test
  void pruningGivesTheWholeCountOfThePrunedToTheShorterContext() {
    SlowNgrams ngrams = new SlowNgrams(TRAIN, 3);
    Model model = ngrams.modifiedKneserNey(true, 0, 0, 1);

    assertThat(ngrams.kept(2, 0, 0, 1)).isEqualTo(ngrams.raw(2).keySet());
    assertThat(ngrams.kept(3, 0, 0, 1))
        .hasSizeLessThan(59)
        .contains(List.of("opened", "their", "exams"))
        .doesNotContain(List.of("opened", "their", "books"), List.of("a", "student", "read"));
    assertThat(model.p(List.of("a", "student"), "read"))
        .as("everything after the context was pruned")
        .isEqualTo(model.p(List.of("student"), "read"));
    // opened their: exams 2, books 1, laptops 1, minds 1; fallback D2 = 1; γ = (1 + 1 + 1 + 1) / 5
    assertThat(model.p(List.of("opened", "their"), "exams"))
        .isCloseTo(0.2 + 0.8 * model.p(List.of("their"), "exams"), within(1e-15));
    assertThat(model.p(List.of("opened", "their"), "books"))
        .isCloseTo(0.8 * model.p(List.of("their"), "books"), within(1e-15));
  }

  @Test
  void pruningSparesNoNgramForItsSpecialWords() {
    SlowNgrams ngrams = new SlowNgrams(TRAIN, 2);
    assertThat(ngrams.kept(2, 0, 1))
        .contains(List.of("<s>", "the"), List.of("exams", "</s>"))
        .doesNotContain(List.of("<s>", "as"), List.of("book", "</s>"));
  }

  @Test
  void refusesThresholdsThatMakeNoSense() {
    SlowNgrams ngrams = new SlowNgrams(TRAIN, 3);
    for (int[] prune : new int[][] {{1}, {0, 2, 1}, {0, 0, 0, 1}}) {
      assertThatIllegalArgumentException().isThrownBy(() -> ngrams.modifiedKneserNey(true, prune));
    }
  }

  @Test
  void discountsAreUndefinedWhereTheTextIsTooSmall() {
    SlowNgrams ngrams = new SlowNgrams(TRAIN, 3);
    assertThatIllegalStateException().isThrownBy(() -> ngrams.discounts(1));
    assertThat(ngrams.discounts(2)).hasSize(3);
    assertThatIllegalStateException().isThrownBy(() -> ngrams.discounts(3));
    assertThatIllegalStateException().isThrownBy(() -> ngrams.modifiedKneserNey(false));
  }

  @Test
  void discountsByHand() {
    // 8 words once, 3 twice, 2 three times, 1 four times (</s> five times): Y = 8 / 14
    List<String> words = List.of("a b c d e f g h i i j j k k l l l m m m n n n n".split(" ", 0));
    SlowNgrams ngrams =
        new SlowNgrams(List.of(words, List.of(), List.of(), List.of(), List.of()), 1);
    double y = 8 / 14.0;
    assertThat(ngrams.discounts(1))
        .containsExactly(
            new double[] {1 - 2 * y * 3 / 8, 2 - 3 * y * 2 / 3, 3 - 4 * y * 1 / 2}, within(1e-15));
  }

  @Test
  void countsByHand() {
    SlowNgrams ngrams = new SlowNgrams(ABC, 3);
    assertThat(ngrams.raw(1)).isEqualTo(counts("a", 3, "b", 2, "c", 1, "</s>", 3));
    assertThat(ngrams.raw(2))
        .isEqualTo(counts("<s> a", 3, "a b", 2, "a c", 1, "b </s>", 2, "c </s>", 1));
    assertThat(ngrams.raw(3))
        .isEqualTo(counts("<s> a b", 2, "<s> a c", 1, "a b </s>", 2, "a c </s>", 1));
    assertThat(ngrams.adjusted(1)).isEqualTo(counts("a", 1, "b", 1, "c", 1, "</s>", 2));
    assertThat(ngrams.adjusted(2))
        .isEqualTo(counts("<s> a", 3, "a b", 1, "a c", 1, "b </s>", 1, "c </s>", 1));
    assertThat(ngrams.adjusted(3)).isEqualTo(ngrams.raw(3));
    assertThat(ngrams.vocabulary()).containsExactlyInAnyOrder("a", "b", "c", "</s>", "<unk>");
  }

  @Test
  void anEmptySentenceIsOneEnd() {
    SlowNgrams ngrams = new SlowNgrams(List.of(List.of()), 3);
    assertThat(ngrams.raw(1)).isEqualTo(counts("</s>", 1));
    assertThat(ngrams.raw(2)).isEqualTo(counts("<s> </s>", 1));
    assertThat(ngrams.raw(3)).isEmpty();
  }

  @Test
  void maximumLikelihoodByHand() {
    Model mle = new SlowNgrams(ABC, 3).mle();
    assertThat(mle.p(List.of("<s>", "a"), "b")).isEqualTo(2 / 3.0);
    assertThat(mle.p(List.of("a", "b"), "c")).isZero();
    assertThat(mle.p(List.of("never", "a"), "b")).isEqualTo(2 / 3.0);
    assertThat(mle.p(List.of("a", "never"), "a")).isEqualTo(3 / 9.0);
    assertThat(mle.p(List.of(), "never")).isZero();
  }

  @Test
  void addDeltaByHand() {
    Model model = new SlowNgrams(ABC, 3).addDelta(0.5);
    assertThat(model.p(List.of("<s>", "a"), "b")).isEqualTo(2.5 / 5.5);
    assertThat(model.p(List.of("<s>", "a"), "never")).isEqualTo(0.5 / 5.5);
    assertThat(model.p(List.of("never", "a"), "b")).isEqualTo(1 / 5.0);
    assertThat(model.p(List.of(), "a")).isEqualTo(3.5 / 11.5);
  }

  @Test
  void stupidBackoffByHand() {
    Model model = new SlowNgrams(ABC, 3).stupidBackoff(0.4);
    assertThat(model.p(List.of("<s>", "a"), "b")).isEqualTo(2 / 3.0);
    assertThat(model.p(List.of("never", "a"), "b")).isEqualTo(0.4 * (2 / 3.0));
    assertThat(model.p(List.of("<s>", "a"), "</s>")).isEqualTo(0.4 * (0.4 * (3 / 9.0)));
    assertThat(model.p(List.of("never", "ever"), "a")).isEqualTo(0.4 * (0.4 * (3 / 9.0)));
    assertThat(model.p(List.of("a"), "never")).isZero();
  }

  @Test
  void onlyTheEndOfAHistoryMatters() {
    SlowNgrams ngrams = new SlowNgrams(TRAIN, 3);
    for (Model model : models(ngrams)) {
      assertThat(model.p(List.of("door", "<s>", "the"), "students"))
          .isEqualTo(model.p(List.of("<s>", "the"), "students"))
          .isEqualTo(model.p(List.of("a", "door", "<s>", "the"), "students"));
      assertThat(model.p(List.of("door", "<s>"), "the")).isEqualTo(model.p(List.of("<s>"), "the"));
      assertThat(model.p(List.of("their", "books", "the", "never"), "robot"))
          .isEqualTo(model.p(List.of("the", "<unk>"), "<unk>"));
      assertThat(model.p(List.of("the"), "<s>")).isZero();
    }
  }

  @Test
  void anUnknownWordOfTheTextHasItsTrainingCount() {
    SlowNgrams ngrams = new SlowNgrams(List.of(List.of("a", "<unk>"), List.of("<unk>", "b")), 2);
    assertThat(ngrams.vocabulary()).containsExactlyInAnyOrder("a", "b", "<unk>", "</s>");
    assertThat(ngrams.mle().p(List.of("a"), "never")).isEqualTo(1);
    assertThat(ngrams.mle().p(List.of("never"), "b")).isEqualTo(1 / 2.0);
    // a(<unk>) = 2 of 6 in all, D2 = 1; a and b have 1, </s> has 2; γ = (2 * 0.5 + 2 * 1) / 6
    assertThat(ngrams.modifiedKneserNey(true).p(List.of(), "never"))
        .isCloseTo(1 / 6.0 + 3 / 6.0 / 4, within(1e-15));
  }

  @Test
  void aZeroProbabilityMakesThePerplexityInfinite() {
    SlowNgrams ngrams = new SlowNgrams(TRAIN, 2);
    assertThat(SlowNgrams.perplexity(ngrams.mle(), TEST, ngrams.vocabulary(), 2, false))
        .isEqualTo(Double.POSITIVE_INFINITY);
  }

  private static List<Model> models(SlowNgrams ngrams) {
    return List.of(
        ngrams.mle(),
        ngrams.addDelta(0.5),
        ngrams.stupidBackoff(0.4),
        ngrams.modifiedKneserNey(true),
        ngrams.modifiedKneserNey(true, 0, 1));
  }

  /** After every seen context, the empty one and some that were never seen. */
  private static void assertSumsToOne(SlowNgrams ngrams, Function<SlowNgrams, Model> smoothing) {
    Model model = smoothing.apply(ngrams);
    Set<List<String>> histories = new HashSet<>(List.of(List.of(), List.of("never", "ever")));
    for (int k = 1; k <= ngrams.order(); k++) {
      ngrams.raw(k).keySet().forEach(g -> histories.addAll(List.of(g, allButLast(g))));
    }
    for (List<String> history : histories) {
      double sum = ngrams.vocabulary().stream().mapToDouble(w -> model.p(history, w)).sum();
      assertThat(sum).as("after %s", history).isCloseTo(1, within(1e-12));
    }
  }

  private static String rareAsUnknown(String word) {
    return Set.of("minds", "robot", "proctor").contains(word) ? "<unk>" : word;
  }

  private static String unseenAfter(List<String> g, SlowNgrams ngrams) {
    Set<List<String>> seen = ngrams.raw(g.size() + 1).keySet();
    return ngrams.vocabulary().stream()
        .filter(w -> !seen.contains(Stream.concat(g.stream(), Stream.of(w)).toList()))
        .findFirst()
        .orElseThrow();
  }

  private static List<String> allButLast(List<String> g) {
    return g.subList(0, g.size() - 1);
  }

  private static Map<List<String>, Long> counts(Object... ngramsAndCounts) {
    return Stream.iterate(0, i -> i < ngramsAndCounts.length, i -> i + 2)
        .collect(
            toMap(
                i -> List.of(ngramsAndCounts[i].toString().split(" ")),
                i -> ((Integer) ngramsAndCounts[i + 1]).longValue()));
  }

  private static List<ArpaLine> arpa(int order) {
    return lines("/tiny/order" + order + ".arpa").stream()
        .filter(line -> line.contains("\t"))
        .map(line -> line.split("\t"))
        .map(
            f ->
                new ArpaLine(
                    Double.parseDouble(f[0]),
                    List.of(f[1].split(" ")),
                    f.length > 2 ? Double.parseDouble(f[2]) : 0))
        .toList();
  }

  private static List<List<String>> sentences(String resource) {
    return lines(resource).stream()
        .map(line -> line.isEmpty() ? List.<String>of() : List.of(line.split(" ")))
        .toList();
  }

  private static List<String> lines(String resource) {
    try (InputStream in = SlowNgramsTest.class.getResourceAsStream(resource)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

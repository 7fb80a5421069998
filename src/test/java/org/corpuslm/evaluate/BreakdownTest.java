package org.corpuslm.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.corpuslm.evaluate.EvaluateConfig.Details;
import org.corpuslm.evaluate.EvaluateConfig.Serving;
import org.corpuslm.ngram.DetailRows;
import org.corpuslm.ngram.Pipeline;
import org.corpuslm.ngram.Pipeline.Report;
import org.corpuslm.ngram.Pipeline.Text;
import org.corpuslm.ngram.Recipe;
import org.corpuslm.ngram.SlowNgrams;
import org.corpuslm.ngram.WordNetGlosses;
import org.corpuslm.runtime.Staging;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Every table of a breakdown against the obvious account of the details of every token. */
class BreakdownTest {
  private static final List<Recipe> RECIPES =
      List.of(Recipe.kneserNey(3), Recipe.mle(2), Recipe.stupidBackoff(3, 0.4));
  private static final double LN10 = Math.log(10);

  private static Pipeline pipeline;
  private static List<List<String>> test;
  private static Map<String, Long> trained;
  private static SlowNgrams slow;
  private static String corpus;
  private static List<String> models;
  private static Report report;
  private static Evaluation evaluation;
  private static Evaluation inOnePiece;

  @BeforeAll
  static void evaluate() {
    pipeline = new Pipeline();
    List<String> glosses = WordNetGlosses.all();
    List<String> train = glosses.subList(0, 900);
    List<String> lines = new ArrayList<>(glosses.subList(2000, 2150));
    lines.addAll(List.of("", "of the", "never seen gryphons here", "a " + "very ".repeat(120)));
    lines.addAll(glosses.subList(2000, 2003));
    corpus = pipeline.corpus(Text.of(train).withTest(lines).inFiles(2, 3));
    String other = pipeline.corpus(Text.of(train).withTest(lines).inFiles(2, 1));
    test = Pipeline.sentences(lines);
    slow = new SlowNgrams(Pipeline.sentences(train), 3);
    trained = new HashMap<>();
    Pipeline.sentences(train).forEach(s -> s.forEach(w -> trained.merge(w, 1L, Long::sum)));
    String counts = pipeline.counts(corpus, 3, 3);
    models = RECIPES.stream().map(r -> pipeline.model(counts, r)).toList();
    report = pipeline.perplexity(models, corpus, "test", Details.WORDS, Serving.WHOLE);
    evaluation = run(corpus, Serving.WHOLE);
    inOnePiece = run(other, Serving.SHARDED);
  }

  private static Evaluation run(String of, Serving serving) {
    EvaluateConfig config =
        new EvaluateConfig(
            models, of, "test", List.of(), Details.NONE, serving, 0, false, false);
    return new Evaluate(Pipeline.cluster(), config).run(new Staging("none"));
  }

  @AfterAll
  static void remove() {
    pipeline.close();
  }

  /** A token of the details, with what is around it. */
  private record Token(
      String word, boolean oov, double lnP, int order, int position, int sentenceWords) {}

  private static List<List<Token>> sentences(int model) {
    List<List<DetailRows.Word>> rows = new ArrayList<>();
    for (DetailRows.Word row : DetailRows.words(report.directory(), model)) {
      if (row.position() == 0) {
        rows.add(new ArrayList<>());
      }
      rows.get(rows.size() - 1).add(row);
    }
    return rows.stream()
        .map(
            s ->
                s.stream()
                    .map(
                        w ->
                            new Token(
                                w.word(),
                                w.oov() == 1,
                                w.log10() * LN10,
                                w.order(),
                                w.position() + 1,
                                s.size() - 1))
                    .toList())
        .toList();
  }

  private static String band(long value, List<String> labels) {
    for (String label : labels) {
      String[] ends = label.replace("+", "").split("-");
      long from = Long.parseLong(ends[0]);
      long to = ends.length > 1 ? Long.parseLong(ends[1]) : label.endsWith("+") ? value : from;
      if (value >= from && value <= to) {
        return label;
      }
    }
    throw new AssertionError(value + " is in none of " + labels);
  }

  private static void assertCells(
      List<String> labels,
      Function<Breakdown, List<Cell>> cells,
      Function<Token, String> labelOf) {
    for (int m = 0; m < models.size(); m++) {
      Map<String, List<Double>> expected = new LinkedHashMap<>();
      sentences(m)
          .forEach(
              s ->
                  s.forEach(
                      t ->
                          expected
                              .computeIfAbsent(labelOf.apply(t), l -> new ArrayList<>())
                              .add(t.lnP())));
      List<Cell> ours = cells.apply(evaluation.models().get(m).breakdown());
      assertThat(ours).hasSize(labels.size());
      assertThat(labels).containsAll(expected.keySet());
      for (int i = 0; i < labels.size(); i++) {
        List<Double> row = expected.getOrDefault(labels.get(i), List.of());
        assertThat(ours.get(i).tokens()).as(labels.get(i)).isEqualTo(row.size());
        assertThat(ours.get(i).zeroProbability())
            .isEqualTo(row.stream().filter(ln -> ln.isInfinite()).count());
        assertSame(
            ours.get(i).crossEntropy(),
            -row.stream().mapToDouble(ln -> ln).sum() / row.size(),
            1e-11);
      }
    }
  }

  private static void assertSame(double ours, double expected, double relative) {
    if (Double.isFinite(expected)) {
      assertThat(ours).isCloseTo(expected, within(relative * Math.abs(expected)));
    } else {
      assertThat(ours).isEqualTo(expected);
    }
  }

  @Test
  void byFrequencyOfTheWord() {
    List<String> labels = Bands.frequencies();
    assertCells(
        labels,
        Breakdown::byFrequency,
        t ->
            t.oov()
                ? "unknown word"
                : t.word().equals("</s>")
                    ? "</s>"
                    : band(trained.get(t.word()), labels.subList(2, labels.size())));
  }

  @Test
  void byLengthOfTheSentenceAndPosition() {
    List<String> lengths = Bands.LENGTHS.labels();
    assertThat(lengths).startsWith("0", "1-5", "6-10").endsWith("101+");
    assertCells(lengths, Breakdown::byLength, t -> band(t.sentenceWords(), lengths));
    List<String> positions = Bands.POSITIONS.labels();
    assertThat(positions).startsWith("1", "2", "3").endsWith("41-100", "101+");
    assertCells(positions, Breakdown::byPosition, t -> band(t.position(), positions));
  }

  @Test
  void byOrderOfTheNgramUsed() {
    for (int m = 0; m < models.size(); m++) {
      int order = RECIPES.get(m).order();
      Breakdown ours = evaluation.models().get(m).breakdown();
      assertThat(ours.byOrder()).hasSize(order);
      long backedOff = 0;
      long steps = 0;
      long[] tokens = new long[order + 1];
      for (List<Token> sentence : sentences(m)) {
        for (Token t : sentence) {
          int longest = Math.min(order, t.position() + 1); // <s> and the words before
          tokens[t.order()]++;
          steps += longest - t.order();
          backedOff += t.order() < longest ? 1 : 0;
        }
      }
      for (int k = 1; k <= order; k++) {
        assertThat(ours.byOrder().get(k - 1).tokens()).isEqualTo(tokens[k]);
      }
      assertThat(ours.backedOff()).isEqualTo(backedOff).isGreaterThan(100);
      assertThat(ours.backOffs()).isEqualTo(steps);
    }
  }

  @Test
  void hardestAndEasiestSentences() {
    for (int m = 0; m < models.size(); m++) {
      Set<List<String>> seen = new HashSet<>();
      List<List<Token>> ranked = new ArrayList<>(sentences(m));
      ranked.removeIf(s -> s.size() <= Breakdown.LEAST_WORDS);
      ranked.removeIf(s -> !seen.add(s.stream().map(Token::word).toList()));
      Comparator<List<Token>> byText = Comparator.comparing(BreakdownTest::text);
      ranked.sort(Comparator.comparingDouble(BreakdownTest::nats).thenComparing(byText));
      Breakdown ours = evaluation.models().get(m).breakdown();
      assertRanked(ours.easiest(), ranked.subList(0, 10));
      ranked.sort(Comparator.comparingDouble(BreakdownTest::nats).reversed().thenComparing(byText));
      assertRanked(ours.hardest(), ranked.subList(0, 10));
    }
  }

  private static double nats(List<Token> sentence) {
    double sum = 0;
    for (Token t : sentence) {
      sum += t.lnP();
    }
    return (float) (-sum / sentence.size()); // details are log10: equal scores stay equal
  }

  private static String text(List<Token> sentence) {
    return String.join("\n", sentence.stream().map(Token::word).limit(60).toList());
  }

  private static void assertRanked(List<RankedSentence> ours, List<List<Token>> expected) {
    assertThat(ours.stream().map(RankedSentence::text).toList())
        .containsExactlyElementsOf(expected.stream().map(BreakdownTest::text).toList());
    for (int i = 0; i < ours.size(); i++) {
      assertThat(ours.get(i).tokens()).isEqualTo(expected.get(i).size());
      assertSame(ours.get(i).nats(), nats(expected.get(i)), 1e-6);
      for (int w = 0; w < ours.get(i).lnP().length; w++) {
        assertSame(ours.get(i).lnP()[w], expected.get(i).get(w).lnP(), 1e-12);
      }
    }
  }

  @Test
  void unknownWordsAreCounted() {
    Map<String, Long> expected = new HashMap<>();
    test.forEach(
        s -> s.stream().filter(w -> !trained.containsKey(w)).forEach(w -> expected.merge(w, 1L, Long::sum)));
    OovList oov = evaluation.oov();
    assertThat(oov.types()).isEqualTo(expected.size()).isGreaterThan(100);
    assertThat(oov.literal()).isZero();
    Map<String, Long> ours = new HashMap<>();
    oov.words().forEach(w -> ours.put(w.word(), w.count()));
    assertThat(ours).isEqualTo(expected).containsKey("gryphons");
    assertThat(oov.words())
        .isSortedAccordingTo(
            Comparator.comparingLong(OovList.Word::count).reversed().thenComparing(OovList.Word::word));
    assertThat(inOnePiece.oov()).isEqualTo(oov);
  }

  @Test
  void calibrationLooksAtWholeDistributions() {
    List<SlowNgrams.Model> slowModels = RECIPES.stream().map(r -> r.slow(slow)).toList();
    double rate = 0.1; // a short text: a tenth of the positions
    List<String> words = new ArrayList<>(slow.vocabulary());
    if (!words.contains(SlowNgrams.END)) {
      words.add(SlowNgrams.END);
    }
    if (!words.contains(SlowNgrams.UNKNOWN)) {
      words.add(SlowNgrams.UNKNOWN);
    }
    words.remove(SlowNgrams.BEGIN);
    int files = 3;
    double[] expected = new double[Calibration.EDGES.length];
    long[] observed = new long[Calibration.EDGES.length];
    long hits = 0;
    long positions = 0;
    for (int f = 0; f < files; f++) {
      int from = f * test.size() / files;
      for (int s = from; s < (f + 1) * test.size() / files; s++) {
        List<String> sentence = new ArrayList<>(List.of(SlowNgrams.BEGIN));
        sentence.addAll(test.get(s));
        sentence.add(SlowNgrams.END);
        for (int i = 1; i < sentence.size(); i++) {
          if (Hash.unit(Hash.of(1, f, s - from, i - 1)) < rate) {
            List<String> history = sentence.subList(0, i);
            String actual = trained.containsKey(sentence.get(i)) || i == sentence.size() - 1
                ? sentence.get(i) : SlowNgrams.UNKNOWN;
            double most = 0;
            for (String w : words) {
              double p = slowModels.get(0).p(history, w);
              expected[range(p)] += p;
              most = Math.max(most, p);
            }
            double p = slowModels.get(0).p(history, actual);
            observed[range(p)]++;
            hits += p > most * (1 - 1e-9) ? 1 : 0;
            positions++;
          }
        }
      }
    }
    Calibration ours = evaluation.models().get(0).breakdown().calibration();
    assertThat(ours.positions()).isEqualTo(positions).isGreaterThan(100);
    double sum = 0;
    for (int i = 0; i < expected.length; i++) {
      assertThat(ours.expected(i)).isCloseTo(expected[i], within(1e-6 * positions));
      assertThat(ours.observed(i)).isEqualTo(observed[i]);
      sum += ours.expected(i);
    }
    assertThat(sum).as("probabilities sum to one").isCloseTo(positions, within(1e-6 * positions));
    assertThat(ours.accuracy() * positions).isCloseTo(hits, within(1e-6));
    assertThat(ours.error()).isBetween(0.0, 1.0);
    assertThat(evaluation.models().get(2).breakdown().calibration()).as("scores").isNull();
    assertThat(inOnePiece.models().get(0).breakdown().calibration()).as("sharded").isNull();
  }

  private static int range(double p) {
    int i = 0;
    while (i < Calibration.EDGES.length - 1 && p > Calibration.EDGES[i] * (1 + 1e-9)) {
      i++;
    }
    return i;
  }

  @Test
  void partitionsAndServingChangeNoTable() {
    for (int m = 0; m < models.size(); m++) {
      Breakdown a = evaluation.models().get(m).breakdown();
      Breakdown b = inOnePiece.models().get(m).breakdown();
      List<Function<Breakdown, List<Cell>>> tables =
          List.of(
              Breakdown::byFrequency,
              Breakdown::byLength,
              Breakdown::byPosition,
              Breakdown::byOrder);
      for (Function<Breakdown, List<Cell>> table : tables) {
        for (int i = 0; i < table.apply(a).size(); i++) {
          Cell ours = table.apply(a).get(i);
          Cell other = table.apply(b).get(i);
          assertThat(ours.tokens()).isEqualTo(other.tokens());
          assertSame(ours.crossEntropy(), other.crossEntropy(), 1e-12);
        }
      }
      assertThat(a.backOffs()).isEqualTo(b.backOffs());
      for (int i = 0; i < 10; i++) {
        assertThat(a.hardest().get(i).words()).isEqualTo(b.hardest().get(i).words());
        assertThat(a.easiest().get(i).words()).isEqualTo(b.easiest().get(i).words());
      }
    }
  }
}

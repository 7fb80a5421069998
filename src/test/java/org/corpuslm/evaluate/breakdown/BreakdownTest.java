package org.corpuslm.evaluate.breakdown;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.corpuslm.evaluate.Evaluation;
import org.corpuslm.evaluate.breakdown.BreakdownFixture.Token;
import org.corpuslm.evaluate.stats.TokenStats;
import org.corpuslm.ngram.Pipeline;
import org.corpuslm.ngram.Pipeline.Report;
import org.corpuslm.runtime.Columns;
import org.corpuslm.runtime.PublishedFile;
import org.corpuslm.runtime.TableReader;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Every table of a breakdown against the obvious account of the details of every token. */
class BreakdownTest {
  private static BreakdownFixture fixture;
  private static Evaluation evaluation;
  private static Report report;

  @BeforeAll
  static void evaluate() {
    fixture = new BreakdownFixture();
    evaluation = fixture.evaluation();
    report = fixture.report();
  }

  @AfterAll
  static void remove() {
    fixture.close();
  }

  private static String band(long value, List<String> labels) {
    for (String label : labels) {
      String[] ends = label.replace("+", "").split("-", 0);
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
      Function<Breakdown, List<TokenStats>> cells,
      Function<Token, String> labelOf) {
    for (int m = 0; m < BreakdownFixture.RECIPES.size(); m++) {
      Map<String, List<Double>> expected = new LinkedHashMap<>();
      fixture
          .sentences(m)
          .forEach(
              s ->
                  s.forEach(
                      t ->
                          expected
                              .computeIfAbsent(labelOf.apply(t), l -> new ArrayList<>())
                              .add(t.lnP())));
      List<TokenStats> actual = cells.apply(evaluation.models().get(m).breakdown());
      assertThat(actual).hasSize(labels.size());
      assertThat(labels).containsAll(expected.keySet());
      for (int i = 0; i < labels.size(); i++) {
        List<Double> row = expected.getOrDefault(labels.get(i), List.of());
        assertThat(actual.get(i).tokens()).as(labels.get(i)).isEqualTo(row.size());
        assertThat(actual.get(i).zeroProbability())
            .isEqualTo(row.stream().filter(ln -> ln.isInfinite()).count());
        assertSame(
            actual.get(i).crossEntropy(),
            -row.stream().mapToDouble(ln -> ln).sum() / row.size(),
            1e-11);
      }
    }
  }

  private static void assertSame(double actual, double expected, double relative) {
    if (Double.isFinite(expected)) {
      assertThat(actual).isCloseTo(expected, within(relative * Math.abs(expected)));
    } else {
      assertThat(actual).isEqualTo(Double.valueOf(expected)); // NaN is NaN
    }
  }

  @Test
  void byFrequencyOfTheWord() {
    List<String> labels = Buckets.frequencies();
    assertCells(
        labels,
        Breakdown::byFrequency,
        t ->
            t.oov()
                ? "unknown word"
                : t.word().equals("</s>")
                    ? "</s>"
                    : band(fixture.trained().get(t.word()), labels.subList(2, labels.size())));
  }

  @Test
  void byLengthOfTheSentenceAndPosition() {
    List<String> lengths = Buckets.LENGTHS.labels();
    assertThat(lengths).startsWith("0", "1-5", "6-10").endsWith("101+");
    assertCells(lengths, Breakdown::byLength, t -> band(t.sentenceWords(), lengths));
    List<String> positions = Buckets.POSITIONS.labels();
    assertThat(positions).startsWith("1", "2", "3").endsWith("41-100", "101+");
    assertCells(positions, Breakdown::byPosition, t -> band(t.position(), positions));
  }

  @Test
  void byOrderOfTheNgramUsed() {
    for (int m = 0; m < BreakdownFixture.RECIPES.size(); m++) {
      int order = BreakdownFixture.RECIPES.get(m).order();
      Breakdown actual = evaluation.models().get(m).breakdown();
      assertThat(actual.byOrder()).hasSize(order);
      long backedOff = 0;
      long steps = 0;
      long[] tokens = new long[order + 1];
      for (List<Token> sentence : fixture.sentences(m)) {
        for (Token t : sentence) {
          int longest = Math.min(order, t.position() + 1); // <s> and the words before
          tokens[t.order()]++;
          steps += longest - t.order();
          backedOff += t.order() < longest ? 1 : 0;
        }
      }
      for (int k = 1; k <= order; k++) {
        assertThat(actual.byOrder().get(k - 1).tokens()).isEqualTo(tokens[k]);
      }
      assertThat(actual.backedOff()).isEqualTo(backedOff).isGreaterThan(100);
      assertThat(actual.backOffs()).isEqualTo(steps);
    }
  }

  @Test
  void hardestAndEasiestSentences() {
    for (int m = 0; m < BreakdownFixture.RECIPES.size(); m++) {
      Set<List<String>> seen = new HashSet<>();
      List<List<Token>> ranked = new ArrayList<>(fixture.sentences(m));
      ranked.removeIf(s -> s.size() <= Breakdown.MIN_WORDS);
      ranked.removeIf(s -> !seen.add(s.stream().map(Token::word).toList()));
      Comparator<List<Token>> byText = Comparator.comparing(BreakdownTest::text);
      ranked.sort(Comparator.comparingDouble(BreakdownTest::nats).thenComparing(byText));
      Breakdown actual = evaluation.models().get(m).breakdown();
      assertRanked(actual.easiest(), ranked.subList(0, 10));
      ranked.sort(Comparator.comparingDouble(BreakdownTest::nats).reversed().thenComparing(byText));
      assertRanked(actual.hardest(), ranked.subList(0, 10));
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

  private static void assertRanked(List<RankedSentence> actual, List<List<Token>> expected) {
    assertThat(actual.stream().map(RankedSentence::text).toList())
        .containsExactlyElementsOf(expected.stream().map(BreakdownTest::text).toList());
    for (int i = 0; i < actual.size(); i++) {
      assertThat(actual.get(i).tokens()).isEqualTo(expected.get(i).size());
      assertSame(actual.get(i).nats(), nats(expected.get(i)), 1e-6);
      for (int w = 0; w < actual.get(i).lnP().length; w++) {
        assertSame(actual.get(i).lnP()[w], expected.get(i).get(w).lnP(), 1e-12);
      }
    }
  }

  @Test
  void tablesAreThereAsCsvAndParquet() throws IOException {
    List<String> files =
        report.directory().manifest().below("tables").stream().map(PublishedFile::path).toList();
    assertThat(files).hasSize(32).contains("tables/models.csv", "tables/growth.parquet");
    for (String csv : files.stream().filter(f -> f.endsWith(".csv")).toList()) {
      String parquet = csv.replace(".csv", ".parquet");
      assertThat(files).contains(parquet);
      long rows =
          report.directory().manifest().files().stream()
              .filter(f -> f.path().equals(parquet))
              .findFirst()
              .orElseThrow()
              .rows();
      assertThat(text(csv).split("\r\n")).hasSize((int) rows + 1);
    }
    Columns columns =
        new Columns()
            .text("model")
            .text("measure")
            .text("length")
            .int64("tokens")
            .int64("zeroProbability")
            .float64("share")
            .float64("crossEntropyNats")
            .float64("value");
    List<String> lines = new ArrayList<>();
    PublishedFile file =
        report.directory().manifest().files().stream()
            .filter(f -> f.path().equals("tables/length.parquet"))
            .findFirst()
            .orElseThrow();
    try (TableReader table = new TableReader(Pipeline.conf(), report.directory(), file, columns)) {
      while (table.next()) {
        lines.add(
            "%s,%s,%s,%d,%d,%s,%s,%s"
                .formatted(
                    new String(table.text(0), StandardCharsets.UTF_8),
                    new String(table.text(1), StandardCharsets.UTF_8),
                    new String(table.text(2), StandardCharsets.UTF_8),
                    table.int64(3),
                    table.int64(4),
                    table.float64(5),
                    table.float64(6),
                    table.float64(7))
                .replace("NaN", ""));
      }
    }
    List<String> csv = List.of(text("tables/length.csv").split("\r\n"));
    assertThat(csv.subList(1, csv.size())).containsExactlyElementsOf(lines);
  }

  private static String text(String file) throws IOException {
    return Files.readString(Path.of(URI.create(report.directory().path() + "/" + file)));
  }

  @Test
  void partitionsAndServingChangeNoTable() {
    for (int m = 0; m < BreakdownFixture.RECIPES.size(); m++) {
      Breakdown a = evaluation.models().get(m).breakdown();
      Breakdown b = fixture.inOnePiece().models().get(m).breakdown();
      List<Function<Breakdown, List<TokenStats>>> tables =
          List.of(
              Breakdown::byFrequency,
              Breakdown::byLength,
              Breakdown::byPosition,
              Breakdown::byOrder);
      for (Function<Breakdown, List<TokenStats>> table : tables) {
        for (int i = 0; i < table.apply(a).size(); i++) {
          TokenStats actual = table.apply(a).get(i);
          TokenStats other = table.apply(b).get(i);
          assertThat(actual.tokens()).isEqualTo(other.tokens());
          assertSame(actual.crossEntropy(), other.crossEntropy(), 1e-12);
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

package org.corpuslm.ngram;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.corpuslm.ngram.model.NgramFacts;
import org.corpuslm.report.PerplexityReport;
import org.corpuslm.runtime.Published;
import org.junit.jupiter.api.Assumptions;

/**
 * Figures of an independent implementation of modified Kneser-Ney, {@code golden/kneser-ney.tsv};
 * it computes in single precision.
 */
public final class GoldenFigures {
  private static final double RELATIVE = 1e-5;

  private GoldenFigures() {}

  /** One line of the table. */
  public record Row(
      String corpus,
      int order,
      List<Long> prune,
      String split,
      double perplexity,
      double perplexityExcludingOov,
      long oov,
      long tokens,
      List<Long> ngrams) {
    Recipe recipe() {
      return Recipe.kneserNey(order, prune.stream().mapToLong(t -> t).toArray());
    }

    @Override
    public String toString() {
      return "%s order %d prune %s %s".formatted(corpus, order, prune, split);
    }
  }

  /** All rows of one corpus. */
  public static List<Row> of(String corpus) {
    try (InputStream in = GoldenFigures.class.getResourceAsStream("/golden/kneser-ney.tsv");
        BufferedReader lines =
            new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
      return lines
          .lines()
          .skip(1)
          .map(line -> line.split("\t", -1))
          .filter(f -> f[0].equals(corpus))
          .map(GoldenFigures::row)
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Row row(String[] f) {
    return new Row(
        f[0],
        Integer.parseInt(f[1]),
        numbers(f[2], " "),
        f[3],
        Double.parseDouble(f[4]),
        Double.parseDouble(f[5]),
        Long.parseLong(f[6]),
        Long.parseLong(f[7]),
        numbers(f[8], "/"));
  }

  private static List<Long> numbers(String text, String separator) {
    return text.isBlank()
        ? List.of()
        : Arrays.stream(text.split(separator)).map(Long::parseLong).toList();
  }

  /**
   * Counts the corpus once, estimates every model of the table, scores valid and test, and compares
   * all figures: perplexities within 1e-5, whole numbers exactly.
   */
  public static void assertAgreement(Pipeline pipeline, String corpus, List<Row> rows) {
    assertThat(rows).isNotEmpty();
    int order = rows.stream().mapToInt(Row::order).max().orElseThrow();
    String counts = pipeline.counts(corpus, order, 0);
    List<Recipe> recipes = rows.stream().map(Row::recipe).distinct().toList();
    List<String> models = recipes.stream().map(r -> pipeline.model(counts, r)).toList();
    double largest = 0;
    for (String split : List.of("valid", "test")) {
      List<PerplexityReport.Model> figures =
          pipeline.perplexity(models, corpus, split).content().models();
      for (Row row : rows.stream().filter(r -> r.split().equals(split)).toList()) {
        int m = recipes.indexOf(row.recipe());
        PerplexityReport.Model actual = figures.get(m);
        String what = row.toString();
        assertThat(actual.tokens()).as("tokens of %s", what).isEqualTo(row.tokens());
        assertThat(actual.oov()).as("OOV of %s", what).isEqualTo(row.oov());
        assertThat(facts(models.get(m)).ngrams()).as("n-grams of %s", what).isEqualTo(row.ngrams());
        assertThat(actual.perplexity())
            .as("perplexity of %s", what)
            .isCloseTo(row.perplexity(), withinPercentage(100 * RELATIVE));
        assertThat(actual.perplexityExcludingOov())
            .as("perplexity without OOV of %s", what)
            .isCloseTo(row.perplexityExcludingOov(), withinPercentage(100 * RELATIVE));
        largest =
            Math.max(
                largest,
                Math.max(
                    Math.abs(actual.perplexity() / row.perplexity() - 1),
                    Math.abs(actual.perplexityExcludingOov() / row.perplexityExcludingOov() - 1)));
      }
    }
    System.out.printf(
        "%s: %d golden figures, largest deviation %.1e%n",
        rows.get(0).corpus(), 2 * rows.size(), largest);
  }

  private static NgramFacts facts(String model) {
    return Published.open(Pipeline.conf(), model).facts(NgramFacts.class);
  }

  /** A corpus beside the project, in {@code ../shared/data}; the test is skipped without it. */
  static Path sharedCorpus(String name) {
    Path project = Path.of(System.getProperty("corpuslm.basedir", "."));
    Path folder = project.resolve("../shared/data").resolve(name).normalize();
    Assumptions.assumeTrue(
        Files.isDirectory(folder),
        () -> "skipped: the corpus " + name + " is not in ../shared/data beside the project");
    return folder;
  }

  /** The lines of {@code train}, {@code valid} or {@code test} of such a corpus. */
  static List<String> lines(Path folder, String split) {
    Path file = folder.resolve(split + ".txt.gz");
    try (InputStream raw = Files.newInputStream(file);
        InputStream in = new GZIPInputStream(raw)) {
      String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      // Not lines(): these split at \n alone.
      List<String> lines = new ArrayList<>(List.of(text.split("\n", -1)));
      if (lines.get(lines.size() - 1).isEmpty()) {
        lines.remove(lines.size() - 1);
      }
      return lines;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static Pipeline.Text map(Pipeline.Text text, java.util.function.UnaryOperator<String> change) {
    return new Pipeline.Text(
        text.train().stream().map(change).toList(),
        text.valid().stream().map(change).toList(),
        text.test().stream().map(change).toList(),
        text.trainFiles(),
        text.otherFiles());
  }

  static String words(Stream<String> words) {
    return words.collect(Collectors.joining(" "));
  }
}

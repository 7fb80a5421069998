package org.corpuslm.compare;

import static java.util.stream.Collectors.toSet;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Reports side by side: the content of {@code compare.json}; its fields are a contract.
 *
 * @param reports in order
 * @param baseline index of the report that the last one is judged against
 * @param margin relative
 * @param sameText whether baseline and last report compare at all
 * @param models one row each
 * @param verdict WORSE if any model is, else BETTER if any is, else NOT_DISTINGUISHABLE;
 *     NOT_COMPARED if no model could be compared
 */
public record Comparison(
    List<Report> reports,
    int baseline,
    double margin,
    boolean sameText,
    List<Row> models,
    Verdict verdict) {

  /** The last report, which is judged. */
  public int last() {
    return reports.size() - 1;
  }

  /** How the last report stands to the one before. */
  public enum Verdict {
    BETTER,
    NOT_DISTINGUISHABLE,
    WORSE,
    NOT_COMPARED;

    /** For tables. */
    String words() {
      return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    /** Of all models. */
    static Verdict overall(List<Row> rows) {
      Set<Verdict> found = rows.stream().map(r -> r.judgement().verdict()).collect(toSet());
      return Stream.of(WORSE, BETTER, NOT_DISTINGUISHABLE)
          .filter(found::contains)
          .findFirst()
          .orElse(NOT_COMPARED);
    }
  }

  /**
   * One report.
   *
   * @param label the shortest end of its path that no other has, or the version
   * @param created when, ISO-8601
   * @param state what became of the version; empty if it is none
   * @param corpus what was evaluated on
   * @param difference why it does not compare with the last report; empty if it does
   */
  public record Report(
      String label,
      String path,
      String created,
      String state,
      String corpus,
      String split,
      int vocabularySize,
      String difference) {}

  /**
   * One model through all reports.
   *
   * @param name as the last report that has it names it
   * @param figures by report; null where it is missing
   */
  public record Row(String name, String kind, List<Figure> figures, Judgement judgement) {}

  /**
   * One model in one report.
   *
   * @param perplexity null for scores
   * @param confidence95 null where it has no meaning
   * @param score exp(−mean ln s) where values are scores, else null
   * @param change of the perplexity against the baseline, relative; null where it has no meaning
   */
  public record Figure(
      String name,
      String path,
      Double perplexity,
      double[] confidence95,
      Double score,
      long tokens,
      long oov,
      Double change) {}

  /**
   * The last report's figure against the baseline's.
   *
   * @param change relative; null where it has no meaning
   * @param intervalsOverlap of the perplexities, 95 %; null where one has none
   * @param pValue paired two-sided t-test over sentences; null without details of both reports
   * @param reason what the verdict rests on
   */
  public record Judgement(
      Verdict verdict, Double change, Boolean intervalsOverlap, Double pValue, String reason) {}
}

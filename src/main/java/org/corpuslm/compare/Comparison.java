package org.corpuslm.compare;

import static java.util.stream.Collectors.toSet;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A comparison of reports: the content of {@code compare.json}, whose fields are a contract.
 *
 * @param reports the reports in order
 * @param baseline index of the report that the last one is judged against
 * @param margin relative change of perplexity that counts as no change
 * @param sameText whether the baseline and the last report are about the same text
 * @param models rows by model
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

  /** Returns the index of the last report, which is judged. */
  public int last() {
    return reports.size() - 1;
  }

  /** The outcome of judging the last report. */
  public enum Verdict {
    BETTER,
    NOT_DISTINGUISHABLE,
    WORSE,
    NOT_COMPARED;

    /** Returns the verdict in words, for tables. */
    String words() {
      return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    /** Returns the verdict over all models. */
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
   * @param label id of the version, or the shortest end of the path that no other report has
   * @param path directory of the report
   * @param created time when the report, or the decision on the version, was made; ISO-8601
   * @param state state of the version; empty if it is none
   * @param corpus directory of the corpus, or the files of text
   * @param split held-out split of the corpus; {@code text} for plain text
   * @param vocabularySize number of words that the first model can predict
   * @param difference reason why it is not comparable with the last report; empty if it is
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
   * One model in all reports.
   *
   * @param name name in the last report that has the model
   * @param kind kind of the model's directory
   * @param figures figures by report; null where the model is missing
   * @param judgement the last report's figure against that of the baseline
   */
  public record Row(String name, String kind, List<Figure> figures, Judgement judgement) {}

  /**
   * One model in one report.
   *
   * @param name name of the model in the report
   * @param path directory of the model
   * @param perplexity perplexity; null for scores
   * @param confidence95 95% interval of the perplexity; null if it has none
   * @param score exp(−mean ln s) for scores, else null
   * @param tokens number of tokens, {@code </s>} included
   * @param oov number of OOV tokens
   * @param change relative change of the perplexity from the baseline; null without finite ones
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
   * The judgement on the last report's figure against that of the baseline.
   *
   * @param verdict better, worse, not distinguishable or not compared
   * @param change relative change of the perplexity; null without finite ones
   * @param intervalsOverlap whether the 95% intervals overlap; null if one is missing
   * @param pValue p of a paired two-sided t-test over sentences; null without details of both
   *     reports
   * @param reason evidence for the verdict
   */
  public record Judgement(
      Verdict verdict, Double change, Boolean intervalsOverlap, Double pValue, String reason) {}
}

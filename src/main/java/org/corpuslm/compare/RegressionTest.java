package org.corpuslm.compare;

import java.util.Locale;
import org.corpuslm.compare.Comparison.Figure;
import org.corpuslm.compare.Comparison.Judgement;
import org.corpuslm.compare.Comparison.Verdict;
import org.corpuslm.evaluate.stats.PairedStats;

/**
 * Judges a figure against an earlier one. It is better or worse if it differs by more than the
 * margin and the difference is significant: by a paired test over the sentences if both have
 * details (p below 0.05), else by 95% confidence intervals that do not overlap. The intervals
 * detect far less than the test, because the same text has the same hard sentences.
 */
final class RegressionTest {
  private static final double SIGNIFICANT = 0.05;

  private final double margin;

  RegressionTest(double margin) {
    this.margin = margin;
  }

  /**
   * Judges a figure.
   *
   * @param before figure of the baseline; null if it lacks the model
   * @param now figure of the last report; null if it lacks the model
   * @param pairs differences of the sentences, a = before, b = now; null without details
   */
  Judgement on(Figure before, Figure now, PairedStats pairs) {
    if (before == null || now == null) {
      return notCompared(
          before == null ? "new: the baseline lacks it" : "the last report lacks it");
    }
    if (before.perplexity() == null || now.perplexity() == null) {
      return notCompared("scores do not compare");
    }
    if (before.perplexity().isInfinite() || now.perplexity().isInfinite()) {
      return infinite(before.perplexity().isInfinite(), now.perplexity().isInfinite());
    }
    double change = now.perplexity() / before.perplexity() - 1;
    Boolean overlap = overlap(before.confidence95(), now.confidence95());
    Double p = pairs == null || Double.isNaN(pairs.pValue()) ? null : pairs.pValue();
    boolean beyondChance = p != null ? p < SIGNIFICANT : Boolean.FALSE.equals(overlap);
    Verdict verdict =
        !beyondChance || Math.abs(change) <= margin
            ? Verdict.NOT_DISTINGUISHABLE
            : change > 0 ? Verdict.WORSE : Verdict.BETTER;
    String evidence = evidence(p, overlap);
    boolean within = beyondChance && verdict == Verdict.NOT_DISTINGUISHABLE;
    return new Judgement(
        verdict, change, overlap, p, within ? evidence + ", within the margin" : evidence);
  }

  private static Judgement infinite(boolean was, boolean is) {
    Verdict verdict = was && is ? Verdict.NOT_DISTINGUISHABLE : is ? Verdict.WORSE : Verdict.BETTER;
    String reason = was && is ? "both are infinite" : "it %s infinite".formatted(is ? "is" : "was");
    return new Judgement(verdict, null, null, null, reason);
  }

  static Judgement notCompared(String reason) {
    return new Judgement(Verdict.NOT_COMPARED, null, null, null, reason);
  }

  private static Boolean overlap(double[] a, double[] b) {
    return (a == null || b == null) ? null : a[0] <= b[1] && b[0] <= a[1];
  }

  private static String evidence(Double p, Boolean overlap) {
    if (p != null) {
      return "paired test, p " + (p < 1e-4 ? "< 0.0001" : String.format(Locale.ROOT, "= %.4f", p));
    }
    if (overlap == null) {
      return "no confidence intervals";
    }
    return overlap ? "intervals overlap" : "intervals do not overlap";
  }
}

package org.corpuslm.report;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.corpuslm.evaluate.Evaluation;
import org.corpuslm.evaluate.Evaluation.ModelResult;
import org.corpuslm.evaluate.stats.Bootstrap;

/**
 * Which model is best, by how much, and whether that is sure: among those that give probabilities
 * over the vocabulary of the text.
 *
 * @param best its index; −1 if there is none
 * @param next the second best; −1 if there is none
 * @param difference between best and next; null where it has no meaning
 */
record Verdict(Evaluation evaluation, int best, int next, Bootstrap.Difference difference) {
  private static final double SURE = 0.05;

  static Verdict of(Evaluation evaluation) {
    List<Integer> order = new ArrayList<>();
    for (int m = 0; m < evaluation.models().size(); m++) {
      ModelResult r = evaluation.models().get(m);
      if (r.normalized() && r.sameVocabulary()) {
        order.add(m);
      }
    }
    order.sort(Comparator.comparingDouble(m -> evaluation.models().get(m).total().crossEntropy()));
    int best = order.isEmpty() || !isFinite(evaluation, order.get(0)) ? -1 : order.get(0);
    int next = best < 0 || order.size() < 2 ? -1 : order.get(1);
    return new Verdict(
        evaluation, best, next, next < 0 ? null : evaluation.bootstrap().difference(best, next));
  }

  private static boolean isFinite(Evaluation evaluation, int model) {
    return Double.isFinite(evaluation.models().get(model).total().crossEntropy());
  }

  /** As HTML. */
  String html(List<String> labels) {
    if (best < 0) {
      return "No model gives every word of this text a probability above zero, so none has a finite"
          + " perplexity that could be compared.";
    }
    double perplexity = perplexity(best);
    String found =
        "<strong>%s</strong> %s perplexity <strong>%s</strong>%s."
            .formatted(
                Html.escape(labels.get(best)),
                next < 0 ? "has" : "is best:",
                Html.number(perplexity),
                interval(evaluation.models().get(best).confidence95()));
    return next < 0 ? found : found + " " + against(labels.get(next), perplexity);
  }

  private static String interval(double[] ends) {
    return ends == null ? "" : " (95% interval " + Html.interval(ends) + ")";
  }

  private String against(String label, double perplexity) {
    String name = Html.escape(label);
    if (!isFinite(evaluation, next)) {
      return "All others give some word probability zero; their perplexity is infinite.";
    }
    String by =
        "The next best, %s, has %s; that is %s less"
            .formatted(
                name,
                Html.number(perplexity(next)),
                Html.percent(1 - perplexity / perplexity(next)));
    if (difference == null) {
      return by + ". There are too few sentences to tell whether that is chance.";
    }
    return "%s (95%% interval %s to %s). %s"
        .formatted(
            by,
            Html.percent(-Math.expm1(difference.high())),
            Html.percent(-Math.expm1(difference.low())),
            sure());
  }

  private String sure() {
    String p = "(paired bootstrap over sentences, p = " + Html.pValue(difference.pValue()) + ")";
    return difference.pValue() < SURE
        ? "The difference is <strong>significant</strong> " + p + "."
        : "The difference <strong>may be chance</strong> " + p + ".";
  }

  private double perplexity(int model) {
    return evaluation.models().get(model).total().perplexity();
  }
}

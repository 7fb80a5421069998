package org.corpuslm.report;

import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.corpuslm.evaluate.Evaluation;
import org.corpuslm.evaluate.Evaluation.ModelResult;
import org.corpuslm.evaluate.stats.Bootstrap;
import org.corpuslm.report.html.Html;

/**
 * The model with the lowest perplexity among those with probabilities over the vocabulary of the
 * text, and its difference from the next best one.
 *
 * @param best index of the model; −1 if no perplexity is finite
 * @param next index of the second best model; −1 if there is none
 * @param difference difference between best and next; null if there are too few sentences, or if
 *     the perplexity of the next one is infinite
 */
record BestModel(Evaluation evaluation, int best, int next, Bootstrap.Difference difference) {
  private static final double SIGNIFICANT = 0.05;

  static BestModel of(Evaluation evaluation) {
    List<ModelResult> models = evaluation.models();
    List<Integer> order =
        IntStream.range(0, models.size())
            .filter(m -> models.get(m).normalized() && models.get(m).sameVocabulary())
            .boxed()
            .sorted(Comparator.comparingDouble(m -> models.get(m).total().crossEntropy()))
            .toList();
    int best = order.isEmpty() || !isFinite(evaluation, order.get(0)) ? -1 : order.get(0);
    int next = best < 0 || order.size() < 2 ? -1 : order.get(1);
    return new BestModel(
        evaluation, best, next, next < 0 ? null : evaluation.bootstrap().difference(best, next));
  }

  private static boolean isFinite(Evaluation evaluation, int model) {
    return Double.isFinite(evaluation.models().get(model).total().crossEntropy());
  }

  /** Returns the result in one to three sentences. */
  Html html(List<String> labels) {
    if (best < 0) {
      return Html.of(
          "Every model gives some token of this text probability zero, so no perplexity is finite.");
    }
    double[] ends = evaluation.models().get(best).confidence95();
    Html found =
        Html.of(
            "<strong>%s</strong> %s perplexity <strong>%s</strong>%s.",
            labels.get(best),
            next < 0 ? "has" : "is best:",
            Figures.cell(perplexity(best)),
            ends == null ? "" : " (95% interval " + Figures.interval(ends) + ")");
    return next < 0 ? found : Html.of("%s %s", found, against(labels.get(next)));
  }

  private Html against(String label) {
    if (!isFinite(evaluation, next)) {
      return Html.of("All others give some token probability zero; their perplexity is infinite.");
    }
    String by =
        "The next best, %s, has %s; the best is %s lower"
            .formatted(
                label,
                Figures.cell(perplexity(next)),
                Figures.percent(1 - perplexity(best) / perplexity(next)));
    if (difference == null) {
      return Html.of("%s. There are too few sentences for a significance test.", by);
    }
    return Html.of(
        "%s (95%% interval %s to %s). The difference is <strong>%s</strong> (paired bootstrap over"
            + " sentences, p = %s).",
        by,
        Figures.percent(-Math.expm1(difference.high())),
        Figures.percent(-Math.expm1(difference.low())),
        difference.pValue() < SIGNIFICANT ? "significant" : "not significant",
        Figures.pValue(difference.pValue()));
  }

  private double perplexity(int model) {
    return evaluation.models().get(model).total().perplexity();
  }
}

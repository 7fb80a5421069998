package org.corpuslm.labeled;

import java.util.ArrayList;
import java.util.List;
import org.corpuslm.corpus.LabelSpec.Task;
import org.corpuslm.corpus.Labels;
import org.corpuslm.evaluate.stats.Bootstrap;
import org.corpuslm.labeled.score.LabelStats;
import org.corpuslm.runtime.Manifest;

/**
 * Labels of models compared with those of a held-out split.
 *
 * @param corpus path of the corpus
 * @param split valid or test
 * @param task what gets labels
 * @param labels the labels of the corpus
 * @param spans whether the labels mark spans
 * @param models the models in the order in which they were given
 * @param comparisons all pairs of models
 * @param replicates replicates of the bootstrap
 * @param inputs corpus and models
 */
public record LabelEvaluation(
    String corpus,
    String split,
    Task task,
    Labels labels,
    boolean spans,
    List<ModelResult> models,
    List<Comparison> comparisons,
    int replicates,
    List<Manifest.Input> inputs) {

  /**
   * One model.
   *
   * @param stats its counts
   * @param accuracy95 95% interval of its accuracy; null with fewer than two sentences
   * @param spanF95 95% interval of the F1 of spans; null if labels mark none
   */
  public record ModelResult(
      String path, String name, LabelStats stats, double[] accuracy95, double[] spanF95) {}

  /**
   * Two models.
   *
   * @param a index of a model
   * @param b index of another
   * @param accuracy accuracy of a minus accuracy of b
   * @param difference its interval and p-value; null with fewer than two sentences
   */
  public record Comparison(int a, int b, double accuracy, Bootstrap.Difference difference) {}

  /** Returns the name of a label; one that the corpus lacks has the id {@code labels.size()}. */
  public String label(int id) {
    return id < labels.size() ? labels.name(id) : "(not in the corpus)";
  }

  /** Returns all pairs of indices (a, b) with a below b. */
  static List<int[]> pairs(int models) {
    List<int[]> pairs = new ArrayList<>();
    for (int a = 0; a < models; a++) {
      for (int b = a + 1; b < models; b++) {
        pairs.add(new int[] {a, b});
      }
    }
    return pairs;
  }
}

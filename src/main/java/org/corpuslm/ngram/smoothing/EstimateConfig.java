package org.corpuslm.ngram.smoothing;

import java.io.Serializable;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.hadoop.conf.Configuration;
import org.corpuslm.ngram.count.CountNgrams;
import org.corpuslm.ngram.count.CountStore;
import org.corpuslm.ngram.model.NgramModel;
import org.corpuslm.runtime.BadInputException;
import org.corpuslm.runtime.Cluster;
import org.corpuslm.runtime.Job;
import org.corpuslm.runtime.Manifest;
import org.corpuslm.runtime.OutputDirectory;
import org.corpuslm.runtime.Published;

/**
 * The options of {@code estimate}, checked.
 *
 * @param counts directory of the count store
 * @param smoothing smoothing method
 * @param order order of the model, at most that of the store; 0 = that of the store
 * @param delta δ of add-delta: a number above 0, or NaN for the best on the valid split
 * @param alpha back-off factor of stupid backoff, in (0, 1]
 * @param prune raw-count thresholds per order: n-grams with this count or less are left out; the
 *     last threshold holds for all higher orders
 * @param discountFallback whether to use 0.5, 1, 1.5 where the discounts of modified Kneser-Ney are
 *     undefined, and 0.75 for the discount of kneser-ney and absolute
 * @param corpus corpus whose valid split tunes {@code --delta auto} and jelinek-mercer; empty = the
 *     first corpus that was counted
 */
public record EstimateConfig(
    String counts,
    Smoothing smoothing,
    int order,
    double delta,
    double alpha,
    List<Long> prune,
    boolean discountFallback,
    String corpus)
    implements Job, Serializable {

  /** Smoothing methods; {@link #toString} returns the name on the command line. */
  public enum Smoothing {
    MODIFIED_KNESER_NEY("modified-kneser-ney", true),
    KNESER_NEY("kneser-ney", true),
    ABSOLUTE("absolute", true),
    KATZ("katz", true),
    WITTEN_BELL("witten-bell", true),
    JELINEK_MERCER("jelinek-mercer", true),
    ADD_DELTA("add-delta", false),
    STUPID_BACKOFF("stupid-backoff", false),
    MLE("mle", false);

    private final String label;
    private final boolean prunable;

    Smoothing(String label, boolean prunable) {
      this.label = label;
      this.prunable = prunable;
    }

    /** Returns whether p(·|h) still sums to one if n-grams are left out. */
    boolean prunable() {
      return prunable;
    }

    @Override
    public String toString() {
      return label;
    }
  }

  /**
   * Checks the options.
   *
   * @throws BadInputException if options are out of range or contradict each other
   */
  public EstimateConfig {
    if (order < 0) {
      throw new BadInputException("--order is " + order + "; it must be at least 1");
    }
    if (!Double.isNaN(delta) && !(delta > 0 && Double.isFinite(delta))) {
      throw new BadInputException("--delta is " + delta + "; it must be a number above 0, or auto");
    }
    if (!(alpha > 0 && alpha <= 1)) {
      throw new BadInputException("--alpha is " + alpha + "; it must lie in (0, 1]");
    }
    checkPrune(prune);
    if (!smoothing.prunable() && prune.stream().anyMatch(t -> t > 0)) {
      throw new BadInputException(
          "--prune goes with %s; %s gives no probability of left-out n-grams to other words and"
                  .formatted(prunables(), smoothing)
              + " would no longer sum to one");
    }
  }

  private static String prunables() {
    return Arrays.stream(Smoothing.values())
        .filter(Smoothing::prunable)
        .map(Smoothing::toString)
        .collect(Collectors.joining(", "));
  }

  private static void checkPrune(List<Long> prune) {
    for (int k = 0; k < prune.size(); k++) {
      if (prune.get(k) < 0 || (k > 0 && prune.get(k) < prune.get(k - 1))) {
        throw new BadInputException(
            "--prune is %s; thresholds must be at least 0, and none may be lower than that of the order before"
                .formatted(prune));
      }
    }
    if (!prune.isEmpty() && prune.get(0) > 0) {
      throw new BadInputException(
          "--prune begins with "
              + prune.get(0)
              + ", but unigrams are not pruned; begin with 0, and leave rare words out with"
              + " prepare --min-count");
    }
  }

  /** Returns the raw-count threshold of an order; 0 keeps all n-grams. */
  long threshold(int k) {
    return prune.isEmpty() ? 0 : prune.get(Math.min(k, prune.size()) - 1);
  }

  @Override
  public String kind() {
    return NgramModel.KIND;
  }

  @Override
  public List<Manifest.Input> inputs(Configuration conf) {
    return List.of(Published.open(conf, counts, CountNgrams.KIND).asInput());
  }

  @Override
  public Published run(Cluster cluster, OutputDirectory target) {
    CountStore store = CountStore.open(cluster.hadoop(), counts);
    return new EstimateModel(cluster, store, this).run(target);
  }
}

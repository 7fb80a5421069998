package org.corpuslm.neural.network;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.corpuslm.corpus.Vocabulary;
import org.corpuslm.neural.kernel.AdaptiveOutput;
import org.corpuslm.runtime.BadInputException;

/**
 * The shape of an adaptive softmax (Grave et al. 2017, section 4), and the choice of its clusters.
 *
 * @param cutoffs id of the first word of each cluster, ascending; empty = chosen automatically
 * @param divValue a cluster has this many times fewer inputs than the one before
 */
public record AdaptiveSoftmax(List<Integer> cutoffs, int divValue) implements Serializable {
  private static final int MAX_CLUSTERS = 4;

  /** Smallest head, in words: with fewer, a large part of the text would be in clusters. */
  private static final int MIN_HEAD = 1000;

  /** Rows of a minibatch that the choice of cut-offs assumes. */
  private static final int ROWS = 512;

  /** Rows below which a product does not get cheaper. */
  private static final int MIN_ROWS = 16;

  /** Cost of a cluster besides its arithmetic, in multiply-adds; estimated. */
  private static final double CLUSTER = 2e6;

  /** Cost of the exponential and the passes over a logit, in multiply-adds; estimated. */
  private static final double LOGIT = 100;

  /** Products in training: forward, gradient of the inputs, gradient of the weights. */
  private static final int PRODUCTS = 3;

  /**
   * Checks the values.
   *
   * @throws BadInputException if one is not valid; the message names its option
   */
  public AdaptiveSoftmax {
    cutoffs = List.copyOf(cutoffs);
    if (divValue < 1) {
      throw new BadInputException(
          "--div-value is " + divValue + "; it must be at least 1 (usual: 4)");
    }
    int last = Vocabulary.EOS;
    for (int cutoff : cutoffs) {
      if (cutoff <= last) {
        throw new BadInputException(
            "--cutoffs are %s; they must be above %d and ascend".formatted(cutoffs, last));
      }
      last = cutoff;
    }
  }

  /**
   * Returns this shape for a vocabulary. If it has no cut-offs, those with the lowest estimated
   * cost of a training step are chosen.
   *
   * @param in inputs of the softmax
   * @return null if one softmax over all words costs less
   * @throws BadInputException if a cut-off is beyond the vocabulary
   */
  AdaptiveSoftmax over(Vocabulary vocabulary, int in) {
    if (cutoffs.isEmpty()) {
      long[] counts = new long[vocabulary.size()];
      for (int id = 0; id < counts.length; id++) {
        counts[id] = id == Vocabulary.BOS ? 0 : vocabulary.count(id);
      }
      List<Integer> chosen = choose(counts, in, divValue, candidates(counts.length));
      return chosen.isEmpty() ? null : new AdaptiveSoftmax(chosen, divValue);
    }
    int last = cutoffs.get(cutoffs.size() - 1);
    if (last >= vocabulary.size()) {
      throw new BadInputException(
          "--cutoffs are %s, but the vocabulary has %d words; they must be below that"
              .formatted(cutoffs, vocabulary.size()));
    }
    return this;
  }

  /** Returns the ids at which clusters may begin: about a dozen per doubling of the id. */
  static int[] candidates(int words) {
    List<Integer> all = new ArrayList<>();
    for (double at = MIN_HEAD; at < words; at *= 1.06) {
      all.add((int) at);
    }
    return all.stream().mapToInt(i -> i).toArray();
  }

  /**
   * Returns the cut-offs of least cost, by dynamic programming over their candidates for every
   * number of clusters; none if a softmax without clusters costs least.
   *
   * @param counts occurrences by word id
   * @param in inputs of the softmax
   */
  static List<Integer> choose(long[] counts, int in, int divValue, int[] candidates) {
    double[] share = new double[counts.length + 1]; // share of the text made of words below an id
    double total = Arrays.stream(counts).sum();
    for (int id = 0; id < counts.length; id++) {
      share[id + 1] = share[id] + counts[id] / total;
    }
    List<Integer> best = List.of();
    double min = head(counts.length, in);
    for (int clusters = 1; clusters <= MAX_CLUSTERS; clusters++) {
      // cost[j]: cost of the clusters k, k+1, ... if cluster k begins at candidate j.
      double[] cost = new double[candidates.length];
      int[][] next = new int[clusters + 1][candidates.length];
      for (int k = clusters; k >= 1; k--) {
        double[] after = cost;
        cost = new double[candidates.length];
        for (int j = 0; j < candidates.length; j++) {
          cost[j] = Double.POSITIVE_INFINITY;
          if (k == clusters) {
            cost[j] = cluster(share, candidates[j], counts.length, in, divValue, k);
          }
          for (int e = j + 1; k < clusters && e < candidates.length; e++) {
            double c = cluster(share, candidates[j], candidates[e], in, divValue, k) + after[e];
            if (c < cost[j]) {
              cost[j] = c;
              next[k][j] = e;
            }
          }
        }
      }
      for (int j = 0; j < candidates.length; j++) {
        double c = head(candidates[j] + clusters, in) + cost[j];
        if (c < min) {
          min = c;
          best = path(candidates, next, j, clusters);
        }
      }
    }
    return best;
  }

  private static List<Integer> path(int[] candidates, int[][] next, int first, int clusters) {
    List<Integer> path = new ArrayList<>();
    for (int k = 1, j = first; k <= clusters; j = next[k][j], k++) {
      path.add(candidates[j]);
    }
    return path;
  }

  /** Returns the cost of the head in multiply-adds. */
  static double head(int classes, int in) {
    return (double) ROWS * classes * (PRODUCTS * in + LOGIT);
  }

  /** Returns the cost of cluster k over the words from..to, in multiply-adds. */
  static double cluster(double[] share, int from, int to, int in, int divValue, int k) {
    int projected = AdaptiveOutput.projected(in, divValue, k);
    double rows = ROWS * (share[to] - share[from]);
    return CLUSTER
        + PRODUCTS * rows * in * projected
        + Math.max(rows, MIN_ROWS) * (to - from) * (PRODUCTS * projected + LOGIT);
  }
}

package org.corpuslm.neural.network;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.corpuslm.corpus.Vocabulary;
import org.corpuslm.neural.kernel.AdaptiveOutput;
import org.corpuslm.runtime.BadInputException;

/**
 * Shape of an adaptive softmax (Grave et al. 2017).
 *
 * @param cutoffs id of the first word of each cluster, ascending; empty = to be chosen
 * @param divValue each cluster's inputs are this many times fewer than those of the one before
 */
public record AdaptiveSoftmax(List<Integer> cutoffs, int divValue) implements Serializable {
  private static final int MAX_CLUSTERS = 4;

  /** The head has as many words: with fewer a good part of the text would lie in clusters. */
  private static final int MIN_HEAD = 1000;

  /** Rows of a minibatch, as far as the choice of cut-offs goes. */
  private static final int ROWS = 512;

  /** Fewer rows than this cost a product as much. */
  private static final int MIN_ROWS = 16;

  /** What a cluster costs beside its arithmetic, in multiply-adds; estimated. */
  private static final double CLUSTER = 2e6;

  /** What the exponential and the passes over a logit cost, in multiply-adds; estimated. */
  private static final double LOGIT = 100;

  /** Products in training: forward, gradient of the inputs, gradient of the weights. */
  private static final int PRODUCTS = 3;

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
   * With cut-offs that fit a vocabulary; chosen, if none were given, so that a step of training
   * costs least by a model of the costs; null if one softmax over all words costs less.
   *
   * @param in inputs of the softmax
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

  /** Where clusters may begin: about a dozen places between a number of words and its double. */
  static int[] candidates(int words) {
    List<Integer> all = new ArrayList<>();
    for (double at = MIN_HEAD; at < words; at *= 1.06) {
      all.add((int) at);
    }
    return all.stream().mapToInt(i -> i).toArray();
  }

  /**
   * Cut-offs of least cost; none if that is to have no clusters.
   *
   * @param counts of the words by id
   */
  static List<Integer> choose(long[] counts, int in, int divValue, int[] candidates) {
    double[] share = new double[counts.length + 1]; // of all words, those before an id
    double total = Arrays.stream(counts).sum();
    for (int id = 0; id < counts.length; id++) {
      share[id + 1] = share[id] + counts[id] / total;
    }
    List<Integer> best = List.of();
    double min = head(counts.length, in);
    for (int clusters = 1; clusters <= MAX_CLUSTERS; clusters++) {
      // cost[j]: of the clusters from the k-th on, if it begins at the j-th candidate.
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

  static double head(int classes, int in) {
    return (double) ROWS * classes * (PRODUCTS * in + LOGIT);
  }

  /** Cost of the k-th cluster over the words from..to. */
  static double cluster(double[] share, int from, int to, int in, int divValue, int k) {
    int projected = AdaptiveOutput.projected(in, divValue, k);
    double rows = ROWS * (share[to] - share[from]);
    return CLUSTER
        + PRODUCTS * rows * in * projected
        + Math.max(rows, MIN_ROWS) * (to - from) * (PRODUCTS * projected + LOGIT);
  }
}

package org.corpuslm.ngram.smoothing;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.corpuslm.ngram.count.CountFacts.OrderFacts;
import org.corpuslm.ngram.smoothing.HeldOutCounts.Positions;

/**
 * Expectation maximization for the weights of Jelinek-Mercer smoothing that minimize perplexity on
 * held-out text (Jelinek & Mercer 1980; Chen & Goodman 1998, section 2.3). Contexts share a weight
 * if their counts lie between the same powers of 2; a bucket with fewer than {@value
 * #MIN_POSITIONS} held-out positions is merged with the next one. Memory: 9 bytes per order and
 * held-out position.
 */
final class InterpolationWeightsEm {
  /** A weight needs at least this many held-out positions. */
  static final long MIN_POSITIONS = 100;

  /**
   * Upper limit of λ: words without a count keep some probability even if the held-out text has
   * none of them.
   */
  static final double MAX_LAMBDA = 1 - 1e-6;

  private static final double MIN_GAIN = 1e-9; // nats per token
  private static final int MAX_ROUNDS = 1000;

  private final int order;
  private final double uniform;
  private final long[] positions;
  private final double[] frequency; // c(hw)/c(h), by row·order + k
  private final byte[] bucket; // bucket of c(h), by row·order + k; −1 if h is unseen
  private final long[][] from; // [order][bucket]: smallest context count
  private final double[][] lambda;
  private final double[][] chosen; // [order][bucket]: expected number of words from this order
  private final double[][]
      reached; // [order][bucket]: expected number of words from this order or a lower one

  private InterpolationWeightsEm(Positions heldOut, int predictable) {
    order = heldOut.order();
    uniform = 1.0 / predictable;
    positions = heldOut.weight();
    frequency = new double[positions.length * order];
    bucket = new byte[positions.length * order];
    from = new long[order][];
    lambda = new double[order][];
    chosen = new double[order][];
    reached = new double[order][];
    for (int k = 0; k < order; k++) {
      from[k] = buckets(heldOut, k);
      lambda[k] = new double[from[k].length];
      Arrays.fill(lambda[k], 0.5);
      chosen[k] = new double[from[k].length];
      reached[k] = new double[from[k].length];
    }
    for (int i = 0; i < frequency.length; i++) {
      long context = heldOut.context()[i];
      long[] starts = from[i % order];
      bucket[i] = -1;
      while (context > 0 && bucket[i] + 1 < starts.length && starts[bucket[i] + 1] <= context) {
        bucket[i]++;
      }
      frequency[i] = context == 0 ? 0 : (double) heldOut.ngram()[i] / context;
    }
  }

  /**
   * Returns the best weights per order, unigrams first.
   *
   * @param heldOut training counts of the held-out positions
   * @param predictable |V|
   */
  static List<InterpolationWeights> best(Positions heldOut, int predictable) {
    InterpolationWeightsEm search = new InterpolationWeightsEm(heldOut, predictable);
    double tokens = Arrays.stream(search.positions).sum();
    double before = Double.NEGATIVE_INFINITY;
    for (int round = 0; round < MAX_ROUNDS; round++) {
      double now = search.expect() / tokens;
      if (now - before < MIN_GAIN) {
        break;
      }
      search.maximize();
      before = now;
    }
    return search.weights(heldOut);
  }

  /**
   * Returns the smallest counts of the buckets of an order: powers of 2, each with enough
   * positions.
   */
  private static long[] buckets(Positions heldOut, int k) {
    long[] visits = new long[Long.SIZE];
    for (int row = 0; row < heldOut.weight().length; row++) {
      long context = heldOut.context()[row * heldOut.order() + k];
      if (context > 0) {
        visits[OrderFacts.octave(context)] += heldOut.weight()[row];
      }
    }
    List<Long> starts = new ArrayList<>(List.of(1L));
    long remaining = Arrays.stream(visits).sum();
    long here = 0;
    for (int b = 0; b < visits.length - 1; b++) {
      here += visits[b];
      remaining -= visits[b];
      if (here >= MIN_POSITIONS && remaining >= MIN_POSITIONS) {
        starts.add(1L << (b + 1));
        here = 0;
      }
    }
    return starts.stream().mapToLong(Long::longValue).toArray();
  }

  /**
   * Runs the expectation step: computes for every position how probable it is that its word came
   * from each order.
   *
   * @return log-likelihood of the held-out text, in nats
   */
  private double expect() {
    double[] p = new double[order + 1];
    double logLikelihood = 0;
    p[0] = uniform;
    for (int k = 0; k < order; k++) {
      Arrays.fill(chosen[k], 0);
      Arrays.fill(reached[k], 0);
    }
    for (int row = 0; row < positions.length; row++) {
      int at = row * order;
      for (int k = 0; k < order; k++) {
        double l = bucket[at + k] < 0 ? 0 : lambda[k][bucket[at + k]];
        p[k + 1] = l * frequency[at + k] + (1 - l) * p[k];
      }
      logLikelihood += positions[row] * Math.log(p[order]);
      double weight = positions[row];
      for (int k = order - 1; k >= 0; k--) {
        int b = bucket[at + k];
        if (b >= 0) {
          double own = lambda[k][b] * frequency[at + k] / p[k + 1];
          reached[k][b] += weight;
          chosen[k][b] += weight * own;
          weight *= 1 - own;
        }
      }
    }
    return logLikelihood;
  }

  /** Runs the maximization step: sets every λ to the expected share of its own order. */
  private void maximize() {
    for (int k = 0; k < order; k++) {
      for (int b = 0; b < lambda[k].length; b++) {
        lambda[k][b] = reached[k][b] == 0 ? 0 : Math.min(MAX_LAMBDA, chosen[k][b] / reached[k][b]);
      }
    }
  }

  private List<InterpolationWeights> weights(Positions heldOut) {
    List<InterpolationWeights> weights = new ArrayList<>();
    for (int k = 0; k < order; k++) {
      long[] visits = new long[from[k].length];
      for (int row = 0; row < positions.length; row++) {
        int b = bucket[row * order + k];
        if (b >= 0) {
          visits[b] += heldOut.weight()[row];
        }
      }
      List<InterpolationWeights.Bucket> buckets = new ArrayList<>();
      for (int b = 0; b < visits.length; b++) {
        buckets.add(new InterpolationWeights.Bucket(from[k][b], lambda[k][b], visits[b]));
      }
      weights.add(new InterpolationWeights(buckets));
    }
    return weights;
  }
}

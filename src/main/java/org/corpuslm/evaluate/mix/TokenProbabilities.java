package org.corpuslm.evaluate.mix;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.Serializable;
import java.util.Arrays;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.corpuslm.evaluate.mix.ExpectationMaximization.Pass;
import org.corpuslm.evaluate.score.HeldOutScores;
import org.corpuslm.evaluate.stats.CompensatedSum;
import org.corpuslm.runtime.StagedOutput;
import org.corpuslm.runtime.Staging;
import org.corpuslm.runtime.Storage;
import org.corpuslm.runtime.TaskContext;

/**
 * Probabilities of every token of one held-out partition under every model, so that tuning scores
 * every token only once. They take 8 bytes per token and model, in memory or in a file of the
 * staging directory. Those of one token are divided by their maximum.
 *
 * @param models number of models
 * @param tokens number of tokens
 * @param p probabilities, {@code [token][model]} in one array; null if they are in a file
 * @param file file with the probabilities; null if they are here
 * @param lnP Σ ln p of each model, {@code [models]}
 * @param lnMax Σ ln of the maximum p of each token over the tokens that are possible
 */
record TokenProbabilities(
    int models, int tokens, double[] p, String file, CompensatedSum[] lnP, CompensatedSum lnMax)
    implements Serializable {
  private static final int BATCH = 1 << 12;

  /**
   * Takes the probabilities from the scores of a partition.
   *
   * @param inFile whether to write them to a file, because they are too many for the driver
   */
  static TokenProbabilities of(
      HeldOutScores scores, int partition, boolean inFile, TaskContext task, Staging staging)
      throws IOException {
    double[][] ln = new double[scores.models()][];
    Arrays.setAll(ln, scores::lnP);
    return of(ln, partition, inFile, task, staging);
  }

  /**
   * Takes given probabilities.
   *
   * @param ln ln p, {@code [model][token]}
   */
  static TokenProbabilities of(
      double[][] ln, int partition, boolean inFile, TaskContext task, Staging staging)
      throws IOException {
    int models = ln.length;
    int tokens = ln[0].length;
    CompensatedSum[] sums = CompensatedSum.row(models);
    for (int i = 0; i < models; i++) {
      for (double x : ln[i]) {
        sums[i].add(x);
      }
    }
    double[] p = new double[tokens * models];
    CompensatedSum lnMax = new CompensatedSum();
    for (int t = 0; t < tokens; t++) {
      double max = Double.NEGATIVE_INFINITY;
      for (double[] x : ln) {
        max = Math.max(max, x[t]);
      }
      if (max > Double.NEGATIVE_INFINITY) {
        lnMax.add(max);
        for (int i = 0; i < models; i++) {
          p[t * models + i] = Math.exp(ln[i][t] - max);
        }
      }
    }
    if (!inFile) {
      return new TokenProbabilities(models, tokens, p, null, sums, lnMax);
    }
    String part = "probabilities/part-%05d".formatted(partition);
    try (DataOutputStream out =
        new DataOutputStream(
            new BufferedOutputStream(StagedOutput.unlisted(task, staging, part), 1 << 17))) {
      for (double x : p) {
        out.writeDouble(x);
      }
    }
    String path = staging.path(task, part);
    return new TokenProbabilities(models, tokens, null, path, sums, lnMax);
  }

  /** Computes the sums for given weights; reads the probabilities in batches. */
  Pass pass(Configuration conf, double[] weights) throws IOException {
    if (p != null) {
      return Pass.of(p, 0, p.length, weights);
    }
    Pass sum = Pass.none(models);
    double[] some = new double[BATCH * models];
    Path path = new Path(file);
    try (DataInputStream in =
        new DataInputStream(new BufferedInputStream(Storage.open(conf, path), 1 << 17))) {
      for (int left = tokens * models; left > 0; left -= some.length) {
        int n = Math.min(left, some.length);
        for (int i = 0; i < n; i++) {
          some[i] = in.readDouble();
        }
        sum = sum.plus(Pass.of(some, 0, n, weights));
      }
    }
    return sum;
  }
}

package org.corpuslm.evaluate;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.Serializable;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.corpuslm.evaluate.ExpectationMaximization.Pass;
import org.corpuslm.runtime.StagedOutput;
import org.corpuslm.runtime.Staging;
import org.corpuslm.runtime.Storage;
import org.corpuslm.runtime.TaskContext;

/**
 * What every model makes of every token of one held-out partition: all that tuning needs, so that
 * nothing is scored twice. 8 bytes a token and model, held here or in a file of the staging
 * directory. Probabilities of one token are divided by the largest of them.
 *
 * @param models number of models
 * @param tokens number of tokens
 * @param p by token, then model; null if they are in a file
 * @param file their file, or null
 * @param lnP Σ ln p of each model
 * @param lnLargest Σ ln of the largest p of each token that is possible
 */
record TokenProbabilities(
    int models, int tokens, double[] p, String file, CompensatedSum[] lnP, CompensatedSum lnLargest)
    implements Serializable {
  private static final int TOKENS_AT_A_TIME = 1 << 12;

  /** Gathers them; {@code inFile} if they are too many to be sent to the driver. */
  static TokenProbabilities of(
      HeldOutScores scores, int partition, boolean inFile, TaskContext task, Staging staging)
      throws IOException {
    int models = scores.models();
    int tokens = scores.lnP(0).length;
    double[][] ln = new double[models][];
    CompensatedSum[] sums = new CompensatedSum[models];
    for (int i = 0; i < models; i++) {
      ln[i] = scores.lnP(i);
      sums[i] = new CompensatedSum();
      for (double x : ln[i]) {
        sums[i].add(x);
      }
    }
    double[] p = new double[tokens * models];
    CompensatedSum lnLargest = new CompensatedSum();
    for (int t = 0; t < tokens; t++) {
      double most = Double.NEGATIVE_INFINITY;
      for (double[] x : ln) {
        most = Math.max(most, x[t]);
      }
      if (most > Double.NEGATIVE_INFINITY) {
        lnLargest.add(most);
        for (int i = 0; i < models; i++) {
          p[t * models + i] = Math.exp(ln[i][t] - most);
        }
      }
    }
    if (!inFile) {
      return new TokenProbabilities(models, tokens, p, null, sums, lnLargest);
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
    return new TokenProbabilities(models, tokens, null, path, sums, lnLargest);
  }

  /** One pass over them, without reading more than a few at a time. */
  Pass pass(Configuration conf, double[] weights) throws IOException {
    if (p != null) {
      return Pass.of(p, 0, p.length, weights);
    }
    Pass sum = Pass.none(models);
    double[] some = new double[TOKENS_AT_A_TIME * models];
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

package org.corpuslm.neural.training;

import java.io.IOException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.api.java.JavaRDD;
import org.corpuslm.corpus.Corpus;
import org.corpuslm.neural.kernel.Blas;
import org.corpuslm.neural.kernel.Values;
import org.corpuslm.runtime.Cluster;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.dataset.DataSet;

/**
 * The training text as an RDD. The data of a round have one partition per worker with one {@link
 * DataSet}: the words of its B streams in the round, ids [B, 1, L], time-major in memory, and as
 * labels the words that follow. A data set is made when and where a task asks for it, from the
 * executor's copy of the worker's text ({@link TrainingCache#text}).
 */
final class RoundData {
  private final Cluster cluster;
  private final BatchPlan plan;
  private final String corpus;
  private final String fingerprint;

  RoundData(Cluster cluster, Corpus corpus, BatchPlan plan) {
    this.cluster = cluster;
    this.plan = plan;
    this.corpus = corpus.directory().path();
    this.fingerprint = corpus.directory().manifest().fingerprint();
  }

  /**
   * The data that only the task of one worker receives.
   *
   * @param state state of the recurrent layers; empty at the start of an epoch
   */
  private record Part(int worker, double[][] state) implements Serializable {}

  /**
   * Returns the data of a round.
   *
   * @param states recurrent state by worker; empty at the start of an epoch. A task finds its own
   *     with {@link #state}
   */
  JavaRDD<DataSet> of(AveragingRound.Order order, List<double[][]> states) {
    String path = corpus;
    String content = fingerprint;
    BatchPlan cut = plan;
    List<Part> parts = new ArrayList<>();
    for (int w = 0; w < plan.workers(); w++) {
      parts.add(new Part(w, states.isEmpty() ? new double[0][] : states.get(w)));
    }
    return cluster.rdd(
        parts,
        (part, task) -> {
          Blas.ready();
          LocalText text = TrainingCache.text(task.hadoop(), path, content, cut, part.worker);
          try (LocalText.Reader words = text.open()) {
            DataSet streams = streams(cut, part.worker, order.from(), order.to(), words);
            streams.setExampleMetaData(List.of((Serializable) part.state));
            return streams;
          }
        });
  }

  /** Returns the recurrent state before the round, which travels with the data. */
  static double[][] state(DataSet streams) {
    return (double[][]) streams.getExampleMetaData().get(0);
  }

  /**
   * Makes the data of one worker.
   *
   * @param from first minibatch
   * @param to minibatch after the last one
   * @param text see {@link BatchPlan#fill}
   */
  static DataSet streams(BatchPlan plan, int worker, int from, int to, BatchPlan.Words text)
      throws IOException {
    int batch = plan.batch();
    int length = 0;
    for (int m = from; m < to; m++) {
      length += plan.steps(m);
    }
    int[] words = new int[length * batch];
    int[] labels = new int[length * batch];
    int at = 0;
    for (int m = from; m < to; m++) {
      int n = plan.steps(m) * batch;
      int[] in = new int[n];
      int[] out = new int[n];
      plan.fill(worker, m, text, in, out);
      System.arraycopy(in, 0, words, at, n);
      System.arraycopy(out, 0, labels, at, n);
      at += n;
    }
    return new DataSet(
        Values.ids(DataType.FLOAT, length, batch, words),
        Values.ids(DataType.FLOAT, length, batch, labels));
  }
}

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
 * The training text as Spark sees it. The data of a round have a partition for each worker, which
 * holds one {@link DataSet}: B streams of all the words that the worker meets in the round, word
 * ids [B, 1, L], time-major in memory, and as labels the words that follow. Made where and when a
 * task asks for it.
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
   * What goes to the task of one worker, and to no other.
   *
   * @param state of the recurrent layers; empty at the start of an epoch
   */
  private record Part(int worker, double[][] state) implements Serializable {}

  /**
   * The data of a round.
   *
   * @param states of the workers; empty at the start of an epoch. A task finds its own with {@link
   *     #state}
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

  /** The state that the recurrent layers go on from. */
  static double[][] state(DataSet streams) {
    return (double[][]) streams.getExampleMetaData().get(0);
  }

  /**
   * The streams of one worker.
   *
   * @param from first minibatch
   * @param to after the last one
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

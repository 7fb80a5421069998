package org.corpuslm.neural.training;

import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaRDD;
import org.corpuslm.corpus.Corpus;
import org.corpuslm.neural.data.StreamPlan;
import org.corpuslm.neural.data.TrainingText;
import org.corpuslm.neural.kernel.Blas;
import org.corpuslm.neural.kernel.Values;
import org.corpuslm.runtime.Cluster;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.dataset.DataSet;

/**
 * The training text as Spark sees it. The data of a round have a partition for each worker, which
 * holds one {@link DataSet}: B columns of all the words that the worker meets in the round, word
 * ids [B, 1, L], time-major in memory, and as labels the words that follow. Made where and when a
 * task asks for it.
 */
final class RoundData {
  private final Cluster cluster;
  private final TrainConfig config;
  private final StreamPlan plan;
  private final String run;

  RoundData(Cluster cluster, TrainConfig config, StreamPlan plan, String run) {
    this.cluster = cluster;
    this.config = config;
    this.plan = plan;
    this.run = run;
  }

  JavaRDD<DataSet> of(RoundOrder order) {
    String corpus = config.corpus();
    StreamPlan cut = plan;
    String key = run;
    return cluster.rdd(
        IntStream.range(0, plan.workers()).boxed().toList(),
        (w, worker) -> {
          Blas.ready();
          int[] text =
              WorkerCache.of(key)
                  .text(
                      w,
                      () ->
                          TrainingText.read(
                              worker.hadoop(),
                              Corpus.open(worker.hadoop(), corpus),
                              cut.firstWord(w),
                              cut.endWord(w)));
          return columns(cut, w, order.from(), order.to(), text);
        });
  }

  /**
   * The columns of one worker.
   *
   * @param from first minibatch
   * @param to after the last one
   * @param text see {@link StreamPlan#fill}
   */
  static DataSet columns(StreamPlan plan, int worker, int from, int to, int[] text) {
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

package org.corpuslm.neural.dl4j;

import java.io.Serializable;
import java.util.List;
import java.util.function.Supplier;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.util.DoubleAccumulator;
import org.apache.spark.util.LongAccumulator;
import org.corpuslm.neural.kernel.WordOutput;
import org.corpuslm.runtime.Cluster;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.updater.MultiLayerUpdater;
import org.deeplearning4j.optimize.api.BaseTrainingListener;
import org.deeplearning4j.spark.api.RDDTrainingApproach;
import org.deeplearning4j.spark.api.Repartition;
import org.deeplearning4j.spark.impl.multilayer.SparkDl4jMultiLayer;
import org.deeplearning4j.spark.impl.paramavg.ParameterAveragingTrainingMaster;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Rounds by Deeplearning4j's own parameter averaging, {@link ParameterAveragingTrainingMaster}, for
 * comparison. It weights all workers alike, begins every round without recurrent state, and reports
 * neither drift nor gradient norms. Every worker gets one partition with one object, so that it
 * drops no data.
 */
public final class Dl4jReferenceAveraging {
  private final Cluster cluster;
  private final int workers;
  private final int batch;

  /**
   * Prepares rounds.
   *
   * @param batch streams of one worker
   */
  public Dl4jReferenceAveraging(Cluster cluster, int workers, int batch) {
    this.cluster = cluster;
    this.workers = workers;
    this.batch = batch;
  }

  /**
   * The state after a round.
   *
   * @param parameters mean over the workers
   * @param updaterState mean over the workers; empty if the updater has none
   * @param words words that were trained on
   * @param loss −Σ ln p of those words, in nats
   * @param updates updates of all workers
   * @param layers number of layers
   * @param finite whether loss and parameters are finite
   */
  public record Round(
      float[] parameters,
      float[] updaterState,
      long words,
      double loss,
      int updates,
      int layers,
      boolean finite) {}

  /** Adds up words, losses and updates in the executors, update by update. */
  private static final class Meter extends BaseTrainingListener implements Serializable {
    private static final long serialVersionUID = 1;

    private final LongAccumulator words;
    private final DoubleAccumulator loss;
    private final LongAccumulator updates;

    Meter(LongAccumulator words, DoubleAccumulator loss, LongAccumulator updates) {
      this.words = words;
      this.loss = loss;
      this.updates = updates;
    }

    @Override
    public void iterationDone(Model model, int iteration, int epoch) {
      WordOutput.Output<?> output =
          (WordOutput.Output<?>) ((MultiLayerNetwork) model).getOutputLayer();
      words.add(output.words());
      loss.add(output.loss());
      updates.add(1);
    }
  }

  /**
   * Trains one round.
   *
   * @param what description of the job in Spark's pages and messages
   * @param conf the network, with its updater
   * @param updaterState empty if the updater has none
   * @param step updates of a worker before this round
   * @param data one partition with one data set for every worker
   */
  public Round run(
      String what,
      MultiLayerConfiguration conf,
      float[] parameters,
      float[] updaterState,
      int step,
      Supplier<JavaRDD<DataSet>> data) {
    MultiLayerNetwork net = new MultiLayerNetwork(conf);
    net.init(row(parameters), false);
    if (updaterState.length > 0) {
      net.setUpdater(new MultiLayerUpdater(net, row(updaterState)));
    }
    net.getLayerWiseConfigurations().setIterationCount(step);
    LongAccumulator words = cluster.spark().sc().longAccumulator();
    DoubleAccumulator loss = cluster.spark().sc().doubleAccumulator();
    LongAccumulator updates = cluster.spark().sc().longAccumulator();
    SparkDl4jMultiLayer front = new SparkDl4jMultiLayer(cluster.spark(), net, master());
    front.setListeners(List.of(new Meter(words, loss, updates)));
    cluster.run(what, () -> front.fit(data.get()));
    INDArray state = updaterState.length == 0 ? null : net.getUpdater().getStateViewArray();
    return new Round(
        net.params().data().asFloat(),
        state == null ? new float[0] : state.data().asFloat(),
        words.value(),
        loss.value(),
        updates.value().intValue(),
        net.getnLayers(),
        Double.isFinite(loss.value()) && Double.isFinite(net.params().sumNumber().doubleValue()));
  }

  private ParameterAveragingTrainingMaster master() {
    return new ParameterAveragingTrainingMaster.Builder(workers, batch)
        .batchSizePerWorker(batch)
        .averagingFrequency(1)
        .saveUpdater(true)
        .rddTrainingApproach(RDDTrainingApproach.Direct)
        .repartionData(Repartition.Never)
        .storageLevel(null)
        .workerPrefetchNumBatches(0)
        .build();
  }

  private static INDArray row(float[] values) {
    return Nd4j.createFromArray(values).reshape(1, values.length);
  }
}

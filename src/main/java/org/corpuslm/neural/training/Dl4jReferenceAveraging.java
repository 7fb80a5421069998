package org.corpuslm.neural.training;

import java.io.Serializable;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.util.DoubleAccumulator;
import org.apache.spark.util.LongAccumulator;
import org.corpuslm.neural.kernel.WordOutput;
import org.corpuslm.neural.network.Network;
import org.corpuslm.neural.network.NetworkConfig;
import org.corpuslm.runtime.Cluster;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.updater.MultiLayerUpdater;
import org.deeplearning4j.optimize.api.BaseTrainingListener;
import org.deeplearning4j.spark.api.RDDTrainingApproach;
import org.deeplearning4j.spark.api.Repartition;
import org.deeplearning4j.spark.impl.multilayer.SparkDl4jMultiLayer;
import org.deeplearning4j.spark.impl.paramavg.ParameterAveragingTrainingMaster;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Rounds by Deeplearning4j's own parameter averaging, {@link ParameterAveragingTrainingMaster}, to
 * compare with. It is given a partition and one object for every worker, so that it drops none. It
 * weighs all workers alike, begins every round without recurrent state, and tells neither drift nor
 * gradient norms.
 */
final class Dl4jReferenceAveraging implements AveragingRound {
  private final Cluster cluster;
  private final TrainConfig config;
  private final NetworkConfig network;
  private final RoundData data;

  Dl4jReferenceAveraging(
      Cluster cluster, TrainConfig config, NetworkConfig network, RoundData data) {
    this.cluster = cluster;
    this.config = config;
    this.network = network;
    this.data = data;
  }

  /** Counts what is fitted, update by update, where it happens. */
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

  @Override
  public Result run(TrainState from, RoundOrder order) {
    long start = System.nanoTime();
    MultiLayerNetwork net = network(from, order);
    LongAccumulator words = cluster.spark().sc().longAccumulator();
    DoubleAccumulator loss = cluster.spark().sc().doubleAccumulator();
    LongAccumulator updates = cluster.spark().sc().longAccumulator();
    ParameterAveragingTrainingMaster master =
        new ParameterAveragingTrainingMaster.Builder(
                config.batches().workers(), config.batches().batch())
            .batchSizePerWorker(config.batches().batch())
            .averagingFrequency(1)
            .saveUpdater(true)
            .rddTrainingApproach(RDDTrainingApproach.Direct)
            .repartionData(Repartition.Never)
            .storageLevel(null)
            .workerPrefetchNumBatches(0)
            .build();
    SparkDl4jMultiLayer front = new SparkDl4jMultiLayer(cluster.spark(), net, master);
    front.setListeners(List.of(new Meter(words, loss, updates)));
    cluster.run(
        "train with Deeplearning4j's master: epoch %d, round %d"
            .formatted(order.epoch(), order.round() + 1),
        () -> front.fit(data.of(order, List.of())));
    float[] parameters = net.params().data().asFloat();
    INDArray state = from.updaterState.length == 0 ? null : net.getUpdater().getStateViewArray();
    double[] norms = new double[net.getnLayers()];
    Arrays.fill(norms, Double.NaN);
    WorkerReport all =
        new WorkerReport(
            0,
            words.value(),
            loss.value(),
            Double.isFinite(loss.value())
                && Double.isFinite(net.params().sumNumber().doubleValue()),
            new double[0][],
            norms,
            updates.value().intValue(),
            0,
            0,
            (System.nanoTime() - start) / 1e9);
    return new Result(
        parameters,
        state == null ? new float[0] : state.data().asFloat(),
        Double.NaN,
        0,
        List.of(all));
  }

  private MultiLayerNetwork network(TrainState from, RoundOrder order) {
    MultiLayerNetwork net =
        new MultiLayerNetwork(
            Network.configuration(
                network,
                DataType.FLOAT,
                config.batches().bptt(),
                config.optimization().withRate(order.rate()).updater()));
    net.init(row(from.parameters), false);
    if (from.updaterState.length > 0) {
      net.setUpdater(new MultiLayerUpdater(net, row(from.updaterState)));
    }
    net.getLayerWiseConfigurations().setIterationCount(order.step());
    return net;
  }

  private static INDArray row(float[] values) {
    return Nd4j.createFromArray(values).reshape(1, values.length);
  }
}

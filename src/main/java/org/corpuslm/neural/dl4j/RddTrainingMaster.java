package org.corpuslm.neural.dl4j;

import java.util.Collection;
import org.apache.spark.SparkContext;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.deeplearning4j.core.loader.DataSetLoader;
import org.deeplearning4j.core.loader.MultiDataSetLoader;
import org.deeplearning4j.core.storage.StatsStorageRouter;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.deeplearning4j.spark.api.TrainingHook;
import org.deeplearning4j.spark.api.TrainingMaster;
import org.deeplearning4j.spark.api.TrainingResult;
import org.deeplearning4j.spark.api.TrainingWorker;
import org.deeplearning4j.spark.api.stats.SparkTrainingStats;
import org.deeplearning4j.spark.impl.graph.SparkComputationGraph;
import org.deeplearning4j.spark.impl.multilayer.SparkDl4jMultiLayer;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.api.MultiDataSet;

/**
 * A training master of Deeplearning4j that fits a multi-layer network on an RDD of data, and the
 * front that calls it. It rejects everything else that the interface has: computation graphs,
 * exported files, hooks, listeners and statistics.
 */
public abstract class RddTrainingMaster
    implements TrainingMaster<TrainingResult, TrainingWorker<TrainingResult>> {
  private final SparkDl4jMultiLayer front;

  /**
   * Creates the front.
   *
   * @param net network that the front holds
   */
  protected RddTrainingMaster(JavaSparkContext spark, MultiLayerNetwork net) {
    this.front = new SparkDl4jMultiLayer(spark, net, this);
  }

  /** Hands the data to Deeplearning4j's front, which calls {@link #train}. */
  protected final void fit(JavaRDD<DataSet> data) {
    front.fit(data);
  }

  /** Trains on the data. */
  protected abstract void train(JavaRDD<DataSet> data);

  @Override
  public final void executeTraining(SparkDl4jMultiLayer network, JavaRDD<DataSet> data) {
    train(data);
  }

  private static UnsupportedOperationException no(String what) {
    return new UnsupportedOperationException(
        what + " is not supported by this training master; fit a JavaRDD<DataSet>");
  }

  @Override
  public final TrainingWorker<TrainingResult> getWorkerInstance(SparkDl4jMultiLayer network) {
    throw no("a worker that sees one minibatch at a time");
  }

  @Override
  public final TrainingWorker<TrainingResult> getWorkerInstance(SparkComputationGraph graph) {
    throw no("a computation graph");
  }

  @Override
  public final void executeTrainingPaths(
      SparkDl4jMultiLayer network,
      SparkComputationGraph graph,
      JavaRDD<String> paths,
      DataSetLoader loader,
      MultiDataSetLoader multiLoader) {
    throw no("training on exported files");
  }

  @Override
  public final void executeTraining(SparkComputationGraph graph, JavaRDD<DataSet> data) {
    throw no("a computation graph");
  }

  @Override
  public final void executeTrainingMDS(SparkComputationGraph graph, JavaRDD<MultiDataSet> data) {
    throw no("a computation graph");
  }

  @Override
  public final void addHook(TrainingHook hook) {
    throw no("a training hook");
  }

  @Override
  public final void removeHook(TrainingHook hook) {}

  @Override
  public final void setListeners(Collection<TrainingListener> listeners) {
    throw no("a listener");
  }

  @Override
  public final void setListeners(
      StatsStorageRouter router, Collection<TrainingListener> listeners) {
    throw no("a listener");
  }

  @Override
  public final void setCollectTrainingStats(boolean collect) {
    if (collect) {
      throw no("collecting statistics");
    }
  }

  @Override
  public final boolean getIsCollectTrainingStats() {
    return false;
  }

  @Override
  public final SparkTrainingStats getTrainingStats() {
    return null;
  }

  @Override
  public final String toJson() {
    throw no("JSON");
  }

  @Override
  public final String toYaml() {
    throw no("YAML");
  }

  @Override
  public final boolean deleteTempFiles(JavaSparkContext spark) {
    return true; // there are none
  }

  @Override
  public final boolean deleteTempFiles(SparkContext spark) {
    return true;
  }
}

package org.corpuslm.bench;

import java.util.List;
import org.deeplearning4j.nn.conf.GradientNormalization;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.RNNFormat;
import org.deeplearning4j.nn.conf.layers.EmbeddingSequenceLayer;
import org.deeplearning4j.nn.conf.layers.LSTM;
import org.deeplearning4j.nn.conf.layers.RnnOutputLayer;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Sgd;
import org.nd4j.linalg.lossfunctions.impl.LossSparseMCXENT;

/**
 * Trains the network of a configuration with Deeplearning4j's own layers and prints words per
 * second. Threads are set by OMP_NUM_THREADS. The state is not carried on, and clipping is by
 * layer, which costs no more.
 */
public final class StockLayers {
  private static final int SPECIAL = 2;

  private StockLayers() {}

  private static MultiLayerNetwork network(Setting setting) {
    int words = setting.words() + SPECIAL;
    NeuralNetConfiguration.ListBuilder list =
        new NeuralNetConfiguration.Builder()
            .updater(new Sgd(1.0))
            .gradientNormalization(GradientNormalization.ClipL2PerLayer)
            .gradientNormalizationThreshold(5)
            .list();
    list.layer(
        new EmbeddingSequenceLayer.Builder()
            .nIn(words)
            .nOut(setting.size())
            .outputDataFormat(RNNFormat.NCW)
            .build());
    for (int i = 0; i < setting.layers(); i++) {
      list.layer(
          new LSTM.Builder()
              .nIn(setting.size())
              .nOut(setting.size())
              .activation(Activation.TANH)
              .dataFormat(RNNFormat.NCW)
              .build());
    }
    list.layer(
        new RnnOutputLayer.Builder(new LossSparseMCXENT())
            .nIn(setting.size())
            .nOut(words)
            .activation(Activation.SOFTMAX)
            .dataFormat(RNNFormat.NCW)
            .build());
    MultiLayerNetwork network = new MultiLayerNetwork(list.build());
    network.init();
    return network;
  }

  private static DataSet minibatch(Setting setting, int[] text, int index) {
    int steps = setting.steps();
    int column = (text.length - 1) / Setting.BATCH;
    int at = index % (column / steps) * steps;
    float[][] in = new float[Setting.BATCH][steps];
    float[][] out = new float[Setting.BATCH][steps];
    for (int b = 0; b < Setting.BATCH; b++) {
      for (int t = 0; t < steps; t++) {
        in[b][t] = text[b * column + at + t];
        out[b][t] = text[b * column + at + t + 1];
      }
    }
    return new DataSet(sequence(in), sequence(out));
  }

  private static INDArray sequence(float[][] ids) {
    return Nd4j.createFromArray(ids).reshape(ids.length, 1, ids[0].length);
  }

  /** See {@link Timing#of}. */
  public static void main(String[] arguments) throws Exception {
    Timing timing = Timing.of(arguments);
    Setting setting = timing.setting();
    int[] text = WordIds.read(timing.text(), setting.words(), 0, 1, SPECIAL);
    MultiLayerNetwork network = network(setting);
    int minibatch = 0;
    long start = 0;
    int steps = 0;
    for (double seconds : List.of(timing.warmUp(), timing.seconds())) {
      start = System.nanoTime();
      steps = 0;
      for (long end = Timing.in(seconds); steps == 0 || System.nanoTime() < end; steps++) {
        network.fit(minibatch(setting, text, minibatch++));
      }
    }
    double seconds = (System.nanoTime() - start) / 1e9;
    Timing.tell(
        (double) steps * setting.steps() * Setting.BATCH / seconds,
        network.score() / setting.steps());
    System.exit(0);
  }
}

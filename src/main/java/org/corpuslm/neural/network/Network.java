package org.corpuslm.neural.network;

import java.util.ArrayList;
import java.util.List;
import org.corpuslm.neural.kernel.KernelConf;
import org.corpuslm.neural.kernel.KernelLayer;
import org.corpuslm.neural.kernel.TokenEmbedding;
import org.corpuslm.neural.kernel.Values;
import org.corpuslm.neural.kernel.WordOutput;
import org.corpuslm.runtime.BadInputException;
import org.deeplearning4j.nn.conf.BackpropType;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.WorkspaceMode;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.config.Sgd;

/**
 * A network with its parameters: a {@code MultiLayerNetwork} of corpuslm's layers. Every call
 * continues from the state after the previous call, until {@link #clearState()}. Memory outside the
 * heap: 4 bytes per parameter, as much again for the gradient, and the buffers of the layers; it is
 * freed with the object. One thread.
 */
public final class Network implements Trainable {
  private final NetworkConfig config;
  private final MultiLayerNetwork net;
  private final List<KernelLayer<?>> layers = new ArrayList<>();
  private final DataType type;
  private Values input;

  private Network(NetworkConfig config, MultiLayerNetwork net, DataType type) {
    this.config = config;
    this.net = net;
    this.type = type;
    for (org.deeplearning4j.nn.api.Layer layer : net.getLayers()) {
      layers.add((KernelLayer<?>) layer);
    }
  }

  /**
   * Returns the configuration in Deeplearning4j's form.
   *
   * @param steps length of the segments into which Deeplearning4j's own loop cuts a data set
   * @param updater update rule of that loop
   */
  public static MultiLayerConfiguration configuration(
      NetworkConfig config, DataType type, int steps, IUpdater updater) {
    NeuralNetConfiguration.ListBuilder list =
        new NeuralNetConfiguration.Builder()
            .dataType(type)
            .updater(updater)
            .trainingWorkspaceMode(WorkspaceMode.NONE)
            .inferenceWorkspaceMode(WorkspaceMode.NONE)
            .list();
    for (KernelConf conf : config.layerConfs()) {
      list.layer(conf);
    }
    return list.backpropType(BackpropType.TruncatedBPTT).tBPTTLength(steps).build();
  }

  /** Returns whether ND4J computes on the processor, in memory that BLAS can reach. */
  public static boolean onProcessor() {
    return Nd4j.getExecutioner().getClass().getName().contains(".cpu.");
  }

  /**
   * Creates a network whose parameters are all zero.
   *
   * @param type type of parameters and arithmetic: FLOAT, or DOUBLE to check gradients
   * @throws BadInputException if ND4J's backend is not one for processors
   */
  public static Network create(NetworkConfig config, DataType type) {
    if (!onProcessor()) {
      throw new BadInputException(
          ("corpuslm's layers and scoring need ND4J on the processor, and here it is %s; train with"
                  + " --kernels dl4j, and score where nd4j-native is on the class path")
              .formatted(Nd4j.getExecutioner().getClass().getSimpleName()));
    }
    Values.oneThreadPerProduct();
    MultiLayerNetwork net = new MultiLayerNetwork(configuration(config, type, 1, new Sgd(1.0)));
    net.init(Nd4j.zeros(type, 1, config.parameters()), false);
    net.initGradientsView();
    return new Network(config, net, type);
  }

  /** Creates a network in floats with a copy of these parameters; throws as {@link #create}. */
  public static Network of(NetworkConfig config, float[] parameters) {
    Network network = create(config, DataType.FLOAT);
    network.setParameters(parameters);
    return network;
  }

  @Override
  public NetworkConfig config() {
    return config;
  }

  @Override
  public MultiLayerNetwork net() {
    return net;
  }

  /** Returns the layers, from the embedding to the softmax. */
  public List<KernelLayer<?>> layers() {
    return layers;
  }

  /** Returns the last layer, the softmax. */
  public WordOutput.Output<?> output() {
    return (WordOutput.Output<?>) layers.get(layers.size() - 1);
  }

  /** Returns the first layer. */
  public TokenEmbedding.Lookup embedding() {
    return (TokenEmbedding.Lookup) layers.get(0);
  }

  @Override
  public INDArray parameters() {
    return net.params();
  }

  @Override
  public INDArray gradient() {
    return net.getFlattenedGradients();
  }

  @Override
  public void setParameters(float[] values) {
    net.params().data().setData(values);
  }

  /**
   * Computes loss and gradient of T steps of B streams; see {@link #loss(INDArray, INDArray)}.
   *
   * @param steps T
   * @param batch B
   * @param in word ids [T, B]
   * @param out words to predict [T, B], or {@link WordOutput#NO_LABEL}
   * @return −Σ ln p of those words, in nats
   */
  public double loss(int steps, int batch, int[] in, int[] out) {
    return loss(Values.ids(type, steps, batch, in), Values.ids(type, steps, batch, out));
  }

  @Override
  public double loss(INDArray in, INDArray out) {
    net.setInput(in);
    net.setLabels(out);
    net.computeGradientAndScore();
    return output().loss();
  }

  /**
   * Computes the inputs of the softmax, without dropout.
   *
   * @param steps T
   * @param batch B
   * @param in word ids [T, B]
   * @return [T, B, inputs of the softmax]; valid until the next call
   */
  public Values hidden(int steps, int batch, int[] in) {
    input = Values.ids(type, in);
    Values x = input;
    for (int i = 0; i < layers.size() - 1; i++) {
      x = layers.get(i).infer(steps, batch, x);
    }
    return x;
  }

  @Override
  public long words() {
    return output().words();
  }

  @Override
  public void lnP(int steps, int batch, int[] in, int[] out, double[] lnP) {
    output().lnP(hidden(steps, batch, in), steps * batch, out, 0, lnP);
  }

  @Override
  public void clearState() {
    layers.forEach(KernelLayer::rnnClearPreviousState);
  }

  @Override
  public double[][] state() {
    return layers.stream().map(KernelLayer::state).toArray(double[][]::new);
  }

  @Override
  public void restoreState(double[][] state) {
    for (int i = 0; i < state.length; i++) {
      layers.get(i).restoreState(state[i]);
    }
  }

  @Override
  public void seed(long seed) {
    for (int i = 0; i < layers.size(); i++) {
      layers.get(i).seed(seed * 31 + i);
    }
  }
}

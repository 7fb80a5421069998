package org.corpuslm.neural.dl4j;

import static org.nd4j.linalg.indexing.NDArrayIndex.all;
import static org.nd4j.linalg.indexing.NDArrayIndex.interval;
import static org.nd4j.linalg.indexing.NDArrayIndex.point;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.corpuslm.corpus.Vocabulary;
import org.corpuslm.neural.kernel.Values;
import org.corpuslm.neural.kernel.WordOutput;
import org.corpuslm.neural.network.Architecture;
import org.corpuslm.neural.network.NetworkConfig;
import org.corpuslm.neural.network.Trainable;
import org.corpuslm.runtime.BadInputException;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.api.layers.RecurrentLayer;
import org.deeplearning4j.nn.conf.BackpropType;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.RNNFormat;
import org.deeplearning4j.nn.conf.WorkspaceMode;
import org.deeplearning4j.nn.conf.layers.EmbeddingSequenceLayer;
import org.deeplearning4j.nn.conf.layers.LSTM;
import org.deeplearning4j.nn.conf.layers.RnnOutputLayer;
import org.deeplearning4j.nn.conf.layers.recurrent.SimpleRnn;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.INDArrayIndex;
import org.nd4j.linalg.learning.config.Sgd;
import org.nd4j.linalg.lossfunctions.impl.LossSparseMCXENT;

/**
 * The network of a configuration made of Deeplearning4j's own layers: the reference for corpuslm's
 * layers, and an implementation that runs on any backend of ND4J. Supports LSTM and simple RNN
 * without dropout, residual connections, tied or adaptive softmax. One thread.
 *
 * <p>Parameters and gradients are kept in corpuslm's layout as well and copied at every step. Known
 * fault of Deeplearning4j: if a state is carried into a segment, the gradients of its LSTM and
 * simple RNN differ from central differences; losses and states are correct.
 */
public final class Dl4jReferenceNetwork implements Trainable {
  /** Positions of corpuslm's gates i, f, o, g in Deeplearning4j's order g, f, o, i. */
  private static final int[] LSTM_GATES = {3, 1, 2, 0};

  private static final int[] ONE_GATE = {0};

  /**
   * Bias of the excluded word, whose probability is thus e⁻⁷⁰ instead of 0; with 0 the loss would
   * contain 0·ln 0.
   */
  private static final double EXCLUDED_BIAS = -70;

  private static final String ACTIVATION =
      org.deeplearning4j.nn.layers.recurrent.LSTM.STATE_KEY_PREV_ACTIVATION;
  private static final String MEMORY =
      org.deeplearning4j.nn.layers.recurrent.LSTM.STATE_KEY_PREV_MEMCELL;

  private final NetworkConfig config;
  private final MultiLayerNetwork net;
  private final INDArray parameters;
  private final INDArray gradient;
  private final List<Pairing> pairings = new ArrayList<>();
  private long words;

  /** A block of parameters, [rows, columns], and the one of Deeplearning4j that equals it. */
  private record Pairing(
      NetworkConfig.PlacedBlock placed, int layer, String name, boolean transposed, int[] gates) {}

  Dl4jReferenceNetwork(NetworkConfig config) {
    check(config);
    this.config = config;
    this.net = new MultiLayerNetwork(configuration(config));
    net.init();
    net.initGradientsView();
    this.parameters = Nd4j.zeros(DataType.FLOAT, 1, config.parameters());
    this.gradient = Nd4j.zeros(DataType.FLOAT, 1, config.parameters());
    pair();
  }

  private static void check(NetworkConfig config) {
    need(
        config.architecture() == Architecture.LSTM || config.architecture() == Architecture.RNN,
        "has no " + config.architecture());
    need(!config.variant().residual(), "has no --residual");
    need(!config.tied(), "has no --tied");
    need(config.adaptive() == null, "has no --softmax adaptive");
    need(
        config.dropout().equals(NetworkConfig.Dropout.NONE),
        "repeats no dropout masks: give --dropout 0");
  }

  private static void need(boolean right, String why) {
    if (!right) {
      throw new BadInputException("--kernels dl4j %s; use --kernels fused".formatted(why));
    }
  }

  private static org.deeplearning4j.nn.conf.MultiLayerConfiguration configuration(
      NetworkConfig config) {
    NeuralNetConfiguration.ListBuilder list =
        new NeuralNetConfiguration.Builder()
            .dataType(DataType.FLOAT)
            .updater(new Sgd(1.0))
            .trainingWorkspaceMode(WorkspaceMode.NONE)
            .inferenceWorkspaceMode(WorkspaceMode.NONE)
            .list();
    list.layer(
        new EmbeddingSequenceLayer.Builder()
            .nIn(config.vocabulary())
            .nOut(config.embedding())
            .inferInputLength(true)
            .build());
    int in = config.embedding();
    for (int i = 0; i < config.layers(); i++) {
      list.layer(
          config.architecture() == Architecture.LSTM
              ? new LSTM.Builder()
                  .nIn(in)
                  .nOut(config.hidden())
                  .activation(Activation.TANH)
                  .gateActivationFunction(Activation.SIGMOID)
                  .build()
              : new SimpleRnn.Builder()
                  .nIn(in)
                  .nOut(config.hidden())
                  .activation(config.variant().relu() ? Activation.RELU : Activation.TANH)
                  .build());
      in = config.hidden();
    }
    LossSparseMCXENT loss = new LossSparseMCXENT();
    loss.setSoftmaxClipEps(0);
    list.layer(
        new RnnOutputLayer.Builder(loss)
            .nIn(in)
            .nOut(config.vocabulary())
            .activation(Activation.SOFTMAX)
            .dataFormat(RNNFormat.NCW)
            .build());
    return list.backpropType(BackpropType.TruncatedBPTT).tBPTTLength(Integer.MAX_VALUE).build();
  }

  private void pair() {
    int layer = -1;
    Object last = null;
    for (NetworkConfig.PlacedBlock placed : config.parameterBlocks()) {
      layer += placed.layer() == last ? 0 : 1;
      last = placed.layer();
      boolean recurrent = layer > 0 && layer <= config.layers();
      boolean lstm = config.architecture() == Architecture.LSTM;
      String key =
          switch (placed.block().name()) {
            case "E" -> "W";
            case "R" -> "RW";
            default -> placed.block().name();
          };
      pairings.add(
          new Pairing(
              placed,
              layer,
              key,
              layer > config.layers() && key.equals("W"),
              recurrent && lstm ? LSTM_GATES : ONE_GATE));
    }
  }

  /** Copies all blocks to Deeplearning4j's arrays or back. */
  private void copy(
      INDArray flat, java.util.function.Function<Pairing, INDArray> reference, boolean to) {
    INDArray all = flat.reshape(flat.length());
    for (Pairing p : pairings) {
      long at = p.placed.at();
      int rows = p.placed.block().rows();
      int columns = p.placed.block().columns();
      INDArray own =
          all.get(interval(at, at + p.placed.block().length())).reshape('c', rows, columns);
      INDArray other = reference.apply(p);
      other = p.transposed ? other.transpose() : other;
      int width = columns / p.gates.length;
      for (int gate = 0; gate < p.gates.length; gate++) {
        INDArray a = own.get(all(), columns(gate, width));
        INDArray b = other.get(all(), columns(p.gates[gate], width));
        if (to) {
          b.assign(a);
        } else {
          a.assign(b);
        }
      }
    }
  }

  private static INDArrayIndex columns(int gate, int width) {
    return interval((long) gate * width, (gate + 1L) * width);
  }

  private void putParameters() {
    copy(parameters, p -> net.getLayer(p.layer).getParam(p.name), true);
    net.getOutputLayer().getParam("b").putScalar(0, Vocabulary.BOS, EXCLUDED_BIAS);
  }

  @Override
  public NetworkConfig config() {
    return config;
  }

  @Override
  public MultiLayerNetwork net() {
    return net;
  }

  @Override
  public INDArray parameters() {
    return parameters;
  }

  @Override
  public INDArray gradient() {
    return gradient;
  }

  @Override
  public void setParameters(float[] values) {
    parameters.data().setData(values);
  }

  @Override
  public double loss(INDArray in, INDArray out) {
    putParameters();
    INDArray mask = out.get(all(), point(0), all()).neq(WordOutput.NO_LABEL);
    mask = mask.castTo(DataType.FLOAT);
    INDArray labels = org.nd4j.linalg.ops.transforms.Transforms.max(out, 0, true);
    words = mask.sumNumber().longValue();
    net.setInput(in.dup('c'));
    net.setLabels(labels);
    // Deeplearning4j takes a mask of a single row for one over the outputs.
    net.setLayerMaskArrays(null, words == mask.length() ? null : mask);
    net.computeGradientAndScore();
    net.clearLayerMaskArrays();
    carryState();
    copy(gradient, p -> referenceGradient(p), false);
    return net.score() * in.size(0);
  }

  /** Copies the state after this segment to the state before the next one. */
  private void carryState() {
    for (int i = 0; i < net.getnLayers(); i++) {
      if (recurrent(i) != null) {
        Map<String, INDArray> copy = new LinkedHashMap<>();
        recurrent(i).rnnGetTBPTTState().forEach((name, value) -> copy.put(name, value.dup()));
        recurrent(i).rnnSetPreviousState(copy);
      }
    }
  }

  private INDArray referenceGradient(Pairing p) {
    return net.gradient().gradientForVariable().get(p.layer + "_" + p.name);
  }

  @Override
  public long words() {
    return words;
  }

  @Override
  public void lnP(int steps, int batch, int[] in, int[] out, double[] lnP) {
    putParameters();
    INDArray x = Values.ids(DataType.FLOAT, steps, batch, in).dup('c');
    INDArray p = net.rnnActivateUsingStoredState(x, false, true).get(net.getnLayers());
    carryState();
    for (int t = 0; t < steps; t++) {
      for (int b = 0; b < batch; b++) {
        lnP[t * batch + b] = Math.log(p.getDouble(b, out[t * batch + b], t));
      }
    }
  }

  @Override
  public void clearState() {
    restoreState(new double[0][]);
  }

  @Override
  public double[][] state() {
    double[][] state = new double[net.getnLayers()][0];
    for (int i = 0; i < state.length; i++) {
      Map<String, INDArray> map = recurrent(i) == null ? Map.of() : recurrent(i).rnnGetTBPTTState();
      double[] h = numbers(map.get(ACTIVATION));
      double[] c = numbers(map.get(MEMORY));
      state[i] = java.util.Arrays.copyOf(h, h.length + c.length);
      System.arraycopy(c, 0, state[i], h.length, c.length);
    }
    return state;
  }

  private static double[] numbers(INDArray array) {
    return array == null ? new double[0] : array.dup('c').data().asDouble();
  }

  private RecurrentLayer recurrent(int layer) {
    Layer l = net.getLayer(layer);
    return l instanceof RecurrentLayer r ? r : null;
  }

  @Override
  public void restoreState(double[][] state) {
    boolean lstm = config.architecture() == Architecture.LSTM;
    for (int i = 0; i < net.getnLayers(); i++) {
      if (recurrent(i) == null) {
        continue;
      }
      Map<String, INDArray> map = new LinkedHashMap<>();
      if (i < state.length && state[i].length > 0) {
        int n = state[i].length / (lstm ? 2 : 1);
        map.put(ACTIVATION, rows(java.util.Arrays.copyOf(state[i], n)));
        if (lstm) {
          map.put(MEMORY, rows(java.util.Arrays.copyOfRange(state[i], n, 2 * n)));
        }
      }
      recurrent(i).rnnSetPreviousState(map);
      recurrent(i).rnnSetTBPTTState(map);
    }
  }

  private INDArray rows(double[] values) {
    return Nd4j.createFromArray(values)
        .castTo(DataType.FLOAT)
        .reshape('c', values.length / config.hidden(), config.hidden());
  }

  /** Does nothing, because there is no dropout. */
  @Override
  public void seed(long seed) {}
}

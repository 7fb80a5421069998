package org.corpuslm.neural.kernel;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SplittableRandom;
import org.deeplearning4j.nn.api.layers.RecurrentLayer;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.gradient.DefaultGradient;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.layers.BaseLayer;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * What all layers of ours share: the time-major view of inputs, outputs and gradients, dropout of
 * inputs, and a state that goes on from one call to the next (truncated backpropagation through
 * time) until it is cleared.
 */
public abstract class KernelLayer<C extends KernelConf> extends BaseLayer<C>
    implements RecurrentLayer {
  private static final long serialVersionUID = 1;

  private final transient Map<String, Values> parameters = new LinkedHashMap<>();
  private final transient Map<String, Values> gradientValues = new LinkedHashMap<>();
  private transient SplittableRandom random = new SplittableRandom(0);
  private transient Values dropped;

  /** 0 for inputs that are dropped, 1/(1−rate) for others. */
  private transient float[] mask = new float[0];

  private transient boolean dropping;
  private transient Values undropped;

  KernelLayer(NeuralNetConfiguration conf, DataType type) {
    super(conf, type);
  }

  /**
   * Outputs for T steps of B sequences.
   *
   * @param in [T, B, nIn]
   * @return [T, B, nOut]
   */
  abstract Values forward(int steps, int batch, Values in);

  /**
   * Gradients of the last forward pass.
   *
   * @param in as it was given to it
   * @param dout ∂loss/∂output, [T, B, nOut]
   * @return ∂loss/∂input, [T, B, nIn], or null if inputs are word ids
   */
  abstract Values backward(int steps, int batch, Values in, Values dout);

  /** Numbers of state per sequence; 0 = the layer has none. */
  public int stateSize() {
    return 0;
  }

  /** The state after the last step: [B, stateSize]. */
  public double[] state() {
    return new double[0];
  }

  /** Goes on from a state that {@link #state()} gave; an empty one means the start of a text. */
  public void restoreState(double[] state) {}

  /** Starts a new series of dropout masks. */
  public final void seed(long seed) {
    random = new SplittableRandom(seed);
  }

  /**
   * {@link #forward} without dropout, outside of Deeplearning4j's passes; goes on from the state.
   */
  public final Values infer(int steps, int batch, Values in) {
    undropped = in;
    return forward(steps, batch, in);
  }

  final Values parameter(String name) {
    return parameters.computeIfAbsent(name, n -> Values.of(getParam(n)));
  }

  final Values gradientOf(String name) {
    return gradientValues.computeIfAbsent(name, n -> Values.of(gradientViews.get(n)));
  }

  private INDArray pass(INDArray in, boolean training, LayerWorkspaceMgr workspaces) {
    setInput(in, workspaces);
    int batch = (int) in.size(0);
    int steps = (int) in.size(2);
    Values values = take(steps, batch, training);
    return forward(steps, batch, values).sequence(steps, batch, layerConf().out());
  }

  /** The inputs as {@link #forward} gets them; drops some in training. */
  final Values take(int steps, int batch, boolean training) {
    undropped = Values.timeMajor(input);
    dropping = training && layerConf().inputDropout() > 0;
    return dropping ? drop(undropped, steps * batch * layerConf().in()) : undropped;
  }

  private Values drop(Values in, int n) {
    double rate = layerConf().inputDropout();
    float kept = (float) (1 / (1 - rate));
    mask = mask.length >= n ? mask : new float[n];
    for (int i = 0; i < n; i++) {
      mask[i] = random.nextDouble() >= rate ? kept : 0;
    }
    dropped = Values.atLeast(dropped, dataType, n);
    dropped.copy(0, in, 0, n);
    dropped.multiply(mask, n);
    return dropped;
  }

  /** The inputs before dropout. */
  final Values undropped() {
    return undropped;
  }

  @Override
  public INDArray activate(boolean training, LayerWorkspaceMgr workspaces) {
    rnnClearPreviousState();
    return pass(input, training, workspaces);
  }

  @Override
  public INDArray rnnTimeStep(INDArray in, LayerWorkspaceMgr workspaces) {
    return pass(in, false, workspaces);
  }

  @Override
  public INDArray rnnActivateUsingStoredState(
      INDArray in, boolean training, boolean storeLast, LayerWorkspaceMgr workspaces) {
    return pass(in, training, workspaces);
  }

  @Override
  public Pair<Gradient, INDArray> backpropGradient(INDArray epsilon, LayerWorkspaceMgr workspaces) {
    int batch = (int) input.size(0);
    int steps = (int) input.size(2);
    Values dout = epsilon == null ? null : Values.timeMajor(epsilon);
    Values din = backward(steps, batch, dropping ? dropped : undropped, dout);
    Gradient gradient = new DefaultGradient(gradientsFlattened);
    gradientViews.forEach((name, view) -> gradient.setGradientFor(name, view, 'c'));
    if (din == null) {
      return new Pair<>(gradient, null);
    }
    if (dropping) {
      din.multiply(mask, steps * batch * layerConf().in());
    }
    passOn(steps, batch, dout, din);
    return new Pair<>(gradient, din.sequence(steps, batch, layerConf().in()));
  }

  /** Adds to the gradient of the inputs what did not go through dropout. */
  void passOn(int steps, int batch, Values dout, Values din) {}

  @Override
  public Pair<Gradient, INDArray> tbpttBackpropGradient(
      INDArray epsilon, int length, LayerWorkspaceMgr workspaces) {
    return backpropGradient(epsilon, workspaces);
  }

  @Override
  public void setParamTable(Map<String, INDArray> table) {
    super.setParamTable(table);
    parameters.clear();
  }

  @Override
  public void setBackpropGradientsViewArray(INDArray gradients) {
    super.setBackpropGradientsViewArray(gradients);
    gradientValues.clear();
  }

  @Override
  public void rnnClearPreviousState() {
    restoreState(new double[0]);
  }

  // The state lives in the layer; Deeplearning4j copies its own maps about, to no effect.
  @Override
  public Map<String, INDArray> rnnGetPreviousState() {
    return Map.of();
  }

  @Override
  public void rnnSetPreviousState(Map<String, INDArray> state) {}

  @Override
  public Map<String, INDArray> rnnGetTBPTTState() {
    return Map.of();
  }

  @Override
  public void rnnSetTBPTTState(Map<String, INDArray> state) {}

  @Override
  public boolean isPretrainLayer() {
    return false;
  }

  @Override
  public Type type() {
    return Type.RECURRENT;
  }
}

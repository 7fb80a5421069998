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
 * Base of corpuslm's layers. It views inputs, outputs and gradients of Deeplearning4j ([B, N, T])
 * as time-major numbers [T, B, N], drops inputs in training (Zaremba et al. 2014), and carries a
 * state from call to call until it is cleared (truncated backpropagation through time).
 *
 * <p>Buffers belong to the layer and live until the next pass: what {@link #forward} returns is
 * needed by the layer above, and its inputs again by {@link #backward}. One thread.
 */
public abstract class KernelLayer<C extends KernelConf> extends BaseLayer<C>
    implements RecurrentLayer {
  private static final long serialVersionUID = 1;

  private final transient Map<String, Values> parameters = new LinkedHashMap<>();
  private final transient Map<String, Values> gradientValues = new LinkedHashMap<>();
  private transient SplittableRandom random = new SplittableRandom(0);

  /** Inputs of the last training pass after dropout, [T, B, nIn]. */
  private transient Values dropped;

  /** Factors of the inputs, [T, B, nIn]: 0 where dropped, else 1/(1−rate). */
  private transient float[] mask = new float[0];

  private transient boolean dropping;
  private transient Values undropped;

  KernelLayer(NeuralNetConfiguration conf, DataType type) {
    super(conf, type);
  }

  /**
   * Computes the outputs of T steps of B sequences, and the state after them.
   *
   * @param steps T
   * @param batch B
   * @param in [T, B, nIn]
   * @return [T, B, nOut]
   */
  abstract Values forward(int steps, int batch, Values in);

  /**
   * Computes the gradients of the last forward pass; those of parameters go to the layer's
   * gradient.
   *
   * @param steps T of that pass
   * @param batch B of that pass
   * @param in inputs of that pass
   * @param dout ∂loss/∂output, [T, B, nOut]
   * @return ∂loss/∂input, [T, B, nIn], or null if inputs are word ids
   */
  abstract Values backward(int steps, int batch, Values in, Values dout);

  /** Returns the numbers of state per sequence; 0 = the layer has no state. */
  public int stateSize() {
    return 0;
  }

  /** Returns a copy of the state after the last step: B·stateSize numbers; empty at the start. */
  public double[] state() {
    return new double[0];
  }

  /**
   * Sets the state before the next step.
   *
   * @param state result of {@link #state()}; empty = the start of a text
   */
  public void restoreState(double[] state) {}

  /** Sets the seed of the dropout masks from the next pass on. */
  public final void seed(long seed) {
    random = new SplittableRandom(seed);
  }

  /**
   * Computes {@link #forward} without dropout, outside of Deeplearning4j's passes, from the current
   * state on.
   */
  public final Values infer(int steps, int batch, Values in) {
    undropped = in;
    return forward(steps, batch, in);
  }

  /** Returns a block of the parameters; shares their memory. */
  final Values parameter(String name) {
    return parameters.computeIfAbsent(name, n -> Values.of(getParam(n)));
  }

  /** Returns the gradient of a block of parameters; shares its memory. */
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

  /** Returns the inputs of {@link #forward}: after dropout in training. */
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

  /** Returns the inputs of the last pass before dropout. */
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

  /** Adds gradients to ∂in that bypass dropout, for example of a residual connection. */
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

  // The state lives in the layer; the maps that Deeplearning4j copies for this purpose are empty.
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

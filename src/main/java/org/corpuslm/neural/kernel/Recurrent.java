package org.corpuslm.neural.kernel;

import java.util.List;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.shade.jackson.annotation.JsonProperty;

/**
 * A recurrent layer: simple (Elman 1990), GRU (Cho et al. 2014) or LSTM (Hochreiter & Schmidhuber
 * 1997; equations in {@link FloatCell}). Input [T, B, nIn], output [T, B, H]. A residual connection
 * (He et al. 2016, equation 1) adds the inputs to the outputs and needs nIn = H. Dropout applies to
 * the inputs, never to the recurrence (Zaremba et al. 2014, section 3.1).
 */
public final class Recurrent extends KernelConf {
  private static final long serialVersionUID = 1;

  /** Name of the input weights W, [nIn, gates·H]. */
  public static final String INPUT_WEIGHTS = "W";

  /** Name of the recurrent weights R, [H, gates·H]. */
  public static final String RECURRENT_WEIGHTS = "R";

  /** Name of the biases b, [gates·H]. */
  public static final String BIAS = "b";

  /** Kinds of recurrence; TANH and RELU are simple RNNs with this activation function. */
  public enum Kind {
    TANH(1),
    RELU(1),
    GRU(3),
    LSTM(4);

    private final int gates;

    Kind(int gates) {
      this.gates = gates;
    }

    /** Returns the number of blocks of H columns in the pre-activations. */
    int gates() {
      return gates;
    }

    /** Returns whether there is a memory cell c beside the hidden state h. */
    boolean hasMemory() {
      return this == LSTM;
    }

    /** Returns the numbers of state per unit. */
    int stateSize() {
      return hasMemory() ? 2 : 1;
    }
  }

  @JsonProperty private Kind kind;
  @JsonProperty private boolean residual;

  Recurrent() {}

  /**
   * Describes the layer.
   *
   * @param in inputs
   * @param hidden units H
   * @param residual whether inputs are added to outputs; needs in = hidden
   * @param inputDropout share of inputs set to 0 in training
   */
  public Recurrent(
      String name, Kind kind, int in, int hidden, boolean residual, double inputDropout) {
    super(name, in, hidden, inputDropout);
    this.kind = kind;
    this.residual = residual;
  }

  @Override
  public List<ParameterBlock> blocks() {
    int g = kind.gates() * out();
    return List.of(
        ParameterBlock.weight(INPUT_WEIGHTS, in(), g, out()),
        ParameterBlock.weight(RECURRENT_WEIGHTS, out(), g, out()),
        ParameterBlock.bias(BIAS, g));
  }

  /**
   * Returns the range from..to of an LSTM's forget gates in the biases; an empty one for others.
   */
  public int[] forgetGate() {
    return kind == Kind.LSTM ? new int[] {out(), 2 * out()} : new int[] {0, 0};
  }

  @Override
  KernelLayer<?> layer(NeuralNetConfiguration conf, DataType type) {
    return new Layer(conf, type);
  }

  /**
   * The layer with its parameters, buffers and state. Its outputs and the gradients that it returns
   * are valid until the next pass. One thread.
   */
  public static final class Layer extends KernelLayer<Recurrent> {
    private static final long serialVersionUID = 1;

    private final transient RecurrentCell cell;
    private transient Values out;
    private transient Values din;
    private transient double[] state = new double[0];
    private transient double[] normsByLag;

    Layer(NeuralNetConfiguration conf, DataType type) {
      super(conf, type);
      this.cell = RecurrentCell.of(layerConf().kind, layerConf().out(), type);
    }

    @Override
    Values forward(int steps, int batch, Values in) {
      int hidden = layerConf().out();
      int rows = steps * batch;
      boolean fits = state.length == stateSize() * batch;
      cell.begin( // a state of another batch size counts as none
          steps, batch, dataType, parameter(RECURRENT_WEIGHTS), fits ? state : new double[0]);
      Matrix.affine(
          rows,
          layerConf().in(),
          cell.columns,
          in,
          parameter(INPUT_WEIGHTS),
          parameter(BIAS),
          cell.z);
      // z = x·W + b is done for all steps; the recurrence adds h'·R step by step.
      for (int t = 0; t < steps; t++) {
        cell.forward(t);
      }
      state = cell.end();
      int n = rows * hidden;
      out = Values.atLeast(out, dataType, n);
      out.copy(0, cell.h, (long) batch * hidden, n);
      if (layerConf().residual) {
        out.add(undropped(), n); // dropout does not apply to the residual connection
      }
      return out;
    }

    @Override
    Values backward(int steps, int batch, Values in, Values dout) {
      int rows = steps * batch;
      cell.beginBackward();
      for (int t = steps - 1; t >= 0; t--) {
        double norm = cell.backward(t, dout, normsByLag != null);
        if (normsByLag != null) {
          normsByLag[steps - 1 - t] += norm;
        }
      }
      // cell.z holds ∂z of all steps: ∂W = xᵀ·∂z, ∂b = Σ ∂z, ∂R = h'ᵀ·∂z, ∂x = ∂z·Wᵀ.
      int g = cell.columns;
      Matrix.affineGradients(
          rows, layerConf().in(), g, in, cell.z, gradientOf(INPUT_WEIGHTS), gradientOf(BIAS));
      cell.recurrentGradient(gradientOf(RECURRENT_WEIGHTS));
      din = Values.atLeast(din, dataType, (long) rows * layerConf().in());
      Matrix.product(
          rows,
          layerConf().in(),
          g,
          Matrix.of(cell.z, 0, g),
          Matrix.of(parameter(INPUT_WEIGHTS), 0, g).t(),
          0,
          Matrix.of(din, 0, layerConf().in()));
      return din;
    }

    @Override
    void passOn(int steps, int batch, Values dout, Values din) {
      if (layerConf().residual) {
        din.add(dout, steps * batch * layerConf().out());
      }
    }

    /**
     * Makes every backward pass from now on add the norms of ∂loss/∂h to an array.
     *
     * @param norms index k receives the mean over the sequences of the norm k steps before the last
     *     step; null to stop
     */
    public void recordNorms(double[] norms) {
      this.normsByLag = norms;
    }

    @Override
    public int stateSize() {
      return layerConf().kind.stateSize() * layerConf().out();
    }

    @Override
    public double[] state() {
      return state.clone();
    }

    @Override
    public void restoreState(double[] state) {
      this.state = state.clone();
    }
  }
}

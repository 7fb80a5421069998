package org.corpuslm.neural.kernel;

import java.util.List;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.shade.jackson.annotation.JsonProperty;

/**
 * A recurrent layer: simple (Elman), GRU or LSTM, with an optional residual connection around it
 * (He et al. 2016), which needs as many inputs as units. Dropout is that of Zaremba et al. (2014):
 * on the inputs, never on the recurrence.
 */
public final class Recurrent extends KernelConf {
  private static final long serialVersionUID = 1;

  /** Name of the input weights [nIn, gates·H]. */
  public static final String INPUT_WEIGHTS = "W";

  /** Name of the recurrent weights [H, gates·H]. */
  public static final String RECURRENT_WEIGHTS = "R";

  /** Name of the biases [gates·H]. */
  public static final String BIAS = "b";

  /** Kinds of recurrence. */
  public enum Kind {
    TANH(1),
    RELU(1),
    GRU(3),
    LSTM(4);

    private final int gates;

    Kind(int gates) {
      this.gates = gates;
    }

    /** Blocks of H columns in the pre-activations. */
    int gates() {
      return gates;
    }

    /** Whether there is a memory cell beside the hidden state. */
    boolean hasMemory() {
      return this == LSTM;
    }

    /** Numbers of state per unit. */
    int stateSize() {
      return hasMemory() ? 2 : 1;
    }
  }

  @JsonProperty private Kind kind;
  @JsonProperty private boolean residual;

  Recurrent() {}

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

  /** Where the biases of an LSTM's forget gates lie among all biases; empty for others. */
  public int[] forgetGate() {
    return kind == Kind.LSTM ? new int[] {out(), 2 * out()} : new int[] {0, 0};
  }

  @Override
  KernelLayer<?> layer(NeuralNetConfiguration conf, DataType type) {
    return new Layer(conf, type);
  }

  /** The layer itself. */
  public static final class Layer extends KernelLayer<Recurrent> {
    private static final long serialVersionUID = 1;

    private final transient RecurrentCell cell;
    private transient Values out;
    private transient Values din;
    private transient double[] state = new double[0];
    private transient double[] flow;

    Layer(NeuralNetConfiguration conf, DataType type) {
      super(conf, type);
      this.cell = RecurrentCell.of(layerConf().kind, layerConf().out(), type);
    }

    @Override
    Values forward(int steps, int batch, Values in) {
      int hidden = layerConf().out();
      int rows = steps * batch;
      boolean fits = state.length == stateSize() * batch;
      cell.begin(
          steps, batch, dataType, parameter(RECURRENT_WEIGHTS), fits ? state : new double[0]);
      Matrix.affine(
          rows,
          layerConf().in(),
          cell.columns,
          in,
          parameter(INPUT_WEIGHTS),
          parameter(BIAS),
          cell.z);
      for (int t = 0; t < steps; t++) {
        cell.forward(t);
      }
      state = cell.end();
      int n = rows * hidden;
      out = Values.atLeast(out, dataType, n);
      out.copy(0, cell.h, (long) batch * hidden, n);
      if (layerConf().residual) {
        out.add(undropped(), n); // what goes round the layer is not dropped
      }
      return out;
    }

    @Override
    Values backward(int steps, int batch, Values in, Values dout) {
      int rows = steps * batch;
      cell.beginBackward();
      for (int t = steps - 1; t >= 0; t--) {
        double norm = cell.backward(t, dout, flow != null);
        if (flow != null) {
          flow[steps - 1 - t] += norm;
        }
      }
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
     * From now on adds up, in every backward pass, the mean norm over the sequences of ∂loss/∂h at
     * the last step but k, at index k; null to stop.
     */
    public void recordFlow(double[] norms) {
      this.flow = norms;
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

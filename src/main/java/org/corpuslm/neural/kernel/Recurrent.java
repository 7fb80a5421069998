package org.corpuslm.neural.kernel;

import java.util.List;
import org.corpuslm.neural.kernel.Values.Matrix;
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
    TANH,
    RELU,
    GRU,
    LSTM
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

  private Cell cell() {
    return switch (kind) {
      case TANH -> new Cell.Simple(false);
      case RELU -> new Cell.Simple(true);
      case GRU -> new Cell.Gru();
      case LSTM -> new Cell.Lstm();
    };
  }

  @Override
  public List<ParameterBlock> blocks() {
    int g = cell().gates() * out();
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

    private final transient Cell cell;
    private transient Recurrence s;
    private transient Values out;
    private transient Values din;
    private transient double[] state = new double[0];
    private transient double[] flow;

    Layer(NeuralNetConfiguration conf, DataType type) {
      super(conf, type);
      this.cell = layerConf().cell();
    }

    private Recurrence buffers() {
      if (s == null) {
        s = new Recurrence(layerConf().out(), cell.gates(), parameter(RECURRENT_WEIGHTS));
      }
      return s;
    }

    @Override
    Values forward(int steps, int batch, Values in) {
      int hidden = layerConf().out();
      int rows = steps * batch;
      int g = cell.gates() * hidden;
      boolean fits = state.length == stateSize() * batch;
      buffers().begin(steps, batch, dataType, fits ? state : new double[0], cell.hasMemory());
      Affine.forward(rows, layerConf().in(), g, in, parameter(INPUT_WEIGHTS), parameter(BIAS), s.z);
      for (int t = 0; t < steps; t++) {
        cell.forward(s, t);
      }
      state = s.end(cell.hasMemory());
      int n = rows * hidden;
      out = Values.atLeast(out, dataType, n);
      if (layerConf().residual) {
        double[] x = new double[n];
        undropped().read(0, x, 0, n); // what goes round the layer is not dropped
        for (int i = 0; i < n; i++) {
          x[i] += s.hs[batch * hidden + i];
        }
        out.write(0, x, 0, n);
      } else {
        out.write(0, s.hs, batch * hidden, n);
      }
      return out;
    }

    @Override
    Values backward(int steps, int batch, Values in, Values dout) {
      int hidden = layerConf().out();
      int n = batch * hidden;
      int rows = steps * batch;
      int g = cell.gates() * hidden;
      double[] dh = new double[n];
      double[] above = new double[n];
      s.beginBackward();
      for (int t = steps - 1; t >= 0; t--) {
        dout.read(s.hAt(t), above, 0, n);
        for (int i = 0; i < n; i++) {
          dh[i] += above[i];
        }
        if (flow != null) {
          flow[steps - 1 - t] += meanNorm(dh, batch, hidden);
        }
        cell.backward(s, t, dh);
      }
      Affine.backward(
          rows, layerConf().in(), g, in, s.z, gradientOf(INPUT_WEIGHTS), gradientOf(BIAS));
      cell.recurrentGradient(s, gradientOf(RECURRENT_WEIGHTS));
      din = Values.atLeast(din, dataType, (long) rows * layerConf().in());
      Values.product(
          rows,
          layerConf().in(),
          g,
          Matrix.of(s.z, 0, g),
          Matrix.of(parameter(INPUT_WEIGHTS), 0, g).t(),
          0,
          Matrix.of(din, 0, layerConf().in()));
      return din;
    }

    @Override
    void passOn(int steps, int batch, Values dout, Values din) {
      if (layerConf().residual) {
        int n = steps * batch * layerConf().out();
        double[] round = new double[n];
        double[] through = new double[n];
        dout.read(0, round, 0, n);
        din.read(0, through, 0, n);
        for (int i = 0; i < n; i++) {
          through[i] += round[i];
        }
        din.write(0, through, 0, n);
      }
    }

    private static double meanNorm(double[] rows, int batch, int size) {
      double sum = 0;
      for (int b = 0; b < batch; b++) {
        double square = 0;
        for (int j = b * size; j < (b + 1) * size; j++) {
          square += rows[j] * rows[j];
        }
        sum += Math.sqrt(square);
      }
      return sum / batch;
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
      return (cell.hasMemory() ? 2 : 1) * layerConf().out();
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

package org.corpuslm.neural.kernel;

import java.util.List;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.shade.jackson.annotation.JsonProperty;

/**
 * h = tanh(x·W + b), the same at every step (Bengio et al. 2003, equation 1). With direct
 * connections the output is [h, x], so that the softmax above sees the embeddings too.
 */
public final class Hidden extends KernelConf {
  private static final long serialVersionUID = 1;

  @JsonProperty private int units;
  @JsonProperty private boolean direct;

  Hidden() {}

  public Hidden(String name, int in, int units, boolean direct, double inputDropout) {
    super(name, in, units + (direct ? in : 0), inputDropout);
    this.units = units;
    this.direct = direct;
  }

  @Override
  public List<ParameterBlock> blocks() {
    return List.of(ParameterBlock.weight("W", in(), units, units), ParameterBlock.bias("b", units));
  }

  @Override
  KernelLayer<?> layer(NeuralNetConfiguration conf, DataType type) {
    return new Tanh(conf, type);
  }

  private static final class Tanh extends KernelLayer<Hidden> {
    private static final long serialVersionUID = 1;

    private transient Values out;

    /** h; on the way back the gradient of what is under the tanh. */
    private transient Values z;

    private transient Values din;
    private final transient Activations activations = new Activations();

    Tanh(NeuralNetConfiguration conf, DataType type) {
      super(conf, type);
    }

    @Override
    Values forward(int steps, int batch, Values in) {
      Hidden conf = layerConf();
      int rows = steps * batch;
      int units = conf.units;
      z = Values.atLeast(z, dataType, (long) rows * units);
      Matrix.affine(rows, conf.in(), units, in, parameter("W"), parameter("b"), z);
      activations.tanh(z, rows * units);
      out = Values.atLeast(out, dataType, (long) rows * conf.out());
      for (int r = 0; r < rows; r++) {
        out.copy((long) r * conf.out(), z, (long) r * units, units);
        if (conf.direct) {
          out.copy((long) r * conf.out() + units, in, (long) r * conf.in(), conf.in());
        }
      }
      return out;
    }

    @Override
    Values backward(int steps, int batch, Values in, Values dout) {
      Hidden conf = layerConf();
      int rows = steps * batch;
      int units = conf.units;
      for (int r = 0; r < rows; r++) {
        activations.tanhBack(z, (long) r * units, dout, (long) r * conf.out(), units);
      }
      din = Values.atLeast(din, dataType, (long) rows * conf.in());
      double keep = 0;
      if (conf.direct) {
        keep = 1;
        for (int r = 0; r < rows; r++) {
          din.copy((long) r * conf.in(), dout, (long) r * conf.out() + units, conf.in());
        }
      }
      Matrix.affineGradients(rows, conf.in(), units, in, z, gradientOf("W"), gradientOf("b"));
      Matrix.product(
          rows,
          conf.in(),
          units,
          Matrix.of(z, 0, units),
          Matrix.of(parameter("W"), 0, units).t(),
          keep,
          Matrix.of(din, 0, conf.in()));
      return din;
    }
  }
}

package org.corpuslm.neural.kernel;

import java.util.List;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.shade.jackson.annotation.JsonProperty;

/**
 * A feed-forward layer, h = tanh(x·W + b), applied to every step alike (Bengio et al. 2003,
 * equation 1). Input [T, B, nIn], output [T, B, units]; with direct connections [h, x], [T, B,
 * units + nIn], so that the softmax above also sees the embeddings.
 */
public final class Hidden extends KernelConf {
  private static final long serialVersionUID = 1;

  @JsonProperty private int units;
  @JsonProperty private boolean direct;

  Hidden() {}

  /**
   * Describes the layer.
   *
   * @param in inputs
   * @param direct whether the inputs are part of the outputs
   * @param inputDropout share of inputs set to 0 in training
   */
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

    /** Outputs, [T, B, nOut]. */
    private transient Values out;

    /** h, [T, B, units]; in the backward pass the gradient ∂z of z = x·W + b. */
    private transient Values z;

    /** ∂x, [T, B, nIn]. */
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
      // ∂z = ∂h∘(1−h²)
      for (int r = 0; r < rows; r++) {
        activations.tanhBackward(z, (long) r * units, dout, (long) r * conf.out(), units);
      }
      // ∂x = ∂z·Wᵀ, plus the gradient through the direct connections
      din = Values.atLeast(din, dataType, (long) rows * conf.in());
      double beta = 0;
      if (conf.direct) {
        beta = 1;
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
          beta,
          Matrix.of(din, 0, conf.in()));
      return din;
    }
  }
}

package org.corpuslm.neural.kernel;

import java.util.Arrays;
import java.util.List;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.nd4j.linalg.api.buffer.DataType;

/**
 * An output layer with one softmax over the whole vocabulary: p = softmax(x·Wᵀ + b). Cost per word:
 * 2·V·nIn operations forward, three times as many in training.
 */
public final class SoftmaxOutput extends WordOutput {
  private static final long serialVersionUID = 1;

  /**
   * Name of the weights W, [V, nIn]: laid out like embeddings, so that they can be tied to them.
   */
  public static final String WEIGHTS = "W";

  /** Name of the biases b, [V]. */
  public static final String BIAS = "b";

  SoftmaxOutput() {}

  /**
   * Describes the layer.
   *
   * @param in inputs
   * @param vocabulary V
   * @param excluded id of the word whose probability is 0, or −1
   * @param inputDropout share of inputs set to 0 in training
   */
  public SoftmaxOutput(String name, int in, int vocabulary, int excluded, double inputDropout) {
    super(name, in, vocabulary, excluded, inputDropout);
  }

  @Override
  public List<ParameterBlock> blocks() {
    return List.of(
        new ParameterBlock(WEIGHTS, out(), in(), ParameterBlock.Kind.WEIGHT, in(), out()),
        ParameterBlock.bias(BIAS, out()));
  }

  @Override
  KernelLayer<?> layer(NeuralNetConfiguration conf, DataType type) {
    return new Full(conf, type);
  }

  private static final class Full extends Output<SoftmaxOutput> {
    private static final long serialVersionUID = 1;

    private transient SoftmaxBlock block;

    Full(NeuralNetConfiguration conf, DataType type) {
      super(conf, type);
    }

    private SoftmaxBlock block() {
      if (block == null) {
        SoftmaxOutput conf = layerConf();
        block = new SoftmaxBlock(dataType, conf.out(), conf.in(), conf.excluded());
      }
      return block;
    }

    @Override
    public void lnP(Values in, int rows, int[] words, int from, double[] lnP) {
      double[] some = new double[rows];
      block()
          .lnP(
              parameters(WEIGHTS, BIAS),
              rows,
              in,
              Arrays.copyOfRange(words, from, from + rows),
              some);
      System.arraycopy(some, 0, lnP, from, rows);
    }

    @Override
    public void lnP(Values in, int row, double[] lnP) {
      block().lnP(parameters(WEIGHTS, BIAS), in, row, lnP);
    }

    @Override
    double gradient(int rows, Values in, int[] ids, Values din) {
      return block()
          .gradient(parameters(WEIGHTS, BIAS), rows, in, ids, gradients(WEIGHTS, BIAS), din);
    }
  }
}

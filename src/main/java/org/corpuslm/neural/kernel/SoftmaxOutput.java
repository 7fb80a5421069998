package org.corpuslm.neural.kernel;

import java.util.List;
import org.corpuslm.neural.kernel.Values.Matrix;
import org.deeplearning4j.nn.api.layers.IOutputLayer;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.api.DataSet;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;
import org.nd4j.shade.jackson.annotation.JsonProperty;

/**
 * Softmax over the vocabulary with cross-entropy on word ids: p = softmax(x·Wᵀ + b). Labels: [B, 1,
 * T], {@link #NO_LABEL} where there is nothing to predict. One word, {@code <s>}, never has a
 * probability. Logits are made for some rows at a time, so that memory does not grow with T·V.
 */
public final class SoftmaxOutput extends KernelConf {
  private static final long serialVersionUID = 1;

  /** A label that stands for no word: no loss, no gradient. */
  public static final int NO_LABEL = -1;

  /** Name of the weights [V, nIn]: laid out like embeddings, so that they can be tied to them. */
  public static final String WEIGHTS = "W";

  /** Name of the biases [V]. */
  public static final String BIAS = "b";

  private static final int LOGITS_AT_A_TIME = 1 << 22;

  @JsonProperty private int never;

  SoftmaxOutput() {}

  /**
   * Describes the layer.
   *
   * @param never id of the word without probability, or −1
   */
  public SoftmaxOutput(String name, int in, int vocabulary, int never, double inputDropout) {
    super(name, in, vocabulary, inputDropout);
    this.never = never;
  }

  @Override
  public List<ParameterBlock> blocks() {
    return List.of(
        new ParameterBlock(WEIGHTS, out(), in(), ParameterBlock.Kind.WEIGHT, in(), out()),
        ParameterBlock.bias(BIAS, out()));
  }

  @Override
  KernelLayer<?> layer(NeuralNetConfiguration conf, DataType type) {
    return new Output(conf, type);
  }

  /** The layer itself. */
  public static final class Output extends KernelLayer<SoftmaxOutput> implements IOutputLayer {
    private static final long serialVersionUID = 1;

    private transient INDArray labels;
    private transient SoftmaxRows softmax;
    private transient Values logits;
    private transient Values out;
    private transient Values din;
    private transient double loss;
    private transient long words;

    Output(NeuralNetConfiguration conf, DataType type) {
      super(conf, type);
    }

    private SoftmaxRows softmax() {
      if (softmax == null) {
        softmax = new SoftmaxRows(dataType, layerConf().out(), layerConf().never);
      }
      return softmax;
    }

    /** Calls back with each row of logits. */
    private interface RowTask {
      void row(int row, long at);
    }

    /** Called after some rows. */
    private interface BlockTask {
      void block(int from, int rows);
    }

    private void logits(int rows, Values in, RowTask task, BlockTask then) {
      int v = layerConf().out();
      int n = layerConf().in();
      int atATime = Math.max(1, Math.min(rows, LOGITS_AT_A_TIME / v));
      logits = Values.atLeast(logits, dataType, (long) atATime * v);
      for (int from = 0; from < rows; from += atATime) {
        int some = Math.min(atATime, rows - from);
        logits.fill(some, parameter(BIAS), v);
        Values.product(
            some,
            v,
            n,
            Matrix.of(in, (long) from * n, n),
            Matrix.of(parameter(WEIGHTS), 0, n).t(),
            1,
            Matrix.of(logits, 0, v));
        for (int r = 0; r < some; r++) {
          task.row(from + r, (long) r * v);
        }
        then.block(from, some);
      }
    }

    /** Probabilities [T, B, V]. */
    @Override
    Values forward(int steps, int batch, Values in) {
      int v = layerConf().out();
      double[] row = new double[v];
      out = Values.atLeast(out, dataType, (long) steps * batch * v);
      logits(
          steps * batch,
          in,
          (r, at) -> {
            softmax().lnP(logits, at, row);
            for (int i = 0; i < v; i++) {
              row[i] = Math.exp(row[i]);
            }
            out.write((long) r * v, row, 0, v);
          },
          (from, rows) -> {});
      return out;
    }

    /**
     * ln p of one word per row.
     *
     * @param in [rows, nIn]
     * @param words ids at {@code from …}
     * @param lnP receives at the same indices
     */
    public void lnP(Values in, int rows, int[] words, int from, double[] lnP) {
      logits(
          rows,
          in,
          (r, at) -> lnP[from + r] = softmax().lnP(logits, at, words[from + r]),
          (first, some) -> {});
    }

    /** ln p of all words, after one row of input. */
    public void lnP(Values in, int row, double[] lnP) {
      int n = layerConf().in();
      Values one = Values.allocate(dataType, n);
      one.copy(0, in, (long) row * n, n);
      logits(1, one, (r, at) -> softmax().lnP(logits, at, lnP), (from, rows) -> {});
    }

    /** In training there is no forward pass through the output layer: loss and gradient are one. */
    @Override
    public Pair<Gradient, INDArray> backpropGradient(INDArray epsilon, LayerWorkspaceMgr ws) {
      take((int) input.size(2), (int) input.size(0), true);
      return super.backpropGradient(epsilon, ws);
    }

    @Override
    Values backward(int steps, int batch, Values in, Values dout) {
      int v = layerConf().out();
      int n = layerConf().in();
      int rows = steps * batch;
      double[] ids = new double[rows];
      Values.timeMajor(labels).read(0, ids, 0, rows);
      double[] biases = new double[v];
      din = Values.atLeast(din, dataType, (long) rows * n);
      loss = 0;
      words = 0;
      Values dw = gradientOf(WEIGHTS);
      logits(
          rows,
          in,
          (r, at) -> gradientOfRow((int) ids[r], at, biases),
          (from, some) -> {
            Values.product(
                some,
                n,
                v,
                Matrix.of(logits, 0, v),
                Matrix.of(parameter(WEIGHTS), 0, n),
                0,
                Matrix.of(din, (long) from * n, n));
            Values.product(
                v,
                n,
                some,
                Matrix.of(logits, 0, v).t(),
                Matrix.of(in, (long) from * n, n),
                from == 0 ? 0 : 1,
                Matrix.of(dw, 0, n));
          });
      softmax().addTo(biases);
      gradientOf(BIAS).write(0, biases, 0, v);
      return din;
    }

    private void gradientOfRow(int id, long at, double[] biases) {
      int v = layerConf().out();
      if (id == NO_LABEL) {
        logits.zero(at, v);
        return;
      }
      if (id < 0 || id >= v || id == layerConf().never) {
        throw new IllegalArgumentException(
            "label %d is not a word that can be predicted; the vocabulary has %d".formatted(id, v));
      }
      loss -= softmax().gradient(logits, at, id, biases);
      words++;
    }

    /** −Σ ln p over the labels of the last backward pass, in nats. */
    public double loss() {
      return loss;
    }

    /** Labels of the last backward pass that stand for words. */
    public long words() {
      return words;
    }

    @Override
    public boolean needsLabels() {
      return true;
    }

    @Override
    public void setLabels(INDArray labels) {
      this.labels = labels;
    }

    @Override
    public INDArray getLabels() {
      return labels;
    }

    /** The loss of the last backward pass over the minibatch size, as Deeplearning4j defines it. */
    @Override
    public double computeScore(double regularisation, boolean training, LayerWorkspaceMgr ws) {
      return loss / input.size(0) + regularisation;
    }

    @Override
    public INDArray computeScoreForExamples(double regularisation, LayerWorkspaceMgr ws) {
      throw new UnsupportedOperationException("use lnP");
    }

    @Override
    public double f1Score(DataSet data) {
      throw new UnsupportedOperationException("use lnP");
    }

    @Override
    public double f1Score(INDArray examples, INDArray wanted) {
      throw new UnsupportedOperationException("use lnP");
    }

    @Override
    public int numLabels() {
      return layerConf().out();
    }

    @Override
    public void fit(DataSetIterator data) {
      throw new UnsupportedOperationException("fit the network");
    }

    @Override
    public int[] predict(INDArray examples) {
      throw new UnsupportedOperationException("use lnP");
    }

    @Override
    public List<String> predict(DataSet data) {
      throw new UnsupportedOperationException("use lnP");
    }

    @Override
    public void fit(INDArray examples, INDArray wanted) {
      throw new UnsupportedOperationException("fit the network");
    }

    @Override
    public void fit(DataSet data) {
      throw new UnsupportedOperationException("fit the network");
    }

    @Override
    public void fit(INDArray examples, int[] wanted) {
      throw new UnsupportedOperationException("fit the network");
    }
  }
}

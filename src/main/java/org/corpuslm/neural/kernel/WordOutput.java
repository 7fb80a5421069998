package org.corpuslm.neural.kernel;

import java.util.List;
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
 * An output layer that assigns a probability to every word of the vocabulary, except one excluded
 * word ({@code <s>}). Labels are word ids [B, 1, T], or {@link #NO_LABEL} where there is no word to
 * predict.
 */
public abstract class WordOutput extends KernelConf {
  private static final long serialVersionUID = 1;

  /** The label of a position without a word to predict: no loss, no gradient. */
  public static final int NO_LABEL = SoftmaxBlock.NO_LABEL;

  @JsonProperty private int excluded;

  WordOutput() {}

  WordOutput(String name, int in, int vocabulary, int excluded, double inputDropout) {
    super(name, in, vocabulary, inputDropout);
    this.excluded = excluded;
  }

  /** Returns the id of the word whose probability is 0, or −1. */
  final int excluded() {
    return excluded;
  }

  /** The layer with its parameters and buffers. One thread. */
  public abstract static class Output<C extends WordOutput> extends KernelLayer<C>
      implements IOutputLayer {
    private static final long serialVersionUID = 1;

    private transient INDArray labels;
    private transient Values out;
    private transient Values din;
    private transient double loss;
    private transient long words;

    Output(NeuralNetConfiguration conf, DataType type) {
      super(conf, type);
    }

    /**
     * Computes ln p of one word per row.
     *
     * @param in [rows, nIn]
     * @param words ids from index {@code from} on, one per row
     * @param lnP receives the natural logarithms at the same indices; −∞ for the excluded word
     */
    public abstract void lnP(Values in, int rows, int[] words, int from, double[] lnP);

    /**
     * Computes ln p of all words after one row of inputs.
     *
     * @param in [rows, nIn]
     * @param lnP receives V natural logarithms
     */
    public abstract void lnP(Values in, int row, double[] lnP);

    /**
     * Computes loss and gradients; those of the parameters go to the layer's gradient.
     *
     * @param in [rows, nIn]
     * @param ids a word or {@link #NO_LABEL} per row
     * @param din receives ∂loss/∂in
     * @return Σ ln p, in nats
     */
    abstract double gradient(int rows, Values in, int[] ids, Values din);

    final SoftmaxBlock.Parameters parameters(String weights, String bias) {
      return new SoftmaxBlock.Parameters(parameter(weights), parameter(bias));
    }

    final SoftmaxBlock.Parameters gradients(String weights, String bias) {
      return new SoftmaxBlock.Parameters(gradientOf(weights), gradientOf(bias));
    }

    /** Computes the probabilities [T, B, V]; used by Deeplearning4j's own methods only. */
    @Override
    Values forward(int steps, int batch, Values in) {
      int v = layerConf().out();
      double[] row = new double[v];
      out = Values.atLeast(out, dataType, (long) steps * batch * v);
      for (int r = 0; r < steps * batch; r++) {
        lnP(in, r, row);
        for (int i = 0; i < v; i++) {
          row[i] = Math.exp(row[i]);
        }
        out.write((long) r * v, row, 0, v);
      }
      return out;
    }

    /** Computes loss and gradient in one pass: training has no forward pass through this layer. */
    @Override
    public Pair<Gradient, INDArray> backpropGradient(INDArray epsilon, LayerWorkspaceMgr ws) {
      take((int) input.size(2), (int) input.size(0), true);
      return super.backpropGradient(epsilon, ws);
    }

    @Override
    final Values backward(int steps, int batch, Values in, Values dout) {
      int rows = steps * batch;
      double[] values = new double[rows];
      Values.timeMajor(labels).read(0, values, 0, rows);
      int[] ids = new int[rows];
      words = 0;
      for (int r = 0; r < rows; r++) {
        ids[r] = (int) values[r];
        if (ids[r] != NO_LABEL) {
          check(ids[r]);
          words++;
        }
      }
      din = Values.atLeast(din, dataType, (long) rows * layerConf().in());
      loss = 0 - gradient(rows, in, ids, din);
      return din;
    }

    private void check(int id) {
      int v = layerConf().out();
      if (id < 0 || id >= v || id == layerConf().excluded()) {
        throw new IllegalArgumentException(
            "label %d is not a word that can be predicted; the vocabulary has %d".formatted(id, v));
      }
    }

    /** Returns −Σ ln p over the labels of the last backward pass, in nats. */
    public final double loss() {
      return loss;
    }

    /** Returns the number of words that the last backward pass predicted. */
    public final long words() {
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

    /** Returns the loss of the last backward pass per stream, as Deeplearning4j defines scores. */
    @Override
    public double computeScore(double regularization, boolean training, LayerWorkspaceMgr ws) {
      return loss / input.size(0) + regularization;
    }

    @Override
    public INDArray computeScoreForExamples(double regularization, LayerWorkspaceMgr ws) {
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
    @SuppressWarnings("deprecation") // of the interface
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

package org.corpuslm.neural.kernel;

import java.util.Arrays;
import java.util.List;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.shade.jackson.annotation.JsonProperty;

/**
 * The embeddings of the last words, newest first, side by side: with a context of 1 the input of a
 * recurrent network, with n−1 that of the window network of Bengio et al. (2003). Input: word ids
 * [T, B]; output: [T, B, context·embedding].
 */
public final class TokenEmbedding extends KernelConf {
  private static final long serialVersionUID = 1;

  /** Name of the parameters E, [V, embedding]. */
  public static final String WEIGHTS = "E";

  @JsonProperty private int vocabulary;
  @JsonProperty private int embedding;
  @JsonProperty private int context;
  @JsonProperty private int start;

  TokenEmbedding() {}

  /**
   * Describes the layer.
   *
   * @param vocabulary V
   * @param embedding numbers of one embedding
   * @param context words whose embeddings are output at every step
   * @param start id of the words before the text begins
   */
  public TokenEmbedding(String name, int vocabulary, int embedding, int context, int start) {
    super(name, 1, context * embedding, 0);
    this.vocabulary = vocabulary;
    this.embedding = embedding;
    this.context = context;
    this.start = start;
  }

  @Override
  public List<ParameterBlock> blocks() {
    return List.of(
        new ParameterBlock(
            WEIGHTS, vocabulary, embedding, ParameterBlock.Kind.EMBEDDING, embedding, embedding));
  }

  @Override
  KernelLayer<?> layer(NeuralNetConfiguration conf, DataType type) {
    return new Lookup(conf, type);
  }

  /** The layer with its parameters, buffers and state (the last words). One thread. */
  public static final class Lookup extends KernelLayer<TokenEmbedding> {
    private static final long serialVersionUID = 1;

    /** Words before the first one of the next pass, [B, context−1], newest first. */
    private transient int[] before = new int[0];

    /** Word ids of the last forward pass, [T, B, context]. */
    private transient int[] ids = new int[0];

    /** Outputs, [T, B, context·embedding]. */
    private transient Values out;

    /** Distinct words of the last backward pass. */
    private transient int[] seen = new int[0];

    private transient int seenWords;

    /** Number of the last pass that had a word, by word id. */
    private transient int[] lastSeen = new int[0];

    private transient int pass;

    /** Whether {@link #leaveGradientAlone} was called. */
    private transient boolean leftAlone;

    /** Whether all rows of the gradient are 0 except those of {@link #seen}. */
    private transient boolean restZero;

    Lookup(NeuralNetConfiguration conf, DataType type) {
      super(conf, type);
    }

    @Override
    Values forward(int steps, int batch, Values in) {
      TokenEmbedding conf = layerConf();
      readIds(steps, batch, in);
      int size = conf.embedding;
      out = Values.atLeast(out, dataType, (long) steps * batch * conf.context * size);
      Values table = parameter(WEIGHTS);
      for (int i = 0; i < steps * batch * conf.context; i++) {
        out.copy((long) i * size, table, (long) ids[i] * size, size);
      }
      return out;
    }

    /** Fills {@code ids}, [T, B, context], and carries the last words over to the next pass. */
    private void readIds(int steps, int batch, Values in) {
      TokenEmbedding conf = layerConf();
      int context = conf.context;
      int n = steps * batch;
      double[] words = new double[n];
      in.read(0, words, 0, n);
      if (before.length != batch * (context - 1)) {
        before = new int[batch * (context - 1)];
        Arrays.fill(before, conf.start);
      }
      ids = ids.length == n * context ? ids : new int[n * context];
      for (int b = 0; b < batch; b++) {
        for (int t = 0; t < steps; t++) {
          int at = (t * batch + b) * context;
          int word = (int) words[t * batch + b];
          if (word < 0 || word >= conf.vocabulary) {
            throw new IllegalArgumentException(
                "word id %d is outside the vocabulary of %d".formatted(word, conf.vocabulary));
          }
          ids[at] = word;
          for (int k = 1; k < context; k++) {
            ids[at + k] =
                t >= k
                    ? ids[((t - k) * batch + b) * context]
                    : before[b * (context - 1) + k - t - 1];
          }
        }
        int[] last = new int[context - 1];
        for (int k = 0; k < context - 1; k++) {
          last[k] = ids[((steps - 1) * batch + b) * context + k];
        }
        System.arraycopy(last, 0, before, b * (context - 1), context - 1);
      }
    }

    @Override
    Values backward(int steps, int batch, Values in, Values dout) {
      TokenEmbedding conf = layerConf();
      int size = conf.embedding;
      Values gradient = gradientOf(WEIGHTS);
      // ∂E[w] = Σ of ∂out over the positions of w; rows of words of the last pass are cleared
      // first.
      boolean rest = restZero && leftAlone;
      restZero = false; // if an exception ends this pass, the next one clears all rows
      if (rest) {
        for (int i = 0; i < seenWords; i++) {
          gradient.zero((long) seen[i] * size, size);
        }
      } else {
        gradient.zero(0, (long) conf.vocabulary * size);
      }
      int n = steps * batch * conf.context;
      for (int i = 0; i < n; i++) {
        gradient.add((long) ids[i] * size, dout, (long) i * size, size);
      }
      markSeen(n);
      restZero = true;
      return null;
    }

    private void markSeen(int n) {
      if (lastSeen.length == 0) {
        lastSeen = new int[layerConf().vocabulary];
      }
      seen = seen.length >= n ? seen : new int[n];
      seenWords = 0;
      pass++;
      for (int i = 0; i < n; i++) {
        if (lastSeen[ids[i]] != pass) {
          lastSeen[ids[i]] = pass;
          seen[seenWords++] = ids[i];
        }
      }
    }

    /**
     * Declares that no other code writes into the gradient between two passes. A pass then clears
     * only the rows of the words seen in the previous pass, not all V rows.
     */
    public void leaveGradientAlone(boolean alone) {
      restZero &= alone && leftAlone; // another optimizer may have filled all rows
      leftAlone = alone;
    }

    /** Returns the distinct words of the last backward pass; all other rows of ∂E are 0. */
    public int[] seen() {
      return Arrays.copyOf(seen, seenWords);
    }

    @Override
    public void setBackpropGradientsViewArray(INDArray gradients) {
      super.setBackpropGradientsViewArray(gradients);
      restZero = false;
    }

    @Override
    public int stateSize() {
      return layerConf().context - 1;
    }

    @Override
    public double[] state() {
      return Arrays.stream(before).asDoubleStream().toArray();
    }

    @Override
    public void restoreState(double[] state) {
      before = Arrays.stream(state).mapToInt(id -> (int) id).toArray();
    }
  }
}

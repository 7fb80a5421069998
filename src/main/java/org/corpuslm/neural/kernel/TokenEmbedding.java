package org.corpuslm.neural.kernel;

import java.util.Arrays;
import java.util.List;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.shade.jackson.annotation.JsonProperty;

/**
 * Embeddings of the last words, the newest first, side by side: with a context of 1 the input of a
 * recurrent network, with n−1 that of Bengio et al.'s (2003) network over n-grams. Input: word ids
 * [B, 1, T]; output: [B, context·embedding, T]. Before the text begins stands {@code start}.
 */
public final class TokenEmbedding extends KernelConf {
  private static final long serialVersionUID = 1;

  /** Name of the parameters: [V, embedding]. */
  public static final String WEIGHTS = "E";

  @JsonProperty private int vocabulary;
  @JsonProperty private int embedding;
  @JsonProperty private int context;
  @JsonProperty private int start;

  TokenEmbedding() {}

  /**
   * Describes the layer.
   *
   * @param start id that stands before the text
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

  /** The layer itself. */
  public static final class Lookup extends KernelLayer<TokenEmbedding> {
    private static final long serialVersionUID = 1;

    /** Words before the first one of the next pass, [B, context−1], the newest first. */
    private transient int[] before = new int[0];

    private transient int[] ids = new int[0];
    private transient Values out;

    /** Distinct words of the last pass, and the pass that last seen each word. */
    private transient int[] seen = new int[0];

    private transient int seenWords;
    private transient int[] lastSeen = new int[0];
    private transient int pass;
    private transient boolean leftAlone;
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

    /** Fills {@code ids} [T, B, context]. */
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
      boolean rest = restZero && leftAlone;
      restZero = false; // whatever ends this pass halfway, the next one begins anew
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
     * Says whether the gradient is as the last pass left it when the next one comes: then only the
     * rows of words that were seen have to be cleared.
     */
    public void leaveGradientAlone(boolean alone) {
      restZero &= alone && leftAlone; // another optimizer may have filled all rows
      leftAlone = alone;
    }

    /** The distinct words of the last backward pass: all other rows of the gradient are zero. */
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

package org.corpuslm.neural.kernel;

import java.util.Arrays;
import java.util.List;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.nd4j.linalg.api.buffer.DataType;
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

  private static final class Lookup extends KernelLayer<TokenEmbedding> {
    private static final long serialVersionUID = 1;

    /** Words before the first one of the next pass, [B, context−1], the newest first. */
    private transient int[] before = new int[0];

    private transient int[] ids = new int[0];
    private transient Values out;

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
      gradient.zero(0, (long) conf.vocabulary * size);
      double[] row = new double[size];
      double[] sum = new double[size];
      for (int i = 0; i < steps * batch * conf.context; i++) {
        dout.read((long) i * size, row, 0, size);
        gradient.read((long) ids[i] * size, sum, 0, size);
        for (int j = 0; j < size; j++) {
          sum[j] += row[j];
        }
        gradient.write((long) ids[i] * size, sum, 0, size);
      }
      return null;
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

package org.corpuslm.neural.kernel;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.shade.jackson.annotation.JsonProperty;

/**
 * An output layer with an adaptive softmax (Grave et al. 2017, "Efficient softmax approximation for
 * GPUs", section 4). Word ids ascend by decreasing frequency. The head is a softmax over the most
 * frequent words and one class C_k for each cluster of rarer words:
 *
 * <pre>
 * p(w) = softmax(x·W0ᵀ + b0)[w]                                      for w in the head
 * p(w) = softmax(x·W0ᵀ + b0)[C_k] · softmax((x·P_k)·W_kᵀ + b_k)[w]     for w in cluster k
 * </pre>
 *
 * with P_k [nIn, nIn/dᵏ]. The probabilities of all words sum to one exactly.
 *
 * <p>Cost of training per row: the head for every row; a cluster only for the rows whose label is
 * in it, gathered into a smaller matrix.
 */
public final class AdaptiveOutput extends WordOutput {
  private static final long serialVersionUID = 1;

  private static final String HEAD_WEIGHTS = "W0";
  private static final String HEAD_BIAS = "b0";

  @JsonProperty private List<Integer> cutoffs;
  @JsonProperty private int divValue;

  AdaptiveOutput() {}

  /**
   * Describes the layer.
   *
   * @param in inputs
   * @param vocabulary V
   * @param excluded id of the word whose probability is 0, or −1; must be in the head
   * @param cutoffs id of the first word of each cluster, ascending
   * @param divValue d: a cluster has d times fewer inputs than the one before
   * @param inputDropout share of inputs set to 0 in training
   */
  public AdaptiveOutput(
      String name,
      int in,
      int vocabulary,
      int excluded,
      List<Integer> cutoffs,
      int divValue,
      double inputDropout) {
    super(name, in, vocabulary, excluded, inputDropout);
    this.cutoffs = List.copyOf(cutoffs);
    this.divValue = divValue;
  }

  /** Returns the inputs of the k-th cluster, nIn/dᵏ but at least 1; k = 1, 2, ... */
  public static int projected(int in, int divValue, int k) {
    double size = in;
    for (int i = 0; i < k; i++) {
      size /= divValue;
    }
    return Math.max(1, (int) size);
  }

  private int first(int k) {
    return cutoffs.get(k - 1);
  }

  private int size(int k) {
    return (k < cutoffs.size() ? cutoffs.get(k) : out()) - first(k);
  }

  private int projected(int k) {
    return projected(in(), divValue, k);
  }

  private int headSize() {
    return first(1) + cutoffs.size();
  }

  @Override
  public List<ParameterBlock> blocks() {
    List<ParameterBlock> blocks = new ArrayList<>();
    blocks.add(weights(HEAD_WEIGHTS, headSize(), in()));
    blocks.add(ParameterBlock.bias(HEAD_BIAS, headSize()));
    for (int k = 1; k <= cutoffs.size(); k++) {
      blocks.add(ParameterBlock.weight("P" + k, in(), projected(k), projected(k)));
      blocks.add(weights("W" + k, size(k), projected(k)));
      blocks.add(ParameterBlock.bias("b" + k, size(k)));
    }
    return blocks;
  }

  private static ParameterBlock weights(String name, int classes, int in) {
    return new ParameterBlock(name, classes, in, ParameterBlock.Kind.WEIGHT, in, classes);
  }

  @Override
  KernelLayer<?> layer(NeuralNetConfiguration conf, DataType type) {
    return new Adaptive(conf, type);
  }

  private static final class Adaptive extends Output<AdaptiveOutput> {
    private static final long serialVersionUID = 1;

    private transient SoftmaxBlock head;
    private transient List<Cluster> clusters;

    Adaptive(NeuralNetConfiguration conf, DataType type) {
      super(conf, type);
    }

    /**
     * Creates the head and the clusters at first use, because the configuration is not known in the
     * constructor.
     */
    private List<Cluster> clusters() {
      if (clusters == null) {
        AdaptiveOutput conf = layerConf();
        head = new SoftmaxBlock(dataType, conf.headSize(), conf.in(), conf.excluded());
        clusters = new ArrayList<>();
        for (int k = 1; k <= conf.cutoffs.size(); k++) {
          clusters.add(new Cluster(k));
        }
      }
      return clusters;
    }

    private SoftmaxBlock.Parameters headParameters() {
      return parameters(HEAD_WEIGHTS, HEAD_BIAS);
    }

    /** Returns the class of the head for each word: itself, or that of its cluster. */
    private int[] headLabels(int rows, int[] words, int from) {
      int[] labels = new int[rows];
      for (int r = 0; r < rows; r++) {
        labels[r] = words[from + r];
        for (Cluster cluster : clusters()) {
          if (cluster.has(words[from + r])) {
            labels[r] = cluster.label;
          }
        }
      }
      return labels;
    }

    @Override
    public void lnP(Values in, int rows, int[] words, int from, double[] lnP) {
      double[] some = new double[rows];
      int[] labels = headLabels(rows, words, from);
      head.lnP(headParameters(), rows, in, labels, some);
      int[] ids = Arrays.copyOfRange(words, from, from + rows);
      for (Cluster cluster : clusters) {
        cluster.take(in, rows, ids);
        cluster.addLnP(some);
      }
      System.arraycopy(some, 0, lnP, from, rows);
    }

    @Override
    public void lnP(Values in, int row, double[] lnP) {
      clusters();
      double[] classes = new double[layerConf().headSize()];
      head.lnP(headParameters(), in, row, classes);
      System.arraycopy(classes, 0, lnP, 0, layerConf().first(1));
      for (Cluster cluster : clusters) {
        cluster.lnP(in, row, classes[cluster.label], lnP);
      }
    }

    @Override
    double gradient(int rows, Values in, int[] ids, Values din) {
      int[] labels = headLabels(rows, ids, 0);
      double sum =
          head.gradient(
              headParameters(), rows, in, labels, gradients(HEAD_WEIGHTS, HEAD_BIAS), din);
      for (Cluster cluster : clusters) {
        cluster.take(in, rows, ids);
        sum += cluster.gradient(din);
      }
      return sum;
    }

    /**
     * A cluster, and the rows of the current pass whose words are in it: n of them. Its buffers
     * live from {@link #take} to the end of the pass.
     */
    private final class Cluster {
      final int k;
      final int first;
      final int size;
      final int projected;

      /** Index of the cluster's class in the head. */
      final int label;

      private final SoftmaxBlock block;

      /** Rows of the pass whose words are in the cluster, and the classes of these words. */
      private int[] rows = new int[0];

      private int[] labels = new int[0];
      private int taken;

      /** Gathered inputs [n, nIn], their projection [n, nIn/dᵏ], and the gradients of both. */
      private Values x;

      private Values h;
      private Values dh;
      private Values dx;

      Cluster(int k) {
        AdaptiveOutput conf = layerConf();
        this.k = k;
        this.first = conf.first(k);
        this.size = conf.size(k);
        this.projected = conf.projected(k);
        this.label = conf.first(1) + k - 1;
        this.block = new SoftmaxBlock(dataType, size, projected, -1);
      }

      boolean has(int word) {
        return word >= first && word < first + size;
      }

      private SoftmaxBlock.Parameters own() {
        return parameters("W" + k, "b" + k);
      }

      /** Gathers the rows whose words are in the cluster, and projects them. */
      void take(Values in, int all, int[] ids) {
        int n = layerConf().in();
        rows = rows.length >= all ? rows : new int[all];
        labels = labels.length >= all ? labels : new int[all];
        taken = 0;
        for (int r = 0; r < all; r++) {
          if (has(ids[r])) {
            labels[taken] = ids[r] - first;
            rows[taken++] = r;
          }
        }
        x = Values.atLeast(x, dataType, (long) Math.max(1, taken) * n);
        for (int i = 0; i < taken; i++) {
          x.copy((long) i * n, in, (long) rows[i] * n, n);
        }
        project(x, taken);
      }

      /** h = x·P_k: [some, nIn]·[nIn, nIn/dᵏ]. */
      private void project(Values from, int some) {
        int n = layerConf().in();
        h = Values.atLeast(h, dataType, (long) Math.max(1, some) * projected);
        Matrix.product(
            some,
            projected,
            n,
            Matrix.of(from, 0, n),
            Matrix.of(parameter("P" + k), 0, projected),
            0,
            Matrix.of(h, 0, projected));
      }

      /** Adds ln p(w | C_k) to ln p(C_k) in the rows taken. */
      void addLnP(double[] lnP) {
        double[] within = new double[taken];
        block.lnP(own(), taken, h, labels, within);
        for (int i = 0; i < taken; i++) {
          lnP[rows[i]] += within[i];
        }
      }

      /** Computes ln p of all words of the cluster after one row of inputs. */
      void lnP(Values in, int row, double lnCluster, double[] lnP) {
        int n = layerConf().in();
        x = Values.atLeast(x, dataType, n);
        x.copy(0, in, (long) row * n, n);
        project(x, 1);
        double[] within = new double[size];
        block.lnP(own(), h, 0, within);
        for (int i = 0; i < size; i++) {
          lnP[first + i] = lnCluster + within[i];
        }
      }

      /**
       * Computes the gradients of the rows taken: ∂P = xᵀ·∂h, ∂x = ∂h·Pᵀ.
       *
       * @param din ∂x of all rows, [rows, nIn], to which those of the rows taken are added
       * @return Σ ln p(w | C_k), in nats
       */
      double gradient(Values din) {
        int n = layerConf().in();
        dh = Values.atLeast(dh, dataType, (long) Math.max(1, taken) * projected);
        dx = Values.atLeast(dx, dataType, (long) Math.max(1, taken) * n);
        double sum = block.gradient(own(), taken, h, labels, gradients("W" + k, "b" + k), dh);
        Values dp = gradientOf("P" + k);
        if (taken == 0) {
          dp.zero(0, (long) n * projected);
          return sum;
        }
        Matrix error = Matrix.of(dh, 0, projected);
        Matrix.product(
            n, projected, taken, Matrix.of(x, 0, n).t(), error, 0, Matrix.of(dp, 0, projected));
        Matrix.product(
            taken,
            n,
            projected,
            error,
            Matrix.of(parameter("P" + k), 0, projected).t(),
            0,
            Matrix.of(dx, 0, n));
        for (int i = 0; i < taken; i++) {
          din.add((long) rows[i] * n, dx, (long) i * n, n);
        }
        return sum;
      }
    }
  }
}

package org.corpuslm.neural.network;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import org.corpuslm.corpus.Vocabulary;
import org.corpuslm.neural.kernel.AdaptiveOutput;
import org.corpuslm.neural.kernel.Hidden;
import org.corpuslm.neural.kernel.KernelConf;
import org.corpuslm.neural.kernel.ParameterBlock;
import org.corpuslm.neural.kernel.Recurrent;
import org.corpuslm.neural.kernel.SoftmaxOutput;
import org.corpuslm.neural.kernel.TokenEmbedding;
import org.corpuslm.runtime.BadInputException;

/**
 * Describes a network without its parameters: the architecture, its sizes and its dropout. It is
 * saved in the manifest of a neural model.
 *
 * @param vocabulary words of the vocabulary with the special ones; 0 until {@link #over} sets it
 * @param embedding numbers of a word's embedding
 * @param hidden units of a hidden layer
 * @param layers hidden layers, 1 to 4
 * @param tied whether the softmax uses the embeddings as its weights (Press & Wolf 2017)
 * @param adaptive shape of an adaptive softmax; null = one softmax over all words
 */
public record NetworkConfig(
    Architecture architecture,
    int vocabulary,
    int embedding,
    int hidden,
    int layers,
    Variant variant,
    boolean tied,
    AdaptiveSoftmax adaptive,
    Dropout dropout)
    implements Serializable {

  /**
   * Maximum size of the vocabulary: word ids are passed as floats, which are exact up to this
   * number.
   */
  private static final int MAX_WORDS = 1 << 24;

  private static final int MAX_UNITS = 1 << 16;

  /**
   * Distinguishes networks of one architecture.
   *
   * @param order n of a window network, which sees the last n−1 words; others ignore it
   * @param direct whether the softmax of a window network sees the embeddings too
   * @param relu whether the units of a simple RNN are max(0, ·) instead of tanh
   * @param residual whether recurrent layers add their inputs to their outputs, where sizes allow
   */
  public record Variant(int order, boolean direct, boolean relu, boolean residual)
      implements Serializable {
    /** A recurrent network of tanh units without residual connections. */
    public static final Variant PLAIN = new Variant(2, false, false, false);

    /**
     * A window network.
     *
     * @param order n, for n−1 words of context
     * @param direct whether the softmax sees the embeddings too
     */
    public static Variant window(int order, boolean direct) {
      return new Variant(order, direct, false, false);
    }

    /** A recurrent network; see {@link Variant}. */
    public static Variant recurrent(boolean relu, boolean residual) {
      return new Variant(PLAIN.order, false, relu, residual);
    }
  }

  /**
   * Shares of values that are set to 0 in training (Zaremba et al. 2014: never on the recurrence).
   *
   * @param embedding share of embedding values
   * @param between share of values between hidden layers
   * @param output share of values before the softmax
   */
  public record Dropout(double embedding, double between, double output) implements Serializable {
    public static final Dropout NONE = new Dropout(0, 0, 0);

    public Dropout {
      for (double rate : new double[] {embedding, between, output}) {
        check(rate >= 0 && rate < 1, "dropout is %s; it must be at least 0 and below 1", rate);
      }
    }

    /** Returns the same share everywhere. */
    public static Dropout everywhere(double rate) {
      return new Dropout(rate, rate, rate);
    }
  }

  /**
   * One block of parameters with its place in the flat vector of all parameters.
   *
   * @param layer the layer that the block belongs to
   * @param at index of the block's first number in the flat vector
   */
  public record PlacedBlock(KernelConf layer, ParameterBlock block, long at) {}

  /**
   * Checks that sizes and options fit together.
   *
   * @throws BadInputException if a value is out of range or an option is for another architecture;
   *     it names the option
   */
  public NetworkConfig {
    check(
        variant != null && dropout != null, "the variant or the dropout of the network is missing");
    for (int size : new int[] {embedding, hidden}) {
      check(
          size >= 1 && size <= MAX_UNITS,
          "--embedding is %d, --hidden is %d; they must be 1 to %d",
          embedding,
          hidden,
          MAX_UNITS);
    }
    check(layers >= 1 && layers <= 4, "--layers is %d; it must be 1 to 4", layers);
    boolean window = architecture == Architecture.WINDOW;
    int order = variant.order;
    check(
        !window || (order >= 2 && order <= 20), "--order is %d; a window has order 2 to 20", order);
    check(!variant.direct || window, "--direct is for --model window only");
    check(
        !variant.relu || architecture == Architecture.RNN, "--activation is for --model rnn only");
    check(!variant.residual || !window, "--residual is for recurrent models only");
    check(
        vocabulary < MAX_WORDS,
        "the vocabulary has %d words, and neural models can have %d; prepare the corpus with a smaller"
            + " --max-vocab",
        vocabulary,
        MAX_WORDS - 1);
    check(!tied || adaptive == null, "--tied is for --softmax full only");
    int inputs = softmaxInputs(embedding, hidden, layers, variant);
    check(
        !tied || inputs == embedding,
        "--tied needs as many embedding values (--embedding, %d) as the softmax has inputs (%d)",
        embedding,
        inputs);
  }

  /** A plain network with one softmax over all words, untied, without dropout. */
  public static NetworkConfig of(
      Architecture architecture, int vocabulary, int embedding, int hidden, int layers) {
    return new NetworkConfig(
        architecture,
        vocabulary,
        embedding,
        hidden,
        layers,
        Variant.PLAIN,
        false,
        null,
        Dropout.NONE);
  }

  /** Returns the size of the softmax's inputs. */
  public int softmaxInputs() {
    return softmaxInputs(embedding, hidden, layers, variant);
  }

  private static int softmaxInputs(int embedding, int hidden, int layers, Variant variant) {
    int below = layers == 1 ? (variant.order - 1) * embedding : hidden;
    return hidden + (variant.direct ? below : 0);
  }

  private static void check(boolean right, String message, Object... values) {
    if (!right) {
      throw new BadInputException(message.formatted(values));
    }
  }

  /**
   * Returns this network over the words of a corpus, with cut-offs that fit them.
   *
   * @throws BadInputException if a cut-off is beyond the vocabulary
   */
  public NetworkConfig over(Vocabulary words) {
    AdaptiveSoftmax fitting =
        adaptive == null
            ? null
            : adaptive.over(words, softmaxInputs(embedding, hidden, layers, variant));
    return with(words.size(), fitting);
  }

  /** Returns this network over a vocabulary of {@code words} words, with this softmax. */
  public NetworkConfig with(int words, AdaptiveSoftmax softmax) {
    return new NetworkConfig(
        architecture, words, embedding, hidden, layers, variant, tied, softmax, dropout);
  }

  /** Returns this network with another variant of its architecture. */
  public NetworkConfig with(Variant other) {
    return new NetworkConfig(
        architecture, vocabulary, embedding, hidden, layers, other, tied, adaptive, dropout);
  }

  /** Returns this network with another dropout; its parameters stay the same. */
  public NetworkConfig with(Dropout other) {
    return new NetworkConfig(
        architecture, vocabulary, embedding, hidden, layers, variant, tied, adaptive, other);
  }

  /** Returns the configurations of the layers, from the embedding to the softmax. */
  List<KernelConf> layerConfs() {
    List<KernelConf> confs = new ArrayList<>();
    boolean window = architecture == Architecture.WINDOW;
    int context = window ? variant.order - 1 : 1;
    confs.add(new TokenEmbedding("embedding", vocabulary, embedding, context, Vocabulary.EOS));
    int in = context * embedding;
    for (int layer = 1; layer <= layers; layer++) {
      double rate = layer == 1 ? dropout.embedding : dropout.between;
      String name = architecture + "-" + layer;
      if (window) {
        boolean direct = variant.direct && layer == layers;
        confs.add(new Hidden(name, in, hidden, direct, rate));
        in = hidden + (direct ? in : 0);
      } else {
        boolean residual = variant.residual && in == hidden;
        confs.add(new Recurrent(name, kind(), in, hidden, residual, rate));
        in = hidden;
      }
    }
    if (adaptive == null) {
      confs.add(new SoftmaxOutput("softmax", in, vocabulary, Vocabulary.BOS, dropout.output));
    } else {
      confs.add(
          new AdaptiveOutput(
              "softmax",
              in,
              vocabulary,
              Vocabulary.BOS,
              adaptive.cutoffs(),
              adaptive.divValue(),
              dropout.output));
    }
    return confs;
  }

  private Recurrent.Kind kind() {
    return switch (architecture) {
      case RNN -> variant.relu ? Recurrent.Kind.RELU : Recurrent.Kind.TANH;
      case GRU -> Recurrent.Kind.GRU;
      case LSTM -> Recurrent.Kind.LSTM;
      case WINDOW -> throw new IllegalStateException("a window has no recurrence");
    };
  }

  /** Returns all blocks of parameters, in the order of the flat vector. */
  public List<PlacedBlock> parameterBlocks() {
    List<PlacedBlock> placed = new ArrayList<>();
    long at = 0;
    for (KernelConf conf : layerConfs()) {
      for (var block : conf.blocks()) {
        placed.add(new PlacedBlock(conf, block, at));
        at += block.length();
      }
    }
    return placed;
  }

  /** Returns the names of the layers, from the embedding to the softmax. */
  public List<String> layerNames() {
    return layerConfs().stream().map(KernelConf::getLayerName).toList();
  }

  /** Returns the number of parameters; tied ones count twice, as they are stored. */
  public long parameters() {
    return parameterBlocks().stream().mapToLong(b -> b.block().length()).sum();
  }

  /** Returns a name for tables, for example {@code lstm 2x200}: layers x units. */
  public String shortName() {
    return architecture == Architecture.WINDOW
        ? "window %d-gram %dx%d".formatted(variant.order, layers, hidden)
        : "%s %dx%d".formatted(architecture, layers, hidden);
  }
}

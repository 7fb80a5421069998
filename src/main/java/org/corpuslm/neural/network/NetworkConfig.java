package org.corpuslm.neural.network;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import org.corpuslm.corpus.Vocabulary;
import org.corpuslm.neural.kernel.AdaptiveOutput;
import org.corpuslm.neural.kernel.Hidden;
import org.corpuslm.neural.kernel.KernelConf;
import org.corpuslm.neural.kernel.Recurrent;
import org.corpuslm.neural.kernel.SoftmaxOutput;
import org.corpuslm.neural.kernel.TokenEmbedding;
import org.corpuslm.runtime.BadInputException;

/**
 * What a network is, without its parameters.
 *
 * @param architecture kind of network
 * @param vocabulary words with the special ones
 * @param embedding size of a word's embedding
 * @param hidden units of a hidden layer
 * @param layers hidden layers, 1 to 4
 * @param order of a window network: n, for n−1 words of context
 * @param direct whether a window network's softmax sees the embeddings too
 * @param relu whether a simple RNN has max(0, ·) instead of tanh
 * @param residual whether hidden layers are added to their inputs, where sizes allow
 * @param tied whether the softmax has the embeddings as its weights (Press & Wolf 2017)
 * @param adaptive shape of an adaptive softmax; null = one softmax over all words
 * @param dropoutEmbedding share of embedding values dropped in training
 * @param dropoutBetween share dropped between hidden layers
 * @param dropoutOutput share dropped before the softmax
 */
public record NetworkConfig(
    Architecture architecture,
    int vocabulary,
    int embedding,
    int hidden,
    int layers,
    int order,
    boolean direct,
    boolean relu,
    boolean residual,
    boolean tied,
    AdaptiveSoftmax adaptive,
    double dropoutEmbedding,
    double dropoutBetween,
    double dropoutOutput)
    implements Serializable {

  /** Word ids travel as floats, which are exact up to here. */
  private static final int MAX_WORDS = 1 << 24;

  private static final int MAX_UNITS = 1 << 16;

  public NetworkConfig {
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
    check(
        !window || (order >= 2 && order <= 20), "--order is %d; a window has order 2 to 20", order);
    check(!direct || window, "--direct is for --model window only");
    check(!relu || architecture == Architecture.RNN, "--activation is for --model rnn only");
    check(!residual || !window, "--residual is for recurrent models only");
    check(vocabulary < MAX_WORDS, "%d words are more than neural models can have here", vocabulary);
    for (double rate : new double[] {dropoutEmbedding, dropoutBetween, dropoutOutput}) {
      check(rate >= 0 && rate < 1, "dropout is %s; it must be at least 0 and below 1", rate);
    }
    check(!tied || adaptive == null, "--tied is for --softmax full only");
    int top = top(embedding, hidden, layers, order, direct);
    check(
        !tied || top == embedding,
        "--tied needs as many embedding values (--embedding, %d) as the softmax has inputs (%d)",
        embedding,
        top);
  }

  /** With one softmax over all words. */
  public NetworkConfig(
      Architecture architecture,
      int vocabulary,
      int embedding,
      int hidden,
      int layers,
      int order,
      boolean direct,
      boolean relu,
      boolean residual,
      boolean tied,
      double dropoutEmbedding,
      double dropoutBetween,
      double dropoutOutput) {
    this(
        architecture,
        vocabulary,
        embedding,
        hidden,
        layers,
        order,
        direct,
        relu,
        residual,
        tied,
        null,
        dropoutEmbedding,
        dropoutBetween,
        dropoutOutput);
  }

  /** Inputs of the softmax. */
  private static int top(int embedding, int hidden, int layers, int order, boolean direct) {
    int below = layers == 1 ? (order - 1) * embedding : hidden;
    return hidden + (direct ? below : 0);
  }

  private static void check(boolean right, String message, Object... values) {
    if (!right) {
      throw new BadInputException(message.formatted(values));
    }
  }

  /** Whether there is dropout anywhere. */
  public boolean drops() {
    return dropoutEmbedding > 0 || dropoutBetween > 0 || dropoutOutput > 0;
  }

  /** The same network over a vocabulary, with cut-offs for it. */
  public NetworkConfig over(Vocabulary words) {
    AdaptiveSoftmax fitting =
        adaptive == null
            ? null
            : adaptive.over(words, top(embedding, hidden, layers, order, direct));
    return with(words.size(), fitting);
  }

  /** The same network over a vocabulary of this size, with this softmax. */
  public NetworkConfig with(int words, AdaptiveSoftmax softmax) {
    return new NetworkConfig(
        architecture,
        words,
        embedding,
        hidden,
        layers,
        order,
        direct,
        relu,
        residual,
        tied,
        softmax,
        dropoutEmbedding,
        dropoutBetween,
        dropoutOutput);
  }

  /** The same parameters, whatever is dropped in training. */
  public NetworkConfig withoutDropout() {
    return new NetworkConfig(
        architecture,
        vocabulary,
        embedding,
        hidden,
        layers,
        order,
        direct,
        relu,
        residual,
        tied,
        adaptive,
        0,
        0,
        0);
  }

  /** The layers as Deeplearning4j has them, from the embedding to the softmax. */
  List<KernelConf> layerConfs() {
    List<KernelConf> confs = new ArrayList<>();
    boolean window = architecture == Architecture.WINDOW;
    int context = window ? order - 1 : 1;
    confs.add(new TokenEmbedding("embedding", vocabulary, embedding, context, Vocabulary.EOS));
    int in = context * embedding;
    for (int layer = 1; layer <= layers; layer++) {
      double dropout = layer == 1 ? dropoutEmbedding : dropoutBetween;
      String name = architecture + "-" + layer;
      if (window) {
        confs.add(new Hidden(name, in, hidden, direct && layer == layers, dropout));
        in = hidden + (direct && layer == layers ? in : 0);
      } else {
        confs.add(new Recurrent(name, kind(), in, hidden, residual && in == hidden, dropout));
        in = hidden;
      }
    }
    if (adaptive == null) {
      confs.add(new SoftmaxOutput("softmax", in, vocabulary, Vocabulary.BOS, dropoutOutput));
    } else {
      confs.add(
          new AdaptiveOutput(
              "softmax",
              in,
              vocabulary,
              Vocabulary.BOS,
              adaptive.cutoffs(),
              adaptive.division(),
              dropoutOutput));
    }
    return confs;
  }

  private Recurrent.Kind kind() {
    return switch (architecture) {
      case RNN -> relu ? Recurrent.Kind.RELU : Recurrent.Kind.TANH;
      case GRU -> Recurrent.Kind.GRU;
      case LSTM -> Recurrent.Kind.LSTM;
      case WINDOW -> throw new IllegalStateException("a window has no recurrence");
    };
  }

  /** All parameters, in the order of the flat vector. */
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

  /** Names of the layers, from the embedding to the softmax. */
  public List<String> layerNames() {
    return layerConfs().stream().map(KernelConf::getLayerName).toList();
  }

  /** Number of parameters; tied ones count twice, as they are kept. */
  public long parameters() {
    return parameterBlocks().stream().mapToLong(b -> b.block().length()).sum();
  }

  /** For tables, for example {@code lstm 2x200}. */
  public String shortName() {
    return architecture == Architecture.WINDOW
        ? "window %d-gram %dx%d".formatted(order, layers, hidden)
        : "%s %dx%d".formatted(architecture, layers, hidden);
  }
}

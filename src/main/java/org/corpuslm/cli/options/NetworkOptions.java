package org.corpuslm.cli.options;

import java.util.List;
import org.corpuslm.neural.network.AdaptiveSoftmax;
import org.corpuslm.neural.network.Architecture;
import org.corpuslm.neural.network.Initialization;
import org.corpuslm.neural.network.Initialization.Scheme;
import org.corpuslm.neural.network.NetworkConfig;
import org.corpuslm.neural.network.NetworkConfig.Dropout;
import org.corpuslm.neural.network.NetworkConfig.Variant;
import org.corpuslm.runtime.BadInputException;
import picocli.CommandLine.Option;

/** Options of {@code train}: architecture, sizes, output layer, dropout and initialization. */
public final class NetworkOptions {
  /** Activation functions of a simple RNN. */
  enum Activation {
    tanh,
    relu
  }

  /** Kinds of output layers. */
  enum Softmax {
    full,
    adaptive
  }

  @Option(
      names = "--model",
      paramLabel = "MODEL",
      description = "Architecture: ${COMPLETION-CANDIDATES}. Default: ${DEFAULT-VALUE}")
  private Architecture model = Architecture.LSTM;

  @Option(
      names = "--embedding",
      paramLabel = "N",
      description = "Size of a word embedding. Default: ${DEFAULT-VALUE}")
  private int embedding = 200;

  @Option(
      names = "--hidden",
      paramLabel = "N",
      description = "Units per hidden layer. Default: ${DEFAULT-VALUE}")
  private int hidden = 200;

  @Option(
      names = "--layers",
      paramLabel = "N",
      description = "Number of hidden layers, 1 to 4. Default: ${DEFAULT-VALUE}")
  private int layers = 1;

  @Option(
      names = "--order",
      paramLabel = "N",
      description =
          "With --model window: the network reads N-1 words of context. Default: ${DEFAULT-VALUE}")
  private int order = 5;

  @Option(
      names = "--direct",
      description = "With --model window: connect the embeddings directly to the softmax as well.")
  private boolean direct;

  @Option(
      names = "--activation",
      paramLabel = "ACTIVATION",
      description =
          "With --model rnn: activation function, ${COMPLETION-CANDIDATES}. Default:"
              + " ${DEFAULT-VALUE}")
  private Activation activation = Activation.tanh;

  @Option(
      names = "--residual",
      description = "Add the input of a hidden layer to its output where their sizes agree.")
  private boolean residual;

  @Option(names = "--tied", description = "Use the embeddings as the weights of the softmax.")
  private boolean tied;

  @Option(
      names = "--softmax",
      paramLabel = "SOFTMAX",
      description =
          "Output layer: ${COMPLETION-CANDIDATES}. adaptive (Grave et al. 2017) groups rare words"
              + " into clusters with smaller layers; it is faster above about 20,000 words, and"
              + " probabilities stay exact. Default: ${DEFAULT-VALUE}")
  private Softmax softmax = Softmax.full;

  @Option(
      names = "--cutoffs",
      split = ",",
      paramLabel = "auto|ID,ID,...",
      hideParamSyntax = true,
      description =
          "With --softmax adaptive: ranks by word frequency at which clusters begin, for example"
              + " 2000,10000; auto = by the estimated cost of a step. Default: auto")
  private List<String> cutoffs = List.of();

  @Option(
      names = "--div-value",
      paramLabel = "D",
      description =
          "With --softmax adaptive: the layer of each cluster has D times fewer units than that of"
              + " the previous one. Default: ${DEFAULT-VALUE}")
  private int divValue = 4;

  @Option(
      names = "--dropout",
      paramLabel = "P",
      description =
          "Share of values to drop from embeddings, between layers and before the softmax;"
              + " recurrent connections keep all values. Default: ${DEFAULT-VALUE}")
  private double dropout = 0;

  @Option(
      names = "--dropout-embedding",
      paramLabel = "P",
      description = "Dropout on embeddings, instead of --dropout.")
  private Double dropoutEmbedding;

  @Option(
      names = "--dropout-between",
      paramLabel = "P",
      description = "Dropout between layers, instead of --dropout.")
  private Double dropoutBetween;

  @Option(
      names = "--dropout-output",
      paramLabel = "P",
      description = "Dropout before the softmax, instead of --dropout.")
  private Double dropoutOutput;

  @Option(
      names = "--init",
      paramLabel = "INIT",
      description =
          "Initialization of weights: ${COMPLETION-CANDIDATES}. Biases begin at 0. Default:"
              + " ${DEFAULT-VALUE}")
  private Scheme init = Scheme.XAVIER;

  @Option(
      names = "--init-range",
      paramLabel = "R",
      description = "With --init uniform: weights lie between -R and R. Default: ${DEFAULT-VALUE}")
  private double initRange = 0.1;

  @Option(
      names = "--forget-bias",
      paramLabel = "X",
      description = "Initial bias of the forget gates of an LSTM. Default: ${DEFAULT-VALUE}")
  private double forgetBias = 0;

  /** Returns the network; the size of its vocabulary is not known yet. */
  public NetworkConfig network() {
    return new NetworkConfig(
        model,
        0,
        embedding,
        hidden,
        layers,
        new Variant(order, direct, activation == Activation.relu, residual),
        tied,
        adaptive(),
        new Dropout(
            dropoutEmbedding == null ? dropout : dropoutEmbedding,
            dropoutBetween == null ? dropout : dropoutBetween,
            dropoutOutput == null ? dropout : dropoutOutput));
  }

  private AdaptiveSoftmax adaptive() {
    if (softmax == Softmax.full) {
      if (!cutoffs.isEmpty()) {
        throw new BadInputException("--cutoffs are for --softmax adaptive only");
      }
      return null;
    }
    if (cutoffs.equals(List.of("auto"))) {
      return new AdaptiveSoftmax(List.of(), divValue);
    }
    try {
      return new AdaptiveSoftmax(
          cutoffs.stream().map(c -> Integer.valueOf(c.strip())).toList(), divValue);
    } catch (NumberFormatException e) {
      throw new BadInputException(
          "--cutoffs are %s; give auto, or numbers such as 2000,10000"
              .formatted(String.join(",", cutoffs)));
    }
  }

  /** Returns the initialization of the parameters. */
  public Initialization initialization(long seed) {
    return new Initialization(init, initRange, forgetBias, seed);
  }
}

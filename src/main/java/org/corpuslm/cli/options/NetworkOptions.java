package org.corpuslm.cli.options;

import java.util.List;
import org.corpuslm.neural.network.AdaptiveSoftmax;
import org.corpuslm.neural.network.Architecture;
import org.corpuslm.neural.network.Initialization.Scheme;
import org.corpuslm.neural.network.Initialization;
import org.corpuslm.neural.network.NetworkConfig.Dropout;
import org.corpuslm.neural.network.NetworkConfig.Variant;
import org.corpuslm.neural.network.NetworkConfig;
import org.corpuslm.runtime.BadInputException;
import picocli.CommandLine.Option;

/** What network to train. */
public final class NetworkOptions {
  /** Non-linearities of a simple RNN. */
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
      description = "One of: ${COMPLETION-CANDIDATES}. Default: ${DEFAULT-VALUE}")
  private Architecture model = Architecture.LSTM;

  @Option(
      names = "--embedding",
      paramLabel = "N",
      description = "Size of a word's embedding. Default: ${DEFAULT-VALUE}")
  private int embedding = 200;

  @Option(
      names = "--hidden",
      paramLabel = "N",
      description = "Units of a hidden layer. Default: ${DEFAULT-VALUE}")
  private int hidden = 200;

  @Option(
      names = "--layers",
      paramLabel = "N",
      description = "Hidden layers, 1 to 4. Default: ${DEFAULT-VALUE}")
  private int layers = 1;

  @Option(
      names = "--order",
      paramLabel = "N",
      description = "With --model window: N-1 words of context go in. Default: ${DEFAULT-VALUE}")
  private int order = 5;

  @Option(
      names = "--direct",
      description = "A window's softmax sees the embeddings too (direct connections).")
  private boolean direct;

  @Option(
      names = "--activation",
      paramLabel = "ACTIVATION",
      description =
          "Of the units of a simple RNN (--model rnn): ${COMPLETION-CANDIDATES}. Default:"
              + " ${DEFAULT-VALUE}")
  private Activation activation = Activation.tanh;

  @Option(
      names = "--residual",
      description = "Add hidden layers to their inputs, where sizes agree.")
  private boolean residual;

  @Option(names = "--tied", description = "The softmax has the embeddings as its weights.")
  private boolean tied;

  @Option(
      names = "--softmax",
      paramLabel = "SOFTMAX",
      description =
          "${COMPLETION-CANDIDATES}. adaptive (Grave et al. 2017) pays from some 20,000 words: rare"
              + " words share clusters with smaller layers; probabilities are exact and sum to one."
              + " Default: ${DEFAULT-VALUE}")
  private Softmax softmax = Softmax.full;

  @Option(
      names = "--cutoffs",
      split = ",",
      paramLabel = "auto|ID,ID,...",
      hideParamSyntax = true,
      description =
          "With --softmax adaptive: where clusters begin in the order of word frequency, for"
              + " example 2000,10000; auto chooses by what a step would cost. Default: auto")
  private List<String> cutoffs = List.of();

  @Option(
      names = "--div-value",
      paramLabel = "D",
      description =
          "With --softmax adaptive: every cluster's layer has D times fewer units than the one"
              + " before. Default: ${DEFAULT-VALUE}")
  private int divValue = 4;

  @Option(
      names = "--dropout",
      paramLabel = "P",
      description =
          "Share of values dropped on embeddings, between layers and before the softmax; never on"
              + " the recurrence. Default: ${DEFAULT-VALUE}")
  private double dropout = 0;

  @Option(
      names = "--dropout-embedding",
      paramLabel = "P",
      description = "On embeddings, instead of --dropout.")
  private Double dropoutEmbedding;

  @Option(
      names = "--dropout-between",
      paramLabel = "P",
      description = "Between layers, instead of --dropout.")
  private Double dropoutBetween;

  @Option(
      names = "--dropout-output",
      paramLabel = "P",
      description = "Before the softmax, instead of --dropout.")
  private Double dropoutOutput;

  @Option(
      names = "--init",
      paramLabel = "INIT",
      description = "Weights: ${COMPLETION-CANDIDATES}; biases are 0. Default: ${DEFAULT-VALUE}")
  private Scheme init = Scheme.XAVIER;

  @Option(
      names = "--init-range",
      paramLabel = "R",
      description = "With --init uniform: between -R and R. Default: ${DEFAULT-VALUE}")
  private double initRange = 0.1;

  @Option(
      names = "--forget-bias",
      paramLabel = "X",
      description = "Bias of LSTM forget gates. Default: ${DEFAULT-VALUE}")
  private double forgetBias = 0;

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

  public Initialization initialization(long seed) {
    return new Initialization(init, initRange, forgetBias, seed);
  }
}

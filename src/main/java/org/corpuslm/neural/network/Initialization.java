package org.corpuslm.neural.network;

import java.io.Serializable;
import java.util.Locale;
import java.util.SplittableRandom;
import org.corpuslm.neural.kernel.ParameterBlock;
import org.corpuslm.neural.kernel.ParameterBlock.Kind;
import org.corpuslm.neural.kernel.Recurrent;
import org.corpuslm.neural.network.NetworkConfig.PlacedBlock;
import org.corpuslm.runtime.BadInputException;

/**
 * Initialization of a network's parameters. Biases are zero, except those of forget gates. The same
 * seed gives the same numbers on every machine.
 *
 * @param scheme distribution of weights and embeddings
 * @param range r of {@link Scheme#UNIFORM}
 * @param forgetBias bias of LSTM forget gates (Gers et al. 2000; 1 in Jozefowicz et al. 2015)
 * @param seed seed of the random numbers
 */
public record Initialization(Scheme scheme, double range, double forgetBias, long seed)
    implements Serializable {
  /** Distributions of weights and embeddings. */
  public enum Scheme {
    /** Uniform over (−r, r), r = √(6/(fan in + fan out)) (Glorot & Bengio 2010, equation 16). */
    XAVIER,
    /** Uniform over (−r, r) with a given r (Zaremba et al. 2014: 0.1). */
    UNIFORM;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * Checks the values.
   *
   * @throws BadInputException if one is not valid; the message names its option
   */
  public Initialization {
    if (!(range > 0) || !Double.isFinite(range)) {
      throw new BadInputException("--init-range is " + range + "; it must be above 0");
    }
    if (!Double.isFinite(forgetBias)) {
      throw new BadInputException("--forget-bias is " + forgetBias + "; it must be a number");
    }
  }

  /** Returns the flat vector of parameters of a new network. */
  public float[] parameters(NetworkConfig network) {
    float[] parameters = new float[Math.toIntExact(network.parameters())];
    SplittableRandom root = new SplittableRandom(seed);
    for (PlacedBlock placed : network.parameterBlocks()) {
      SplittableRandom random = root.split();
      ParameterBlock block = placed.block();
      int at = (int) placed.at();
      if (block.kind() == Kind.BIAS) {
        if (placed.layer() instanceof Recurrent layer) {
          int[] gate = layer.forgetGate();
          java.util.Arrays.fill(parameters, at + gate[0], at + gate[1], (float) forgetBias);
        }
        continue;
      }
      double r = scheme == Scheme.UNIFORM ? range : xavier(block);
      for (int i = 0; i < block.length(); i++) {
        parameters[at + i] = (float) (r * (2 * random.nextDouble() - 1));
      }
    }
    if (network.tied()) {
      TiedWeights.of(network).copy(parameters);
    }
    return parameters;
  }

  private static double xavier(ParameterBlock block) {
    return Math.sqrt(6.0 / (block.fanIn() + block.fanOut()));
  }
}

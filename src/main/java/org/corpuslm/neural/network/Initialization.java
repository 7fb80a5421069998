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
 * How parameters begin. Biases are zero, but for those of forget gates. The same seed gives the
 * same numbers on every machine.
 *
 * @param scheme distribution of the weights
 * @param range r of the uniform distribution over (−r, r)
 * @param forgetBias of LSTM forget gates (Gers et al. 2000; Jozefowicz et al. 2015 take 1)
 * @param seed of the random numbers
 */
public record Initialization(Scheme scheme, double range, double forgetBias, long seed)
    implements Serializable {
  /** Distributions. */
  public enum Scheme {
    /** Uniform over ±√(6/(fan in + fan out)) (Glorot & Bengio 2010, equation 16). */
    XAVIER,
    /** Uniform over (−r, r). */
    UNIFORM;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  public Initialization {
    if (!(range > 0) || !Double.isFinite(range)) {
      throw new BadInputException("--init-range is " + range + "; it must be above 0");
    }
    if (!Double.isFinite(forgetBias)) {
      throw new BadInputException("--forget-bias is " + forgetBias + "; it must be a number");
    }
  }

  /** The flat vector of parameters of a new network. */
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

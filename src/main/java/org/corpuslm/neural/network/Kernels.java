package org.corpuslm.neural.network;

import java.util.Locale;
import org.nd4j.linalg.factory.Nd4j;

/** Whose layers train a network. */
public enum Kernels {
  /** Our own where ND4J computes on the processor, else Deeplearning4j's. */
  AUTO,
  /** Our own: fast on processors, and only there. */
  FUSED,
  /** Deeplearning4j's: slow on processors, and those that ours are checked against. */
  DL4J;

  /** Whether ND4J computes on the processor, in memory that BLAS can reach. */
  static boolean onProcessor() {
    return Nd4j.getExecutioner().getClass().getName().contains(".cpu.");
  }

  /** A network with parameters of its own, all zero; in floats. */
  public Trainable network(NetworkConfig config) {
    boolean fused = this == FUSED || (this == AUTO && onProcessor());
    return fused
        ? Network.create(config, org.nd4j.linalg.api.buffer.DataType.FLOAT)
        : new Dl4jReferenceNetwork(config);
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}

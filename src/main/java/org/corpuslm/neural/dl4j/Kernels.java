package org.corpuslm.neural.dl4j;

import java.util.Locale;
import org.corpuslm.neural.network.Network;
import org.corpuslm.neural.network.NetworkConfig;
import org.corpuslm.neural.network.Trainable;
import org.nd4j.linalg.api.buffer.DataType;

/** Implementations of the layers that train a network. */
public enum Kernels {
  /** {@link #FUSED} where ND4J computes on the processor, else {@link #DL4J}. */
  AUTO,
  /** The layers of corpuslm ({@link Network}): fast, on processors only. */
  FUSED,
  /** The layers of Deeplearning4j ({@link Dl4jReferenceNetwork}): several times slower. */
  DL4J;

  /**
   * Creates a network in floats whose parameters are all zero.
   *
   * @throws org.corpuslm.runtime.BadInputException if these layers cannot compute the network, or
   *     not on this backend of ND4J
   */
  public Trainable network(NetworkConfig config) {
    boolean fused = this == FUSED || (this == AUTO && Network.onProcessor());
    return fused ? Network.create(config, DataType.FLOAT) : new Dl4jReferenceNetwork(config);
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}

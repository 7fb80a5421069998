package org.corpuslm.neural.kernel;

import org.nd4j.linalg.cpu.nativecpu.CpuBackend;

/**
 * ND4J's backend for processors, registered as a service with a higher priority than ND4J's own. In
 * every JVM, ND4J asks the service whether it is available before any native code is loaded; this
 * is when the BLAS kernel is chosen.
 */
public final class BlasBackend extends CpuBackend {
  @Override
  public int getPriority() {
    return super.getPriority() + 1;
  }

  @Override
  public boolean isAvailable() {
    Blas.ready();
    return super.isAvailable();
  }
}

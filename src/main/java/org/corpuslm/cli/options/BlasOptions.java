package org.corpuslm.cli.options;

import org.corpuslm.neural.kernel.BlasAgreement;
import picocli.CommandLine.Option;

/** Which processor instructions networks compute with. */
public final class BlasOptions {
  @Option(
      names = "--blas-kernel",
      paramLabel = "NAME|auto",
      description =
          "Kernel of OpenBLAS for all matrix products of networks: Prescott, Nehalem (SSE),"
              + " Sandybridge (AVX), Haswell, Zen (AVX2) or SkylakeX (AVX-512). Products differ in"
              + " the last bits from one to another, so all executors use the same; auto: the best"
              + " that all of them have. Default: ${DEFAULT-VALUE}")
  private String kernel = BlasAgreement.AUTO;

  /** Returns the name of a kernel, or {@link BlasAgreement#AUTO}. */
  public String kernel() {
    return kernel;
  }
}

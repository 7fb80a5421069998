package org.corpuslm.cli.options;

import org.corpuslm.neural.kernel.BlasAgreement;
import picocli.CommandLine.Option;

/** The BLAS kernel of networks. */
public final class BlasOptions {
  @Option(
      names = "--blas-kernel",
      paramLabel = "NAME|auto",
      description =
          "OpenBLAS kernel for all matrix products of networks: Prescott, Nehalem (SSE),"
              + " Sandybridge (AVX), Haswell, Zen (AVX2) or SkylakeX (AVX-512). Products differ in"
              + " their last bits between kernels, so all executors use the same one. auto = the"
              + " best kernel that all executors can run. Default: ${DEFAULT-VALUE}")
  private String kernel = BlasAgreement.AUTO;

  /** Returns the name of a kernel, or {@link BlasAgreement#AUTO}. */
  public String kernel() {
    return kernel;
  }
}

package org.corpuslm.cli;

import org.corpuslm.neural.kernel.BlasAgreement;
import picocli.CommandLine.Option;

/** Which processor instructions networks compute with. */
final class BlasOptions {
  @Option(
      names = "--blas-kernel",
      paramLabel = "NAME|auto",
      description =
          "Kernel of OpenBLAS for all matrix products of networks: Prescott, Nehalem (SSE),"
              + " Sandybridge (AVX), Haswell, Zen (AVX2) or SkylakeX (AVX-512). Products differ in"
              + " the last bits from one to another, so all executors use the same; auto: the best"
              + " that all of them have. Default: ${DEFAULT-VALUE}")
  String kernel = BlasAgreement.AUTO;
}

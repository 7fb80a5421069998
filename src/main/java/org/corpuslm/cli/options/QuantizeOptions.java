package org.corpuslm.cli.options;

import picocli.CommandLine.Option;

/** Lossy compression of n-gram models in memory. */
public final class QuantizeOptions {
  @Option(
      names = {"-q", "--quantize"},
      defaultValue = "0",
      paramLabel = "BITS",
      description =
          "Store probabilities and back-off weights of n-gram models in this many bits, 4 to 16; 0"
              + " = exact. Quantized models need less memory, and their figures are approximate."
              + " Default: ${DEFAULT-VALUE}")
  private int bits;

  /** Returns the bits of a probability or back-off weight, 4 to 16; 0 = exact. */
  public int bits() {
    return bits;
  }
}

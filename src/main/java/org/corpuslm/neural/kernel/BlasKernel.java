package org.corpuslm.neural.kernel;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * OpenBLAS's kernels of matrix products for x86-64, slowest first, each with the flags of
 * /proc/cpuinfo that a processor needs for it. Products of different kernels differ in the last
 * bits.
 */
public enum BlasKernel {
  /** SSE3. */
  PRESCOTT("Prescott", "pni"),
  /** SSE4.2. */
  NEHALEM("Nehalem", "pni", "ssse3", "sse4_1", "sse4_2"),
  /** AVX. */
  SANDYBRIDGE("Sandybridge", "avx"),
  /** AVX2, tuned for AMD; no faster than Haswell, therefore never chosen automatically. */
  ZEN("Zen", "avx2", "fma"),
  /** AVX2. */
  HASWELL("Haswell", "avx2", "fma"),
  /** AVX-512. */
  SKYLAKEX("SkylakeX", "avx512f", "avx512cd", "avx512bw", "avx512dq", "avx512vl");

  private static final Path CPUINFO = Path.of("/proc/cpuinfo");

  private final String spelling;

  @SuppressWarnings("ImmutableEnumChecker") // made by List.of
  private final List<String> needs;

  BlasKernel(String spelling, String... needs) {
    this.spelling = spelling;
    this.needs = List.of(needs);
  }

  /** Returns the best kernel for a processor with these flags; null if none is known to run. */
  static BlasKernel best(Set<String> flags) {
    BlasKernel best = null;
    for (BlasKernel kernel : values()) {
      best = kernel.missing(flags).isEmpty() ? kernel : best;
    }
    return best;
  }

  /** Returns the kernel of this name, ignoring case; null if there is none. */
  static BlasKernel named(String name) {
    for (BlasKernel kernel : values()) {
      if (kernel.spelling.equalsIgnoreCase(name)) {
        return kernel;
      }
    }
    return null;
  }

  /** Lists the names, for messages and help. */
  public static String names() {
    return Arrays.stream(values()).map(BlasKernel::toString).collect(Collectors.joining(", "));
  }

  /** Returns the flags that this kernel needs and the processor lacks. */
  List<String> missing(Set<String> flags) {
    return needs.stream().filter(flag -> !flags.contains(flag)).toList();
  }

  /** Returns whether the kernel uses vectors of 128 bits only. */
  boolean isSse() {
    return this == PRESCOTT || this == NEHALEM;
  }

  /** Returns the name that OpenBLAS gives it. */
  @Override
  public String toString() {
    return spelling;
  }

  /**
   * Returns the flags of this machine's processor, as Linux on x86-64 lists them in /proc/cpuinfo;
   * the empty set where there is no such list.
   */
  static Set<String> flags() {
    if (!Set.of("amd64", "x86_64").contains(System.getProperty("os.arch"))) {
      return Set.of();
    }
    try {
      return flags(Files.readAllLines(CPUINFO));
    } catch (IOException e) {
      return Set.of();
    }
  }

  /** Returns the flags of the first processor in the lines of a /proc/cpuinfo. */
  static Set<String> flags(List<String> lines) {
    for (String line : lines) {
      String[] parts = line.split(":", 2);
      if (parts.length == 2 && parts[0].strip().equals("flags")) {
        return Set.of(parts[1].strip().toLowerCase(Locale.ROOT).split("\\s+"));
      }
    }
    return Set.of();
  }
}

package org.corpuslm.neural.kernel;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Reads what the processor can do, as Linux on x86-64 tells it. */
final class ProcessorFlags {
  private static final Path CPUINFO = Path.of("/proc/cpuinfo");

  private ProcessorFlags() {}

  /** Returns the flags of this machine's processor; none where they cannot be read. */
  static Set<String> here() {
    if (!Set.of("amd64", "x86_64").contains(System.getProperty("os.arch"))) {
      return Set.of();
    }
    try {
      return of(Files.readAllLines(CPUINFO));
    } catch (IOException e) {
      return Set.of();
    }
  }

  /** Returns the flags in the lines of a /proc/cpuinfo; those of its first processor. */
  static Set<String> of(List<String> lines) {
    for (String line : lines) {
      String[] parts = line.split(":", 2);
      if (parts.length == 2 && parts[0].strip().equals("flags")) {
        return Set.of(parts[1].strip().toLowerCase(Locale.ROOT).split("\\s+"));
      }
    }
    return Set.of();
  }
}

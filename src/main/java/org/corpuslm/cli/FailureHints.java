package org.corpuslm.cli;

import java.util.List;
import java.util.regex.Pattern;

/** What to do about failures that are the machine's: a full disk, too little memory. */
final class FailureHints {
  /** What an error says of itself, here or in an executor, and what helps. */
  private record Remedy(Pattern symptom, String cure) {
    Remedy(String symptom, String cure) {
      this(Pattern.compile(symptom), cure);
    }
  }

  private static final List<Remedy> REMEDIES =
      List.of(
          new Remedy(
              "No space left on device|Disk quota exceeded",
              "A disk is full. Make space where the output lies and where Spark keeps what it sorts"
                  + " (spark.local.dir, by default /tmp), or name another directory; then the same"
                  + " command again"),
          // Networks; JavaCPP's words, before those of the heap: they are in an OutOfMemoryError
          // too.
          new Remedy(
              "Physical memory usage is too high|Cannot allocate new \\w+Pointer",
              "There is too little memory outside the heap, where networks are. Give more"
                  + " (spark.executor.memoryOverhead; in local mode a smaller"
                  + " CORPUSLM_DRIVER_MEMORY leaves more), or fewer slots (spark.executor.cores,"
                  + " --master local[1])"),
          new Remedy(
              "OutOfMemoryError|Java heap space|GC overhead limit|exited with code 52\\b",
              "The heap is too small. Give more (in local mode CORPUSLM_DRIVER_MEMORY, else"
                  + " spark.executor.memory or spark.driver.memory), or fewer slots in each JVM"
                  + " (spark.executor.cores, --master local[1])"));

  private FailureHints() {}

  /** A sentence on what to do, or nothing if it is not known. */
  static String on(Throwable error) {
    StringBuilder told = new StringBuilder();
    for (Throwable t = error; t != null; t = t.getCause() == t ? null : t.getCause()) {
      told.append(t).append('\n');
    }
    return REMEDIES.stream()
        .filter(remedy -> remedy.symptom.matcher(told).find())
        .map(Remedy::cure)
        .findFirst()
        .orElse("");
  }
}

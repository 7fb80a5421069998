package org.corpuslm.cli;

import java.util.List;
import java.util.regex.Pattern;

/** Advice for failures of the machine: a full disk, too little memory. */
final class FailureHints {
  /** A symptom in the text of an error, of the driver or of an executor, and the advice for it. */
  private record Remedy(Pattern symptom, String cure) {
    Remedy(String symptom, String cure) {
      this(Pattern.compile(symptom), cure);
    }
  }

  private static final List<Remedy> REMEDIES =
      List.of(
          new Remedy(
              "No space left on device|Disk quota exceeded",
              "A disk is full. Free space where the output is written and where Spark spills data"
                  + " (spark.local.dir, by default /tmp), or use other directories; then run the"
                  + " same command again"),
          // JavaCPP's message, for networks. It comes before the heap, since JavaCPP also throws
          // an OutOfMemoryError.
          new Remedy(
              "Physical memory usage is too high|Cannot allocate new \\w+Pointer",
              "There is too little memory outside the heap, which networks use. Give more"
                  + " (spark.executor.memoryOverhead; in local mode, a smaller"
                  + " CORPUSLM_DRIVER_MEMORY leaves more), or use fewer task slots"
                  + " (spark.executor.cores, --master local[1])"),
          new Remedy(
              "OutOfMemoryError|Java heap space|GC overhead limit|exited with code 52\\b",
              "The heap is too small. Give more (in local mode CORPUSLM_DRIVER_MEMORY, otherwise"
                  + " spark.executor.memory or spark.driver.memory), or use fewer task slots in"
                  + " each JVM (spark.executor.cores, --master local[1])"));

  private FailureHints() {}

  /** Returns advice for an error; empty if there is none. */
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

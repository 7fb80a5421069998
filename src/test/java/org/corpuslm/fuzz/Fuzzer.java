package org.corpuslm.fuzz;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;

/**
 * Runs cases of a target and judges them. What is neither read nor refused as documented, and what
 * takes more than ten seconds, is a finding: it is told with its seed and saved.
 */
final class Fuzzer implements AutoCloseable {
  /** Processor time of a case; a machine that is busy with other things does not count. */
  private static final Duration LIMIT = Duration.ofSeconds(10);

  private static final Duration LIMIT_OF_THE_CLOCK = Duration.ofMinutes(3);
  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

  private final Path findings;
  private final Map<String, Integer> found = new TreeMap<>();
  private final Thread worker = Thread.currentThread();
  private final Thread watcher = new Thread(this::watch, "fuzz-watcher");
  private volatile String running = "";
  private volatile long startedCpu;
  private volatile long startedClock;

  /** The outcome of a case. */
  enum Outcome {
    READ,
    REFUSED,
    FINDING
  }

  /**
   * Runs cases on the thread that makes it.
   *
   * @param findings directory for what is found
   */
  Fuzzer(Path findings) {
    this.findings = findings;
    watcher.setDaemon(true);
    watcher.start();
  }

  /** The seed of the n-th case of a target. */
  static long seed(long base, String target, long n) {
    long h = base * 0x9E3779B97F4A7C15L + target.hashCode();
    h = (h ^ h >>> 30) * 0xBF58476D1CE4E5B9L + n;
    h = (h ^ h >>> 27) * 0x94D049BB133111EBL;
    return h ^ h >>> 31;
  }

  Outcome run(FuzzTarget target, long seed) {
    FuzzCase input = new FuzzCase(seed);
    startedCpu = THREADS.getThreadCpuTime(worker.getId());
    startedClock = System.nanoTime();
    running = target.name() + " " + seed;
    try {
      boolean read = target.run(input);
      long cpu = THREADS.getThreadCpuTime(worker.getId()) - startedCpu;
      if (cpu > LIMIT.toNanos()) {
        throw new AssertionError("took " + Duration.ofNanos(cpu));
      }
      return read ? Outcome.READ : Outcome.REFUSED;
    } catch (Throwable e) { // of any kind: that is what is looked for
      running = "";
      report(target, seed, input, e);
      return Outcome.FINDING;
    } finally {
      running = "";
    }
  }

  /** Kinds of findings so far and how often each was met. */
  Map<String, Integer> found() {
    return found;
  }

  private void report(FuzzTarget target, long seed, FuzzCase input, Throwable error) {
    String kind = target.name() + ": " + kind(error);
    if (found.merge(kind, 1, Integer::sum) > 3) {
      return;
    }
    StringWriter trace = new StringWriter();
    error.printStackTrace(new PrintWriter(trace, true));
    String text = trace.toString();
    text = text.length() > 6000 ? text.substring(0, 6000) + "\n…\n" : text;
    Path directory = findings.resolve(target.name() + "-" + seed);
    System.err.printf(
        "FINDING %s, seed %d, saved in %s%n%s%n", target.name(), seed, directory, text);
    try {
      Files.createDirectories(directory);
      Files.writeString(directory.resolve("error.txt"), text);
      for (Map.Entry<String, byte[]> e : input.inputs().entrySet()) {
        Files.write(directory.resolve(e.getKey().replaceAll("[^\\w.=-]", "_")), e.getValue());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns the class of the error and the first stack frame in corpuslm. */
  private static String kind(Throwable error) {
    Throwable root = error;
    while (root.getCause() != null && root.getCause() != root) {
      root = root.getCause();
    }
    for (StackTraceElement frame : root.getStackTrace()) {
      String name = frame.getClassName();
      if (name.startsWith("org.corpuslm.") && !name.startsWith("org.corpuslm.fuzz.")) {
        return root.getClass().getSimpleName() + " at " + name + ":" + frame.getLineNumber();
      }
    }
    return root.getClass().getName() + ": " + root.getMessage();
  }

  private void watch() {
    while (true) {
      try {
        Thread.sleep(500);
      } catch (InterruptedException e) {
        return;
      }
      String what = running;
      long cpu = THREADS.getThreadCpuTime(worker.getId()) - startedCpu;
      long clock = System.nanoTime() - startedClock;
      boolean hangs = cpu > 2 * LIMIT.toNanos() || clock > LIMIT_OF_THE_CLOCK.toNanos();
      if (!what.isEmpty() && hangs && what.equals(running)) {
        System.err.println("FINDING: hangs: " + what);
        for (StackTraceElement frame : worker.getStackTrace()) {
          System.err.println("\tat " + frame);
        }
        Runtime.getRuntime().halt(1);
      }
    }
  }

  @Override
  public void close() {
    watcher.interrupt();
  }
}

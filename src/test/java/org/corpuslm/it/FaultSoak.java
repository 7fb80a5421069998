package org.corpuslm.it;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.apache.commons.io.FileUtils;

/**
 * Runs a pipeline again and again: kills it at random moments, starts the same command again as a
 * scheduler would, and compares all that it published with what an undisturbed run did. Ends at the
 * first difference. {@code scripts/soak faults} starts it.
 */
final class FaultSoak {
  private static final List<String> MASTERS = List.of("local[2]", "local-cluster[2,1,768]");
  private static final int MAX_KILLS = 4;

  private final Path dir;
  private final Path work;
  private final Random random;
  private final long started = System.nanoTime();
  private final Duration limit;
  private final Map<String, SoakAttempts> attempts = new LinkedHashMap<>();
  private final Map<String, Results> clean = new HashMap<>();
  private final TreeMap<String, Integer> kills = new TreeMap<>();
  private long longest;
  private int restarts;
  private int refusals;

  private FaultSoak(Path dir, Duration limit, long seed) {
    this.dir = dir;
    this.work = dir.resolve("work");
    this.limit = limit;
    this.random = new Random(seed);
  }

  /** Arguments: directory, minutes, seed. */
  public static void main(String[] args) throws Exception {
    Path dir = Files.createDirectories(Path.of(args[0]).toAbsolutePath());
    FaultSoak soak =
        new FaultSoak(dir, Duration.ofMinutes(Long.parseLong(args[1])), Long.parseLong(args[2]));
    ProcessHandle self = ProcessHandle.current();
    Runtime.getRuntime()
        .addShutdownHook(new Thread(() -> self.descendants().forEach(ProcessHandle::destroy)));
    System.out.printf("soak: seed %s, %s minutes, in %s%n", args[2], args[1], dir);
    try {
      soak.run();
      System.exit(0);
    } catch (AssertionError e) {
      System.out.printf("soak: FAILED: %s%nWhat there is lies in %s%n", e.getMessage(), dir);
      System.exit(1);
    }
  }

  private void run() throws IOException, InterruptedException {
    Path text = Files.write(dir.resolve("text.txt"), ZipfText.lines(4_000, 800, 5));
    for (String master : MASTERS) {
      SoakAttempts some = new SoakAttempts(dir, master, text, work);
      attempts.put(master, some);
      long begin = System.nanoTime();
      some.undisturbed();
      clean.put(master, Results.of(work));
      System.out.printf(
          "clean run on %s: %d s, %d files%n",
          master, seconds(begin), clean.get(master).entries().size());
      FileUtils.deleteDirectory(work.toFile());
    }
    int done = 0;
    while (System.nanoTime() - started + longest < limit.toNanos()) {
      long begin = System.nanoTime();
      iteration(++done);
      longest = Math.max(longest, System.nanoTime() - begin);
    }
    System.out.printf(
        "soak: %d iterations in %d minutes, kills %s, %d restarts, %d named refusals, no"
            + " differences%n",
        done, seconds(started) / 60, kills, restarts, refusals);
  }

  private void iteration(int number) throws IOException, InterruptedException {
    long begin = System.nanoTime();
    String master = MASTERS.get(random.nextInt(MASTERS.size()));
    SoakAttempts some = attempts.get(master);
    int most = 1 + random.nextInt(MAX_KILLS);
    List<String> told = new ArrayList<>();
    boolean ended = false;
    while (!ended) {
      SoakAttempts.Attempt attempt = some.next(random, most - told.size());
      told.addAll(attempt.kills());
      ended = attempt.ended();
      refusals += attempt.refused() ? 1 : 0;
      restarts += ended ? 0 : 1;
    }
    some.awaitOrphans();
    List<String> differences = Results.of(work).differences(clean.get(master));
    told.forEach(kill -> kills.merge(kill.split(" ", 0)[0], 1, Integer::sum));
    System.out.printf(
        "%d: %s, killed %s, %d s: %s%n",
        number, master, told, seconds(begin), differences.isEmpty() ? "the same" : "DIFFERENT");
    if (!differences.isEmpty()) {
      throw new AssertionError(String.join("\n", differences));
    }
    FileUtils.deleteDirectory(work.toFile());
    some.clean();
  }

  private static long seconds(long since) {
    return Duration.ofNanos(System.nanoTime() - since).toSeconds();
  }
}

package org.corpuslm.it;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.commons.io.FileUtils;

/** Starts the soak's pipeline on one master, and kills it or its executors. */
final class SoakAttempts {
  private static final String EXECUTOR = "CoarseGrainedExecutorBackend";
  private static final long LIMIT_SECONDS = 3_600;
  private static final long ORPHAN_SECONDS = 600;
  private static final long POLL_NANOS = 1_000_000_000;
  private static final int MAX_EXECUTORS = 3;
  private static final Pattern STEP = Pattern.compile("step (\\d) of \\d: (\\w+)");
  private static final Pattern REFUSED =
      Pattern.compile(
          "being written by another run \\(unknown\\); .* remove file:(\\S+\\.lock) if");

  private final Path dir;
  private final Path temporary;
  private final String master;
  private final List<String> command;
  private final Set<ProcessHandle> orphans = new HashSet<>();
  private final Set<Path> applications = new HashSet<>();
  private long cleanMillis;

  SoakAttempts(Path dir, String master, Path text, Path work) {
    this.dir = dir;
    this.temporary = dir.resolve("tmp");
    this.master = master;
    this.command = LocalPipeline.command(text, work);
  }

  /**
   * One start of the pipeline.
   *
   * @param ended whether it came to its good end
   * @param refused whether it refused to start, and said why
   * @param kills what was killed, and in which step
   */
  record Attempt(boolean ended, boolean refused, List<String> kills) {}

  void undisturbed() throws IOException, InterruptedException {
    long begin = System.nanoTime();
    if (!judge(start(), List.of()).ended()) {
      throw new AssertionError("the clean run was refused");
    }
    cleanMillis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begin);
    clean();
  }

  /** Starts it, and kills at random moments, up to so many times. */
  Attempt next(Random random, int mayKill) throws IOException, InterruptedException {
    Submit.Running run = start();
    List<String> killed = new ArrayList<>();
    for (int i = 0; i < mayKill && killed.size() < MAX_EXECUTORS; i++) {
      boolean driver = master.startsWith("local[") || random.nextBoolean();
      long after = (long) (random.nextDouble() * 0.8 * cleanMillis);
      if (await(run, after)) {
        break;
      }
      List<ProcessHandle> executors = run.descendants(EXECUTOR);
      if (driver) {
        // Only the driver: its executors have to notice by themselves.
        run.process().destroyForcibly().waitFor();
        killed.add("driver in " + step(run));
        delete(run);
        return new Attempt(false, false, killed);
      }
      if (!executors.isEmpty()
          && executors.get(random.nextInt(executors.size())).destroyForcibly()) {
        killed.add("executor in " + step(run));
      }
    }
    return judge(run, killed);
  }

  private Attempt judge(Submit.Running run, List<String> killed)
      throws IOException, InterruptedException {
    if (!await(run, TimeUnit.SECONDS.toMillis(LIMIT_SECONDS))) {
      String log = log(run);
      run.kill();
      throw new AssertionError("no end after %d s\n%s".formatted(LIMIT_SECONDS, log));
    }
    String log = log(run);
    int exit = run.process().exitValue();
    delete(run);
    if (exit == 0) {
      return new Attempt(true, false, killed);
    }
    // Killed after a lock was made and before its owner was written: a person has to say that it is
    // dead.
    Matcher refused = REFUSED.matcher(log);
    if (exit == 2 && refused.find()) {
      Files.delete(Path.of(refused.group(1)));
      return new Attempt(false, true, killed);
    }
    throw new AssertionError("exit code %d, killed %s\n%s".formatted(exit, killed, log));
  }

  /** Returns whether the run ends within the limit; records the executors that it starts. */
  private boolean await(Submit.Running run, long milliseconds) throws InterruptedException {
    long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(milliseconds);
    for (long left = end - System.nanoTime(); left > 0; left = end - System.nanoTime()) {
      run.descendants(EXECUTOR).forEach(this::remember);
      if (run.process().waitFor(Math.min(left, POLL_NANOS), TimeUnit.NANOSECONDS)) {
        return true;
      }
    }
    return false;
  }

  private Submit.Running start() throws IOException {
    Files.createDirectories(temporary);
    Path conf = dir.resolve("spark.conf");
    Files.writeString(
        conf,
        Files.readString(Submit.BASE.resolve("conf/local.conf"))
            + String.join(
                "\n",
                "",
                "spark.master " + master,
                "spark.executor.memory 768m",
                "spark.executor.extraJavaOptions -XX:+UseSerialGC -XX:TieredStopAtLevel=1",
                "spark.local.dir " + temporary,
                "spark.ui.showConsoleProgress false",
                "spark.network.timeout 600s",
                ""));
    return Submit.start(
        command,
        Map.of(
            "CORPUSLM_CONF",
            conf.toString(),
            "CORPUSLM_DRIVER_MEMORY",
            "768m",
            "JAVA_TOOL_OPTIONS",
            "-Djava.io.tmpdir=" + temporary));
  }

  /** The step that a run was in. */
  private static String step(Submit.Running run) throws IOException {
    String step = "start";
    Matcher m = STEP.matcher(log(run));
    while (m.find()) {
      step = m.group(2);
    }
    return step;
  }

  private void remember(ProcessHandle executor) {
    orphans.add(executor);
    try {
      // WORK/app-…/0
      applications.add(Path.of("/proc/" + executor.pid() + "/cwd").toRealPath().getParent());
    } catch (IOException e) {
      // it has just ended
    }
  }

  /** Executors must not outlive their driver for long. */
  void awaitOrphans() throws InterruptedException {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(ORPHAN_SECONDS);
    while (orphans.stream().anyMatch(ProcessHandle::isAlive)) {
      if (System.nanoTime() > end) {
        orphans.forEach(ProcessHandle::destroyForcibly);
        throw new AssertionError("an executor still lives %d s later".formatted(ORPHAN_SECONDS));
      }
      Thread.sleep(200);
    }
    orphans.clear();
  }

  /** Removes what Spark leaves behind when it is killed. */
  void clean() throws IOException {
    FileUtils.deleteDirectory(temporary.toFile());
    for (Path application : applications) {
      FileUtils.deleteDirectory(application.toFile());
    }
    applications.clear();
  }

  private static void delete(Submit.Running run) throws IOException {
    Files.delete(run.out());
    Files.delete(run.err());
  }

  private static String log(Submit.Running run) throws IOException {
    return new String(Files.readAllBytes(run.err()), StandardCharsets.UTF_8);
  }
}

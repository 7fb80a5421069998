package org.corpuslm.it;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.spark.TaskContext;
import org.apache.spark.api.plugin.DriverPlugin;
import org.apache.spark.api.plugin.ExecutorPlugin;
import org.apache.spark.api.plugin.PluginContext;
import org.apache.spark.api.plugin.SparkPlugin;
import org.apache.spark.util.TaskCompletionListener;

/**
 * Makes executors fail, as {@code spark.corpuslm.test.fault} says: in every stage, in the first
 * attempt of its first task. Each fault leaves a file in {@code spark.corpuslm.test.faults}, named
 * by its stage, with the time as the executor has it.
 */
public final class FaultPlugin implements SparkPlugin {
  private static final int MEGABYTE = 1 << 20;

  @Override
  public DriverPlugin driverPlugin() {
    return null;
  }

  @Override
  public ExecutorPlugin executorPlugin() {
    return new Executor();
  }

  private static final class Executor implements ExecutorPlugin {
    private String fault;
    private Path faults;
    private Path localDirectory;

    @Override
    public void init(PluginContext context, Map<String, String> extra) {
      fault = context.conf().get("spark.corpuslm.test.fault");
      faults = Path.of(context.conf().get("spark.corpuslm.test.faults"));
      localDirectory = Path.of(context.conf().get("spark.local.dir"));
    }

    @Override
    public void onTaskStart() {
      TaskContext task = TaskContext.get();
      boolean always = fault.equals("throw-always");
      boolean first = task.stageAttemptNumber() == 0 && task.attemptNumber() == 0;
      if (always || (task.partitionId() == 0 && first)) {
        try {
          Files.writeString(faults.resolve("stage-" + task.stageId()), Instant.now().toString());
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        }
        fail(task);
      }
    }

    private void fail(TaskContext task) {
      switch (fault) {
        case "throw-once", "throw-always" ->
            task.addTaskCompletionListener(
                (TaskCompletionListener)
                    t -> {
                      throw new IllegalStateException("a fault of the test");
                    });
        case "exit" -> Runtime.getRuntime().halt(137);
        case "exit-later" ->
            new Thread(
                    () -> {
                      pause(150);
                      Runtime.getRuntime().halt(137);
                    })
                .start();
        case "heap" -> new Thread(() -> fill(() -> new byte[MEGABYTE])).start();
        case "off-heap" ->
            new Thread(() -> fill(() -> ByteBuffer.allocateDirect(MEGABYTE))).start();
        case "clock" -> {} // it is the environment that sets it
        case "straggle" -> pause(3_000);
        case "lose-shuffle" -> deleteShuffleFiles();
        default -> throw new IllegalArgumentException(fault);
      }
    }

    /** Until there is no more; the error that then comes ends the executor. */
    @SuppressWarnings("ModifiedButNotUsed")
    private static void fill(java.util.function.Supplier<Object> more) {
      List<Object> held = new ArrayList<>();
      while (true) {
        held.add(more.get());
      }
    }

    private static void pause(long milliseconds) {
      try {
        Thread.sleep(milliseconds);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt(); // the other attempt was faster
      }
    }

    private void deleteShuffleFiles() {
      try (Stream<Path> files = Files.walk(localDirectory)) {
        for (Path file : (Iterable<Path>) files::iterator) {
          if (file.getFileName().toString().startsWith("shuffle_")) {
            Files.deleteIfExists(file);
          }
        }
      } catch (IOException | UncheckedIOException e) {
        // another executor's files come and go
      }
    }
  }
}

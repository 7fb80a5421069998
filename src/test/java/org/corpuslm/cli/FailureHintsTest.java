package org.corpuslm.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class FailureHintsTest {
  @Test
  void aFullDiskIsFoundBehindOtherErrors() {
    Throwable error =
        new IllegalStateException("count failed", new IOException("No space left on device"));
    assertThat(FailureHints.on(error)).startsWith("A disk is full.").contains("spark.local.dir");
  }

  /** Spark tells errors of executors as text. */
  @Test
  void heapsThatAreTooSmallAreToldFromMemoryOutsideThem() {
    assertThat(
            FailureHints.on(
                new IllegalStateException(
                    "Task 0 in stage 1.0 failed 1 times: java.lang.OutOfMemoryError: Java heap"
                        + " space")))
        .startsWith("The heap is too small.");
    assertThat(
            FailureHints.on(
                new OutOfMemoryError(
                    "Physical memory usage is too high: physicalBytes (2G) > maxPhysicalBytes (1G)")))
        .startsWith("There is too little memory outside the heap");
    assertThat(FailureHints.on(new IllegalStateException("Command exited with code 52")))
        .startsWith("The heap is too small.");
    assertThat(FailureHints.on(new IllegalStateException("Command exited with code 521")))
        .isEmpty();
  }

  @Test
  void otherErrorsGetNone() {
    assertThat(FailureHints.on(new IllegalStateException("the world ended"))).isEmpty();
    assertThat(FailureHints.on(new IOException())).isEmpty();
  }

  /** Errors are no exceptions: picocli lets them pass. */
  @Test
  void aDriverWithoutHeapSaysWhatToDo() {
    StringWriter err = new StringWriter();
    CommandLine line = Main.commandLine().addSubcommand(new Greedy());
    line.setErr(new PrintWriter(err, true));
    assertThat(Main.execute(line, "greedy")).isEqualTo(Main.FAILURE);
    assertThat(err.toString().lines())
        .hasSize(2)
        .first()
        .isEqualTo("corpuslm: failed: java.lang.OutOfMemoryError: Java heap space");
    assertThat(err.toString()).contains("corpuslm: The heap is too small.");
  }

  @CommandLine.Command(name = "greedy")
  static final class Greedy implements Runnable {
    @Override
    public void run() {
      throw new OutOfMemoryError("Java heap space");
    }
  }
}

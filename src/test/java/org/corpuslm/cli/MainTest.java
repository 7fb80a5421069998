package org.corpuslm.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class MainTest {
  @Test
  void stackTracesInsideMessagesAreLeftOut() {
    String actual = "job.conf cannot be read: File does not exist: /job.conf";
    assertThat(
            Main.withoutTrace(
                actual + "\n\tat org.example.Inode.of(Inode.java:8)\n\tat X.y(Z:1)\n"))
        .isEqualTo(actual);
    assertThat(
            Main.withoutTrace(
                "count failed: java.io.IOException: disk\n\tat X.y(Z:1)\n\tSuppressed: E:"
                    + " disk\n\t\tat X.y(Z:1)\n\tCaused by: E: disk\nCaused by:"
                    + " java.io.IOException: full\n\t... 23 more\n\nDriver stacktrace:"))
        .isEqualTo("count failed: java.io.IOException: disk\nCaused by: java.io.IOException: full");
    assertThat(Main.withoutTrace("two\nlines, look at that")).isEqualTo("two\nlines, look at that");
  }
}

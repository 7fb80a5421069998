package org.corpuslm.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class MainTest {
  @Test
  void theStackTraceOfAServerIsLeftOut() {
    String ours = "job.conf cannot be read: File does not exist: /job.conf";
    assertThat(
            Main.withoutTrace(ours + "\n\tat org.example.Inode.of(Inode.java:8)\n\tat X.y(Z:1)\n"))
        .isEqualTo(ours);
    assertThat(Main.withoutTrace("two\nlines, look at that")).isEqualTo("two\nlines, look at that");
  }
}

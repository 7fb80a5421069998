package org.corpuslm.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class WaitForSparkTest {
  /** Like a master that never answers: Spark stops, and the waiting call is never answered. */
  @Test
  @Timeout(120)
  void aCallThatSparkWillNeverAnswerEnds() throws InterruptedException {
    try (Cluster cluster = LocalCluster.open("wait-for-spark")) {
      Thread end = new Thread(() -> cluster.spark().sc().stop());
      assertThatThrownBy(
              () ->
                  cluster.run(
                      "waiting",
                      () -> {
                        end.start();
                        waitForEver();
                      }))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("waiting failed: Spark gave up on local[");
      assertThat(Thread.currentThread().isInterrupted()).isFalse();
      end.join();
      assertThatThrownBy(
              () -> cluster.<Integer, Integer>map("late", List.of(1), (item, worker) -> item))
          .hasMessageContaining("late failed: Spark gave up on local[");
      assertThatThrownBy(() -> cluster.broadcast("value"))
          .hasMessageContaining("Spark gave up on local[");
    }
  }

  private static void waitForEver() {
    try {
      new CountDownLatch(1).await(1, TimeUnit.DAYS);
    } catch (InterruptedException e) {
      throw new IllegalStateException("interrupted", e);
    }
  }
}

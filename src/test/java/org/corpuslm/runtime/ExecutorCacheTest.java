package org.corpuslm.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.corpuslm.runtime.ExecutorCache.Lease;
import org.junit.jupiter.api.Test;

/** The cache is bounded, drops the oldest entries first, and never drops a value in use. */
class ExecutorCacheTest {
  private final ExecutorCache cache = new ExecutorCache(100);
  private final List<String> closed = new ArrayList<>();

  private Lease<Closing> lease(String key, long bytes) {
    return cache.lease(key, bytes, () -> new Closing(key));
  }

  private final class Closing implements AutoCloseable {
    private final String name;

    private Closing(String name) {
      this.name = name;
    }

    @Override
    public void close() {
      closed.add(name);
    }
  }

  @Test
  void theLeastRecentlyUsedMakeRoom() {
    lease("a", 40).close();
    lease("b", 40).close();
    lease("a", 40).close();
    lease("c", 40).close();
    assertThat(closed).containsExactly("b");
    assertThat(cache.keys()).containsExactly("a", "c");
    assertThat(cache.used()).isEqualTo(80);
    lease("huge", 500).close();
    assertThat(cache.keys()).containsExactly("huge");
    assertThat(closed).containsExactly("b", "a", "c");
  }

  @Test
  void whatIsInUseStays() {
    try (Lease<Closing> a = lease("a", 60);
        Lease<Closing> again = lease("a", 60)) {
      assertThat(again.value()).isSameAs(a.value());
      lease("b", 60).close();
      again.close();
      again.close(); // counts once
      lease("c", 60).close();
      assertThat(closed).containsExactly("b");
      assertThat(cache.keys()).containsExactly("a", "c");
    }
    lease("d", 60).close();
    assertThat(closed).containsExactly("b", "a", "c");
  }

  @Test
  void whatIsUnusedCanBeDroppedByName() {
    Lease<Closing> used = lease("text 1", 0);
    lease("text 2", 0).close();
    lease("model", 0).close();
    cache.dropUnused(key -> key.startsWith("text"));
    assertThat(closed).containsExactly("text 2");
    assertThat(cache.keys()).containsExactlyInAnyOrder("text 1", "model");
    used.close();
  }

  @Test
  void whatCannotBeLoadedIsForgotten() {
    for (int i = 0; i < 2; i++) {
      assertThatThrownBy(
              () ->
                  cache.lease(
                      "bad",
                      90,
                      () -> {
                        throw new BadInputException("damaged");
                      }))
          .isInstanceOf(BadInputException.class)
          .hasMessage("damaged");
      assertThatThrownBy(
              () ->
                  cache.lease(
                      "bad",
                      90,
                      () -> {
                        throw new java.io.IOException("no disk");
                      }))
          .hasMessageContainingAll("bad", "no disk");
    }
    assertThat(cache.keys()).isEmpty();
    assertThat(cache.used()).isZero();
  }

  @Test
  void manyTasksLoadOnceAndTheBudgetHolds() throws Exception {
    ExecutorCache shared = new ExecutorCache(50);
    AtomicInteger loads = new AtomicInteger();
    AtomicInteger tooMuch = new AtomicInteger();
    ExecutorService pool = Executors.newFixedThreadPool(4);
    List<Callable<Void>> tasks = new ArrayList<>();
    for (int t = 0; t < 400; t++) {
      String key = "k" + new Random(t).nextInt(t < 200 ? 4 : 12);
      tasks.add(
          () -> {
            try (Lease<String> lease =
                shared.lease(
                    key,
                    10,
                    () -> {
                      loads.incrementAndGet();
                      return "value of " + key;
                    })) {
              assertThat(lease.value()).isEqualTo("value of " + key);
              // Four tasks use 40 bytes at most: with them there is room for all that is admitted.
              tooMuch.addAndGet(shared.used() > 50 ? 1 : 0);
            }
            return null;
          });
    }
    for (Future<Void> done : pool.invokeAll(tasks, 30, TimeUnit.SECONDS)) {
      done.get();
    }
    pool.shutdown();
    assertThat(tooMuch).hasValue(0);
    assertThat(loads.get()).isGreaterThanOrEqualTo(12).isLessThan(300);
    assertThat(shared.used()).isEqualTo(10L * shared.keys().size()).isLessThanOrEqualTo(50);
  }
}

package org.corpuslm.evaluate;

import java.util.concurrent.atomic.AtomicLong;
import org.apache.hadoop.conf.Configuration;
import org.corpuslm.model.LanguageModel;
import org.corpuslm.runtime.ExecutorCache;

/**
 * The models that tasks of a JVM share: opened once, kept for the jobs after this one by {@link
 * ExecutorCache}.
 */
final class ModelCache {
  private ModelCache() {}

  /** A model, and the time it took to get it that no task has reported yet. */
  private static final class Open {
    final LanguageModel model;
    final AtomicLong nanos;
    boolean loaded;

    Open(Configuration conf, ModelHandle ref) {
      long start = System.nanoTime();
      model = ref.open(conf);
      nanos = new AtomicLong(System.nanoTime() - start);
    }

    synchronized void load() {
      if (!loaded) {
        long start = System.nanoTime();
        model.load();
        nanos.addAndGet(System.nanoTime() - start);
        loaded = true;
      }
    }
  }

  private static Open open(Configuration conf, ModelHandle ref) {
    return ExecutorCache.ofJvm().forTask(ref.key(), ref.bytes(), () -> new Open(conf, ref));
  }

  /** A model, for as long as the running task lasts. */
  static LanguageModel get(Configuration conf, ModelHandle ref) {
    return open(conf, ref).model;
  }

  /**
   * Loads a model into memory, if no task of this JVM has done so.
   *
   * @return nanoseconds that opening and loading took; 0 to all tasks but one
   */
  static long load(Configuration conf, ModelHandle ref) {
    Open open = open(conf, ref);
    open.load();
    return open.nanos.getAndSet(0);
  }
}

package org.corpuslm.evaluate;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.hadoop.conf.Configuration;
import org.corpuslm.model.LanguageModel;

/** The models of the running evaluation, opened once in every JVM and shared by its tasks. */
final class ModelCache {
  private static final Map<String, Entry> OPEN = new ConcurrentHashMap<>();

  private ModelCache() {}

  /** A model, and the time it took to get it that no task has reported yet. */
  private static final class Entry {
    final LanguageModel model;
    final AtomicLong nanos;
    boolean loaded;

    Entry(Configuration conf, ModelRef ref) {
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

  private static Entry entry(Configuration conf, ModelRef ref) {
    return OPEN.computeIfAbsent(ref.run() + " " + ref.path(), k -> new Entry(conf, ref));
  }

  static LanguageModel get(Configuration conf, ModelRef ref) {
    return entry(conf, ref).model;
  }

  /**
   * Loads a model into memory, if no task of this JVM has done so.
   *
   * @return nanoseconds that opening and loading took; 0 to all tasks but one
   */
  static long load(Configuration conf, ModelRef ref) {
    Entry entry = entry(conf, ref);
    entry.load();
    return entry.nanos.getAndSet(0);
  }

  /** Forgets the models of runs that are over. */
  static void keepOnly(String run) {
    OPEN.keySet().removeIf(key -> !key.startsWith(run + " "));
  }
}

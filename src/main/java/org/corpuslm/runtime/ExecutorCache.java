package org.corpuslm.runtime;

import java.lang.ref.SoftReference;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Predicate;
import org.apache.spark.util.TaskCompletionListener;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Holds values that the tasks of a JVM share and keep for the tasks of later jobs: models,
 * networks, training text on the local disk. A key contains the checksum of the content. So a later
 * step of the same application finds the values that an earlier one loaded, and never finds an
 * outdated one.
 *
 * <p>All entries of a JVM share one budget, half its heap. A value stays while a task uses it.
 * Before a new value is loaded, the cache drops the least recently used of the unused values until
 * the new one fits; it exceeds the budget only if the values in use do. Unused values are softly
 * reachable, so the JVM frees them earlier when the heap is full. A value that is {@link
 * AutoCloseable} is never freed in that way, and is closed when it is dropped. Thread-safe.
 */
public final class ExecutorCache {
  private static final Logger LOG = LoggerFactory.getLogger(ExecutorCache.class);
  private static final ExecutorCache OF_JVM = new ExecutorCache(MemoryBudget.here().kept());

  private final long limit;
  private final Map<String, Entry> entries = new LinkedHashMap<>(16, 0.75f, true);
  private long used;

  /**
   * Makes an empty cache.
   *
   * @param limit bytes that all values together may take
   */
  ExecutorCache(long limit) {
    this.limit = limit;
  }

  /** Returns the cache that all tasks of this JVM share. */
  public static ExecutorCache ofJvm() {
    return OF_JVM;
  }

  private static final class Entry {
    final String key;
    final long bytes;
    int users;
    Object value; // null until it is loaded, and while it is only softly held
    SoftReference<Object> idle;

    Entry(String key, long bytes) {
      this.key = key;
      this.bytes = bytes;
    }

    /** Returns the value and holds it strongly from now on; null if there is none. */
    Object hold() {
      if (value == null && idle != null) {
        value = idle.get();
        idle = null;
      }
      return value;
    }

    void letGo() {
      if (value != null && !(value instanceof AutoCloseable)) {
        idle = new SoftReference<>(value);
        value = null;
      }
    }
  }

  /** A value in use. Closing the lease allows the cache to drop the value. */
  public final class Lease<V> implements AutoCloseable {
    private final Entry entry;
    private final V value;
    private boolean closed;

    private Lease(Entry entry, V value) {
      this.entry = entry;
      this.value = value;
    }

    /** Returns the value. */
    public V value() {
      return value;
    }

    @Override
    public synchronized void close() {
      if (!closed) {
        closed = true;
        release(entry);
      }
    }
  }

  /**
   * Returns a value that the running task may use until it ends. In the driver, outside of any
   * task, the cache may drop the value at any time.
   *
   * @param key identifies the content and how it was loaded
   * @param bytes approximate size of the value
   * @param loader makes the value if the cache has none; other tasks that need it wait
   */
  public <V> V forTask(String key, long bytes, Callable<V> loader) {
    Lease<V> lease = lease(key, bytes, loader);
    org.apache.spark.TaskContext task = org.apache.spark.TaskContext.get();
    if (task == null) {
      lease.close();
    } else {
      task.addTaskCompletionListener((TaskCompletionListener) done -> lease.close());
    }
    return lease.value();
  }

  /** Returns a value that stays until the lease is closed; see {@link #forTask}. */
  public <V> Lease<V> lease(String key, long bytes, Callable<V> loader) {
    Entry entry = admit(key, bytes);
    try {
      return new Lease<>(entry, value(entry, loader));
    } catch (RuntimeException | Error e) {
      release(entry);
      throw e;
    } catch (Exception e) {
      release(entry);
      throw new IllegalStateException("cannot load %s: %s".formatted(key, e.getMessage()), e);
    }
  }

  @SuppressWarnings("unchecked")
  private static <V> V value(Entry entry, Callable<V> loader) throws Exception {
    synchronized (entry) {
      if (entry.hold() == null) {
        entry.value = loader.call();
      }
      return (V) entry.value;
    }
  }

  private Entry admit(String key, long bytes) {
    List<Entry> dropped = new ArrayList<>();
    Entry entry;
    synchronized (this) {
      entry = entries.get(key);
      if (entry == null) {
        drop(e -> used + bytes > limit, dropped);
        entry = new Entry(key, bytes);
        entries.put(key, entry);
        used += bytes;
      }
      entry.users++;
    }
    close(dropped);
    return entry;
  }

  private void release(Entry entry) {
    synchronized (this) {
      entry.users--;
      if (entry.users == 0) {
        synchronized (entry) {
          if (entry.value == null) { // could not be loaded
            entries.remove(entry.key, entry);
            used -= entry.bytes;
          }
          entry.letGo();
        }
      }
    }
  }

  /** Drops all unused entries whose key passes. */
  public void dropUnused(Predicate<String> keys) {
    List<Entry> dropped = new ArrayList<>();
    synchronized (this) {
      drop(e -> keys.test(e.key), dropped);
    }
    close(dropped);
  }

  /** Drops unused entries, the least recently used first. */
  private void drop(Predicate<Entry> which, List<Entry> dropped) {
    Iterator<Entry> oldest = entries.values().iterator();
    while (oldest.hasNext()) {
      Entry entry = oldest.next();
      if (entry.users == 0 && which.test(entry)) {
        oldest.remove();
        used -= entry.bytes;
        dropped.add(entry);
      }
    }
  }

  private void close(List<Entry> dropped) {
    for (Entry entry : dropped) {
      LOG.debug("dropped {}, {} MB", entry.key, entry.bytes >> 20);
      if (entry.value instanceof AutoCloseable closeable) {
        try {
          closeable.close();
        } catch (Exception e) {
          LOG.warn("{} cannot be closed: {}", entry.key, e.getMessage());
        }
      }
    }
  }

  /** Returns the bytes of all entries. */
  synchronized long used() {
    return used;
  }

  /** Returns the keys of all entries, the least recently used first. */
  synchronized List<String> keys() {
    return List.copyOf(entries.keySet());
  }
}

package org.corpuslm.runtime;

import java.io.Serializable;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.spark.broadcast.Broadcast;

/**
 * A read-only value that every task sees, sent once to every executor. Close it as soon as no task
 * needs it any more; what is left open is closed at the end of the job.
 */
public final class BroadcastHandle<T> implements Serializable, AutoCloseable {
  private static final long serialVersionUID = 1;

  /** Values of local mode, where tasks run in the driver's JVM, by name. */
  private static final Map<String, Object> HERE = new ConcurrentHashMap<>();

  private final Broadcast<T> broadcast; // null for a value in HERE
  private final String name; // null for a broadcast
  private final transient SparkWithBroadcasts spark;

  private BroadcastHandle(Broadcast<T> broadcast, String name, SparkWithBroadcasts spark) {
    this.broadcast = broadcast;
    this.name = name;
    this.spark = spark;
  }

  static <T> BroadcastHandle<T> broadcast(SparkWithBroadcasts spark, T value) {
    return new BroadcastHandle<>(spark.broadcast(value), null, spark);
  }

  static <T> BroadcastHandle<T> inThisJvm(T value) {
    String name = UUID.randomUUID().toString();
    HERE.put(name, value);
    return new BroadcastHandle<>(null, name, null);
  }

  @SuppressWarnings("unchecked")
  public T value() {
    if (broadcast != null) {
      return broadcast.value();
    }
    T value = (T) HERE.get(name);
    if (value == null) {
      throw new IllegalStateException("a task asks for a shared value that was closed");
    }
    return value;
  }

  /** Frees the memory that the value takes, here and on all executors. */
  @Override
  public void close() {
    if (broadcast != null) {
      spark.destroy(broadcast);
    } else {
      HERE.remove(name);
    }
  }
}

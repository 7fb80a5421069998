package org.corpuslm.runtime;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;

/**
 * A Spark context that remembers its broadcasts, so that they can be destroyed at the end of the
 * job. Spark itself frees a broadcast only after a garbage collection of the driver, which may take
 * half an hour in an idle driver; and Deeplearning4j's training master broadcasts a network in
 * every round and destroys none.
 */
final class SparkWithBroadcasts extends JavaSparkContext {
  private final Set<Broadcast<?>> open = new LinkedHashSet<>();

  SparkWithBroadcasts(SparkConf conf) {
    super(conf);
  }

  /** Broadcasts a value that lives as long as the application. */
  <T> Broadcast<T> broadcastForGood(T value) {
    return super.broadcast(value);
  }

  @Override
  public <T> Broadcast<T> broadcast(T value) {
    Broadcast<T> broadcast = super.broadcast(value);
    synchronized (open) {
      open.add(broadcast);
    }
    return broadcast;
  }

  /** Destroys a broadcast if it is still open. */
  void destroy(Broadcast<?> broadcast) {
    synchronized (open) {
      if (!open.remove(broadcast)) {
        return;
      }
    }
    broadcast.destroy();
  }

  void destroyAll() {
    List<Broadcast<?>> left;
    synchronized (open) {
      left = new ArrayList<>(open);
    }
    left.forEach(this::destroy);
  }
}

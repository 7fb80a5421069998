package org.corpuslm.runtime;

import java.io.Serializable;
import org.apache.spark.broadcast.Broadcast;

/** A read-only value sent once to every executor; close it when no task needs it any more. */
public final class Shared<T> implements Serializable, AutoCloseable {
  private static final long serialVersionUID = 1;

  private final Broadcast<T> broadcast;

  Shared(Broadcast<T> broadcast) {
    this.broadcast = broadcast;
  }

  public T value() {
    return broadcast.value();
  }

  /** Frees the memory it takes, here and on all executors. */
  @Override
  public void close() {
    broadcast.destroy();
  }
}

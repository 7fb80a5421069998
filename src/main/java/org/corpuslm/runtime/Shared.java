package org.corpuslm.runtime;

import java.io.Serializable;
import org.apache.spark.broadcast.Broadcast;

/** A read-only value sent once to every executor. */
public final class Shared<T> implements Serializable {
  private static final long serialVersionUID = 1;

  private final Broadcast<T> broadcast;

  Shared(Broadcast<T> broadcast) {
    this.broadcast = broadcast;
  }

  public T value() {
    return broadcast.value();
  }
}

package org.corpuslm.runtime;

import com.esotericsoftware.kryo.Kryo;
import com.esotericsoftware.kryo.Serializer;
import com.esotericsoftware.kryo.io.Input;
import com.esotericsoftware.kryo.io.Output;
import java.io.Serializable;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.spark.broadcast.Broadcast;

/**
 * A read-only value that every task sees. Spark sends it once to every executor. Close the handle
 * as soon as no task needs the value; handles left open are closed at the end of the job.
 */
public final class BroadcastHandle<T extends Serializable> implements Serializable, AutoCloseable {
  private static final long serialVersionUID = 1;

  /** Values of local mode, where tasks run in the driver's JVM, by name. */
  private static final Map<String, Object> HERE = new ConcurrentHashMap<>();

  private final Broadcast<Value<T>> broadcast; // null for a value in HERE
  private final String name; // null for a broadcast
  private final transient SparkWithBroadcasts spark;

  /**
   * A broadcast value: the only type that Kryo has to know, whatever the class of the value. So
   * runtime names no classes of the domain.
   */
  record Value<T extends Serializable>(T value) implements Serializable {}

  /** Writes and reads a {@link Value} with plain Java serialization. */
  static final class ValueSerializer extends Serializer<Value<?>> {
    @Override
    public void write(Kryo kryo, Output output, Value<?> value) {
      TaskResult.write(value.value(), output);
    }

    @Override
    public Value<?> read(Kryo kryo, Input input, Class<Value<?>> type) {
      return new Value<>(TaskResult.<Serializable>read(input));
    }
  }

  private BroadcastHandle(Broadcast<Value<T>> broadcast, String name, SparkWithBroadcasts spark) {
    this.broadcast = broadcast;
    this.name = name;
    this.spark = spark;
  }

  static <T extends Serializable> BroadcastHandle<T> broadcast(SparkWithBroadcasts spark, T value) {
    return new BroadcastHandle<>(spark.broadcast(new Value<>(value)), null, spark);
  }

  static <T extends Serializable> BroadcastHandle<T> inThisJvm(T value) {
    String name = UUID.randomUUID().toString();
    HERE.put(name, value);
    return new BroadcastHandle<>(null, name, null);
  }

  /**
   * Returns the value; in a task, the copy that its executor holds.
   *
   * @throws IllegalStateException if the handle was closed
   */
  @SuppressWarnings("unchecked")
  public T value() {
    if (broadcast != null) {
      return broadcast.value().value();
    }
    T value = (T) HERE.get(name);
    if (value == null) {
      throw new IllegalStateException("a task asks for a broadcast value that was closed");
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

package org.corpuslm.runtime;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.ObjectInputFilter;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;

/**
 * Plain Java serialization of items, results and broadcast values, inside one application, so that
 * Kryo needs to know none of their classes. Files are never read this way.
 */
final class TaskResult {
  /** Accepts corpuslm's own classes, arrays of primitives, and the simplest classes of the JDK. */
  private static final ObjectInputFilter FILTER =
      ObjectInputFilter.Config.createFilter("org.corpuslm.**;java.lang.*;java.util.*;!*");

  private TaskResult() {}

  static byte[] serialize(Object value) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    write(value, bytes);
    return bytes.toByteArray();
  }

  @SuppressWarnings("TypeParameterUnusedInFormals")
  static <R> R deserialize(byte[] bytes) {
    return read(new ByteArrayInputStream(bytes));
  }

  /** Writes a value and flushes the stream, which stays open. */
  static void write(Object value, OutputStream to) {
    try {
      ObjectOutputStream out = new ObjectOutputStream(to);
      out.writeObject(value);
      out.flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Reads a value; the stream stays open.
   *
   * @throws IllegalStateException if the filter rejects a class of the value
   */
  @SuppressWarnings({"unchecked", "BanSerializableRead", "TypeParameterUnusedInFormals"})
  static <R> R read(InputStream from) {
    try {
      ObjectInputStream in =
          new ObjectInputStream(from) {
            @Override
            protected Class<?> resolveClass(java.io.ObjectStreamClass desc)
                throws IOException, ClassNotFoundException {
              return Class.forName(
                  desc.getName(), false, Thread.currentThread().getContextClassLoader());
            }
          };
      in.setObjectInputFilter(FILTER);
      return (R) in.readObject();
    } catch (IOException | ClassNotFoundException e) {
      throw new IllegalStateException("a value of a task cannot be read", e);
    }
  }
}

package org.corpuslm.runtime;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputFilter;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.UncheckedIOException;

/**
 * Items and results of tasks as bytes, inside one application: plain Java serialization, so that
 * Kryo needs to know nothing but bytes. Files are never read this way.
 */
final class TaskResult {
  /** What items and results of tasks consist of. */
  private static final ObjectInputFilter RESULTS =
      ObjectInputFilter.Config.createFilter("org.corpuslm.**;java.lang.*;java.util.*;!*");

  private TaskResult() {}

  static byte[] serialize(Object value) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(value);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  @SuppressWarnings({"unchecked", "BanSerializableRead", "TypeParameterUnusedInFormals"})
  static <R> R deserialize(byte[] bytes) {
    try (ObjectInputStream in =
        new ObjectInputStream(new ByteArrayInputStream(bytes)) {
          @Override
          protected Class<?> resolveClass(java.io.ObjectStreamClass desc)
              throws IOException, ClassNotFoundException {
            return Class.forName(
                desc.getName(), false, Thread.currentThread().getContextClassLoader());
          }
        }) {
      in.setObjectInputFilter(RESULTS);
      return (R) in.readObject();
    } catch (IOException | ClassNotFoundException e) {
      throw new IllegalStateException("a task returned what cannot be read", e);
    }
  }
}

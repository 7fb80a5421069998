package org.corpuslm.runtime;

import java.util.ArrayList;
import java.util.List;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Type;
import org.apache.parquet.schema.Types;

/** The columns of one of our Parquet tables, in order: required numbers, optional text. */
public final class Columns {
  private final List<Type> fields = new ArrayList<>();
  private int words;

  public Columns int32(String name) {
    return add(Types.required(PrimitiveTypeName.INT32).named(name));
  }

  public Columns int64(String name) {
    return add(Types.required(PrimitiveTypeName.INT64).named(name));
  }

  public Columns float64(String name) {
    return add(Types.required(PrimitiveTypeName.DOUBLE).named(name));
  }

  public Columns text(String name) {
    return add(
        Types.optional(PrimitiveTypeName.BINARY)
            .as(LogicalTypeAnnotation.stringType())
            .named(name));
  }

  /** One word, as the first column. */
  public Columns word(String name) {
    words = 1;
    return int32(name);
  }

  /** {@code w1 … wN}, the words of an n-gram. */
  public Columns words(int n) {
    for (int i = 1; i <= n; i++) {
      int32("w" + i);
    }
    words = n;
    return this;
  }

  /** How many columns, from the first on, are words. */
  int words() {
    return words;
  }

  MessageType schema() {
    return new MessageType("corpuslm", fields);
  }

  private Columns add(Type field) {
    fields.add(field);
    return this;
  }
}

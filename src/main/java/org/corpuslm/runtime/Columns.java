package org.corpuslm.runtime;

import java.util.ArrayList;
import java.util.List;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Type;
import org.apache.parquet.schema.Types;

/**
 * The columns of a Parquet table, in their order. Numbers are required; text may be null. Each
 * method adds columns and returns this object.
 */
public final class Columns {
  private final List<Type> fields = new ArrayList<>();
  private int words;

  /** Adds a column of 32-bit integers. */
  public Columns int32(String name) {
    return add(Types.required(PrimitiveTypeName.INT32).named(name));
  }

  /** Adds a column of 64-bit integers. */
  public Columns int64(String name) {
    return add(Types.required(PrimitiveTypeName.INT64).named(name));
  }

  /** Adds a column of doubles. */
  public Columns float64(String name) {
    return add(Types.required(PrimitiveTypeName.DOUBLE).named(name));
  }

  /** Adds a column of UTF-8 text, which may be null. */
  public Columns text(String name) {
    return add(
        Types.optional(PrimitiveTypeName.BINARY)
            .as(LogicalTypeAnnotation.stringType())
            .named(name));
  }

  /** Adds the word id of a unigram as the first column. */
  public Columns word(String name) {
    words = 1;
    return int32(name);
  }

  /** Adds the word ids of an n-gram as the first columns, {@code w1 … wN}. */
  public Columns words(int n) {
    for (int i = 1; i <= n; i++) {
      int32("w" + i);
    }
    words = n;
    return this;
  }

  /** Returns the number of leading columns that are word ids. */
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

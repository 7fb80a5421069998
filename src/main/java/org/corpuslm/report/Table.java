package org.corpuslm.report;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.commons.text.StringEscapeUtils;
import org.corpuslm.runtime.Columns;
import org.corpuslm.runtime.OutputDirectory;
import org.corpuslm.runtime.TableWriter;

/** A table of a report for programs: {@code tables/NAME.csv} and {@code tables/NAME.parquet}. */
final class Table {
  private final String name;
  private final List<String> names = new ArrayList<>();
  private final List<Class<?>> types = new ArrayList<>();
  private final Columns columns = new Columns();
  private final List<Object[]> rows = new ArrayList<>();

  Table(String name) {
    this.name = name;
  }

  Table text(String... columnNames) {
    for (String n : columnNames) {
      columns.text(n);
      add(n, String.class);
    }
    return this;
  }

  Table whole(String... columnNames) {
    for (String n : columnNames) {
      columns.int64(n);
      add(n, Long.class);
    }
    return this;
  }

  /** Adds columns of floating-point numbers; undefined ones are empty in CSV and NaN in Parquet. */
  Table number(String... columnNames) {
    for (String n : columnNames) {
      columns.float64(n);
      add(n, Double.class);
    }
    return this;
  }

  private void add(String columnName, Class<?> type) {
    names.add(columnName);
    types.add(type);
  }

  /**
   * Adds a row.
   *
   * @param values String, Long or Integer, Double or null, in the order of the columns
   */
  Table row(Object... values) {
    if (values.length != names.size()) {
      throw new IllegalArgumentException(values.length + " values for " + names);
    }
    rows.add(values);
    return this;
  }

  String name() {
    return name;
  }

  /** Returns the table as CSV (RFC 4180) with a header. */
  String csv() {
    StringBuilder out = new StringBuilder(String.join(",", names)).append("\r\n");
    for (Object[] row : rows) {
      out.append(java.util.Arrays.stream(row).map(Table::csv).collect(Collectors.joining(",")))
          .append("\r\n");
    }
    return out.toString();
  }

  private static String csv(Object value) {
    if (value == null || (value instanceof Double d && d.isNaN())) {
      return "";
    }
    return StringEscapeUtils.escapeCsv(value.toString());
  }

  void write(OutputDirectory output) {
    output.write("tables/" + name + ".csv", csv());
    try (TableWriter table =
        new TableWriter(
            output.driverTask(), output.staging(), "tables/" + name + ".parquet", columns)) {
      for (Object[] row : rows) {
        for (int c = 0; c < row.length; c++) {
          put(table, c, row[c]);
        }
        table.endRow();
      }
      output.accept(table.finish());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void put(TableWriter table, int c, Object value) {
    if (types.get(c) == String.class) {
      table.put(c, value == null ? null : ((String) value).getBytes(StandardCharsets.UTF_8));
    } else if (types.get(c) == Long.class) {
      table.put(c, ((Number) value).longValue());
    } else {
      table.put(c, value == null ? Double.NaN : ((Number) value).doubleValue());
    }
  }
}

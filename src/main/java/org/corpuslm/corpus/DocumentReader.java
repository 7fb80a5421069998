package org.corpuslm.corpus;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.Closeable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.apache.hadoop.conf.Configuration;
import org.corpuslm.runtime.BadInputException;
import org.corpuslm.runtime.Json;
import org.corpuslm.runtime.Sanitizer;

/** Reads the documents of a {@link TextSplit} one by one, a row each. Not thread-safe. */
public final class DocumentReader implements Closeable {
  private static final int SAMPLE = 200;

  private final Configuration conf;
  private final TextSplit split;
  private final RowReader rows;
  private final RowReader groups; // null without groups
  private BadLine problem;
  private long before = -1;

  /**
   * Opens a split.
   *
   * @param group column of strings to read beside the text; empty = none
   * @throws BadInputException if the file is missing, damaged, of another format, or a Parquet file
   *     without the columns
   */
  public DocumentReader(Configuration conf, TextSplit split, String group) throws IOException {
    this.conf = conf;
    this.split = split;
    String column = split.format().column();
    this.rows = RowReader.rows(conf, split, column, RowReader.MAX_ROW_BYTES);
    this.groups =
        group.isEmpty() ? null : RowReader.rows(conf, split, group, RowReader.MAX_ROW_BYTES);
  }

  /**
   * Moves to the next document; returns false at the end.
   *
   * @throws BadInputException if the file is truncated or damaged; names file and row
   */
  public boolean next() throws IOException {
    if (!rows.next()) {
      return false;
    }
    if (groups != null) {
      groups.next();
    }
    problem = rows.problem();
    if (problem == null && Utf8.firstInvalid(rows.buffer(), rows.offset(), rows.length()) >= 0) {
      problem = BadLine.INVALID_UTF8;
    }
    return true;
  }

  /** Returns the reason why the row has no text; null if it has. */
  public BadLine problem() {
    return problem;
  }

  /** Returns the buffer with the text in UTF-8; valid until {@link #next}. */
  public byte[] buffer() {
    return rows.buffer();
  }

  /** Returns the offset of the text in the buffer. */
  public int offset() {
    return rows.offset();
  }

  /** Returns the bytes of the text. */
  public int length() {
    return rows.length();
  }

  /** Returns the value of the group's column; empty if the row has no string there. */
  public String group() {
    return groups == null || groups.problem() != null
        ? ""
        : new String(groups.buffer(), groups.offset(), groups.length(), StandardCharsets.UTF_8);
  }

  /** Returns the number of rows of the split so far. */
  public long rows() {
    return rows.rows();
  }

  /** Returns the row as a JSON object: of JSON lines as it is, of others with what it holds. */
  public byte[] json() {
    if (rows instanceof JsonRows json) {
      return json.row();
    }
    ObjectNode row = Json.MAPPER.createObjectNode();
    if (rows instanceof WetRows wet) {
      row.put("url", wet.url());
    }
    row.put(
        InputFormat.DEFAULT_COLUMN,
        new String(rows.buffer(), rows.offset(), rows.length(), StandardCharsets.UTF_8));
    return row.toString().getBytes(StandardCharsets.UTF_8);
  }

  /** Returns an error that names file, row, cause and fix. */
  public BadInputException error() throws IOException {
    return new BadInputException(
        "%s:%d: the %s %s (%d bytes: \"%s\"). %s; or set bad rows aside with --on-bad-line quarantine"
            .formatted(
                split.file().name(),
                number(),
                split.format().row(),
                problem.reason(),
                rows.fullLength(),
                sample(60),
                problem.fix(true)));
  }

  /** Returns file, row, reason and a sample of a bad row as a JSON object. */
  public String quarantine() throws IOException {
    ObjectNode row = Json.MAPPER.createObjectNode();
    row.put("file", split.file().name());
    row.put("line", number());
    row.put("reason", problem.name().toLowerCase(Locale.ROOT));
    row.put("bytes", rows.fullLength());
    row.put("sample", sample(SAMPLE));
    return row.toString();
  }

  private long number() throws IOException {
    if (before < 0) {
      before = LineNumbers.before(conf, split);
    }
    return before + rows.rows();
  }

  private String sample(int bytes) {
    int shown = Math.min(bytes, rows.length());
    return Sanitizer.line(new String(rows.buffer(), rows.offset(), shown, StandardCharsets.UTF_8));
  }

  @Override
  public void close() throws IOException {
    rows.close();
    if (groups != null) {
      groups.close();
    }
  }
}

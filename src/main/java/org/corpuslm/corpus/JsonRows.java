package org.corpuslm.corpus;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.apache.hadoop.conf.Configuration;

/** Reads one field of the objects in a file of JSON lines. */
final class JsonRows implements RowReader {
  private static final int MAX_DEPTH = 1000;

  // Texts may be longer than Jackson's default limit; rows are limited by their bytes.
  private static final JsonFactory JSON =
      JsonFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxStringLength(MAX_ROW_BYTES)
                  .maxNumberLength(MAX_ROW_BYTES)
                  .maxNestingDepth(MAX_DEPTH)
                  .build())
          .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
          .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS) // as Python writes them
          .build();

  private final LineReader lines;
  private final String column;
  private byte[] text;
  private BadLine problem;

  JsonRows(Configuration conf, TextSplit split, String column) throws IOException {
    this.lines = new LineReader(conf, split, MAX_ROW_BYTES);
    this.column = column;
  }

  @Override
  public boolean next() throws IOException {
    if (!lines.next()) {
      return false;
    }
    text = null;
    problem = lines.problem();
    if (problem == null) {
      boolean utf8 = Utf8.firstInvalid(lines.buffer(), lines.offset(), lines.length()) < 0;
      problem = utf8 ? parse() : BadLine.INVALID_UTF8;
    }
    return true;
  }

  /** Reads the whole row, so that a damaged one is found wherever it is damaged. */
  private BadLine parse() throws IOException {
    try (JsonParser json = JSON.createParser(lines.buffer(), lines.offset(), lines.length())) {
      if (json.nextToken() != JsonToken.START_OBJECT) {
        return BadLine.INVALID_JSON;
      }
      BadLine found = BadLine.MISSING_COLUMN;
      while (json.nextToken() == JsonToken.FIELD_NAME) {
        boolean wanted = json.getCurrentName().equals(column);
        JsonToken value = json.nextToken();
        if (wanted) {
          found =
              switch (value) {
                case VALUE_STRING -> take(json.getText());
                case VALUE_NULL -> BadLine.NULL_TEXT;
                default -> BadLine.NOT_TEXT;
              };
        }
        json.skipChildren();
      }
      boolean complete = json.currentToken() == JsonToken.END_OBJECT && json.nextToken() == null;
      return complete ? found : BadLine.INVALID_JSON;
    } catch (JsonProcessingException e) {
      return BadLine.INVALID_JSON;
    }
  }

  private BadLine take(String value) {
    for (int i = 0; i < value.length(); i++) {
      if (Character.isSurrogate(value.charAt(i))) {
        if (i + 1 == value.length()
            || !Character.isSurrogatePair(value.charAt(i), value.charAt(i + 1))) {
          return BadLine.INVALID_UTF8; // an escaped half of a pair, which UTF-8 cannot hold
        }
        i++;
      }
    }
    text = value.getBytes(StandardCharsets.UTF_8);
    return null;
  }

  /** Returns the whole row. */
  byte[] row() {
    return Arrays.copyOfRange(lines.buffer(), lines.offset(), lines.offset() + lines.length());
  }

  @Override
  public BadLine problem() {
    return problem;
  }

  @Override
  public byte[] buffer() {
    return problem == null ? text : lines.buffer();
  }

  @Override
  public int offset() {
    return problem == null ? 0 : lines.offset();
  }

  @Override
  public int length() {
    return problem == null ? text.length : lines.length();
  }

  @Override
  public long fullLength() {
    return problem == null ? text.length : lines.fullLength();
  }

  @Override
  public long rows() {
    return lines.rows();
  }

  @Override
  public void close() throws IOException {
    lines.close();
  }
}

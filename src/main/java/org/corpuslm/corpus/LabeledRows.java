package org.corpuslm.corpus;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.corpuslm.runtime.Json;

/**
 * The words and labels of the lines of one sentence, in the formats of {@link LabelSpec}. Spaces
 * inside a word become no-break spaces (U+00A0), which no tokenizer splits at.
 */
final class LabeledRows {
  private static final byte[] NO_BREAK_SPACE = "\u00a0".getBytes(StandardCharsets.UTF_8);
  private static final byte[] UNSPECIFIED = {'_'};
  private static final int CONLLU_FIELDS = 10;

  private final LabelSpec spec;
  private final int textColumn;
  private final int labelColumn;
  private final List<byte[]> words = new ArrayList<>();
  private final List<byte[]> labels = new ArrayList<>();

  LabeledRows(LabelSpec spec) {
    this.spec = spec;
    boolean columns =
        spec.format() != LabelSpec.Format.SLASH && spec.format() != LabelSpec.Format.JSONL;
    this.textColumn = columns ? spec.textColumn() : 0;
    this.labelColumn = columns ? spec.labelColumn() : 0;
  }

  /** Removes all words and labels. */
  void clear() {
    words.clear();
    labels.clear();
  }

  /** Returns the words; with {@link LabelSpec.Task#CLASSIFY}, the whole text as one element. */
  List<byte[]> words() {
    return words;
  }

  /** Returns one label per element of {@link #words}. */
  List<byte[]> labels() {
    return labels;
  }

  /**
   * Adds what a line holds, in valid UTF-8 without line end.
   *
   * @return null, or the reason why the line is bad
   */
  BadLine add(byte[] buf, int off, int len) {
    return switch (spec.format()) {
      case CONLLU, COLUMNS, TSV -> addColumns(buf, off, len);
      case SLASH -> addSlash(buf, off, len);
      case JSONL -> addJson(buf, off, len);
    };
  }

  /** Returns whether a line of CoNLL-U is a multiword token (1-2) or an empty node (1.1). */
  boolean isNoWord(byte[] buf, int off, int len) {
    if (spec.format() != LabelSpec.Format.CONLLU) {
      return false;
    }
    int digits = off;
    int end = off + len;
    while (digits < end && buf[digits] >= '0' && buf[digits] <= '9') {
      digits++;
    }
    return digits > off && digits < end && (buf[digits] == '-' || buf[digits] == '.');
  }

  private BadLine addColumns(byte[] buf, int off, int len) {
    int fields = 1;
    for (int i = off; i < off + len; i++) {
      fields += buf[i] == '\t' ? 1 : 0;
    }
    int text = textColumn == 0 ? fields : textColumn;
    int label = labelColumn == 0 ? fields : labelColumn;
    boolean row =
        spec.format() == LabelSpec.Format.CONLLU
            ? fields == CONLLU_FIELDS
            : fields > 1 && text != label;
    if (!row || text > fields || label > fields) {
      return BadLine.NO_ROW;
    }
    return add(field(buf, off, len, text), field(buf, off, len, label));
  }

  private static byte[] field(byte[] buf, int off, int len, int column) {
    int start = off;
    int end = off + len;
    for (int c = 1; c < column; c++) {
      while (buf[start] != '\t') {
        start++;
      }
      start++;
    }
    int stop = start;
    while (stop < end && buf[stop] != '\t') {
      stop++;
    }
    return Arrays.copyOfRange(buf, start, stop);
  }

  private BadLine addSlash(byte[] buf, int off, int len) {
    int end = off + len;
    int i = off;
    while (i < end) {
      while (i < end && Tokenizers.isSpace(buf[i])) {
        i++;
      }
      int start = i;
      int slash = -1;
      while (i < end && !Tokenizers.isSpace(buf[i])) {
        slash = buf[i] == '/' ? i : slash;
        i++;
      }
      if (i == start) {
        break;
      }
      if (slash < 0) {
        return BadLine.NO_LABEL;
      }
      BadLine bad =
          add(Arrays.copyOfRange(buf, start, slash), Arrays.copyOfRange(buf, slash + 1, i));
      if (bad != null) {
        return bad;
      }
    }
    return null;
  }

  private BadLine addJson(byte[] buf, int off, int len) {
    JsonNode row;
    try {
      row = Json.MAPPER.readTree(buf, off, len);
    } catch (JsonProcessingException e) {
      return BadLine.NO_ROW;
    } catch (IOException e) {
      throw new IllegalStateException(e); // the bytes are in memory
    }
    if (row == null || !row.isObject()) {
      return BadLine.NO_ROW;
    }
    JsonNode text = row.get(spec.textField());
    JsonNode label = row.get(spec.labelField());
    if (text == null || !text.isTextual()) {
      return BadLine.NO_WORD;
    }
    if (label == null || !label.isValueNode() || label.isNull()) {
      return BadLine.NO_LABEL;
    }
    return add(
        text.asText().getBytes(StandardCharsets.UTF_8),
        label.asText().getBytes(StandardCharsets.UTF_8));
  }

  private BadLine add(byte[] text, byte[] label) {
    byte[] name = trimmed(label);
    boolean none = spec.format() == LabelSpec.Format.CONLLU && Arrays.equals(name, UNSPECIFIED);
    if (name.length == 0 || none) {
      return BadLine.NO_LABEL;
    }
    byte[] word = text;
    if (spec.task() == LabelSpec.Task.TAG) {
      word = unbroken(trimmed(text));
      if (word.length == 0) {
        return BadLine.NO_WORD;
      }
    }
    words.add(word);
    labels.add(name);
    return null;
  }

  private static byte[] trimmed(byte[] text) {
    int start = 0;
    int end = text.length;
    while (start < end && Tokenizers.isSpace(text[start])) {
      start++;
    }
    while (end > start && Tokenizers.isSpace(text[end - 1])) {
      end--;
    }
    return Arrays.copyOfRange(text, start, end);
  }

  private static byte[] unbroken(byte[] word) {
    int spaces = 0;
    for (byte b : word) {
      spaces += Tokenizers.isSpace(b) ? 1 : 0;
    }
    if (spaces == 0) {
      return word;
    }
    byte[] whole = new byte[word.length + spaces * (NO_BREAK_SPACE.length - 1)];
    int at = 0;
    for (byte b : word) {
      if (Tokenizers.isSpace(b)) {
        System.arraycopy(NO_BREAK_SPACE, 0, whole, at, NO_BREAK_SPACE.length);
        at += NO_BREAK_SPACE.length;
      } else {
        whole[at++] = b;
      }
    }
    return whole;
  }
}

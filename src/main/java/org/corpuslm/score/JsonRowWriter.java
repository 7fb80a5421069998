package org.corpuslm.score;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.github.luben.zstd.ZstdOutputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.GZIPOutputStream;
import org.corpuslm.corpus.DocumentReader;
import org.corpuslm.runtime.Json;
import org.corpuslm.runtime.StagedOutput;
import org.corpuslm.runtime.Staging;
import org.corpuslm.runtime.TaskContext;

/**
 * Writes rows as JSON lines: the bytes of the object as they were, with the scores behind its other
 * fields. Fields of an earlier scoring are replaced.
 */
final class JsonRowWriter implements RowWriter {
  private static final byte[] PREFIX = "\"corpuslm_".getBytes(StandardCharsets.US_ASCII);

  private final ScoreConfig config;
  private final int index;
  private final TaskContext task;
  private final Staging staging;
  private final Map<String, Output> outputs = new TreeMap<>();

  /** A file of JSON lines. */
  private static final class Output {
    final StagedOutput staged;
    final OutputStream out;
    long rows;

    Output(StagedOutput staged, String compression) throws IOException {
      this.staged = staged;
      OutputStream buffered = new BufferedOutputStream(staged, 1 << 16);
      this.out =
          switch (compression) {
            case "gz" -> new GZIPOutputStream(buffered, 1 << 16);
            case "zst" -> new ZstdOutputStream(buffered).setChecksum(true);
            default -> buffered;
          };
    }
  }

  JsonRowWriter(ScoreConfig config, int index, TaskContext task, Staging staging) {
    this.config = config;
    this.index = index;
    this.task = task;
    this.staging = staging;
  }

  @Override
  public void next() {}

  @Override
  public void write(DocumentReader document, DocumentScore[] scores, String bucket)
      throws IOException {
    ObjectNode fields = Json.MAPPER.createObjectNode();
    for (int m = 0; m < scores.length; m++) {
      ScoreConfig.NamedModel model = config.models().get(m);
      fields.put(model.column("tokens"), scores[m].tokens());
      fields.put(model.column("oov"), scores[m].oov());
      put(fields, model.column("log10"), scores[m].log10());
      put(fields, model.column("perplexity"), scores[m].perplexity());
      put(fields, model.column("bits_per_byte"), scores[m].bitsPerByte());
    }
    if (scores.length == 2) {
      put(fields, "corpuslm_difference", scores[0].bitsPerByte() - scores[1].bitsPerByte());
    }
    if (config.hasBucketColumn()) {
      fields.put("corpuslm_bucket", bucket);
    }
    byte[] row = document.json();
    if (contains(row, PREFIX)) {
      row = without(row, fields);
    }
    Output output = output(bucket);
    append(row, fields.toString().getBytes(StandardCharsets.UTF_8), output.out);
    output.rows++;
  }

  /** Adds a number; JSON has none that is not finite, so infinity is a string. */
  private static void put(ObjectNode fields, String name, double value) {
    if (Double.isNaN(value)) {
      fields.putNull(name);
    } else if (Double.isInfinite(value)) {
      fields.put(name, value > 0 ? "Infinity" : "-Infinity");
    } else {
      fields.put(name, value);
    }
  }

  private static boolean contains(byte[] row, byte[] part) {
    for (int i = 0; i + part.length <= row.length; i++) {
      if (row[i] == part[0] && Arrays.equals(row, i, i + part.length, part, 0, part.length)) {
        return true;
      }
    }
    return false;
  }

  private static byte[] without(byte[] row, ObjectNode fields) throws IOException {
    ObjectNode object = (ObjectNode) Json.MAPPER.readTree(row);
    for (Iterator<Map.Entry<String, JsonNode>> i = object.fields(); i.hasNext(); ) {
      if (fields.has(i.next().getKey())) {
        i.remove();
      }
    }
    return object.toString().getBytes(StandardCharsets.UTF_8);
  }

  /** Writes {@code {"a":1} + {"b":2}} as {@code {"a":1,"b":2}}. */
  private static void append(byte[] row, byte[] fields, OutputStream out) throws IOException {
    int end = row.length;
    while (row[end - 1] != '}') {
      end--; // white space
    }
    int last = end - 2;
    while (row[last] <= ' ') {
      last--;
    }
    out.write(row, 0, end - 1);
    if (row[last] != '{') {
      out.write(',');
    }
    out.write(fields, 1, fields.length - 1);
    out.write('\n');
  }

  private Output output(String bucket) throws IOException {
    String ending =
        ".jsonl" + (config.compression().equals("none") ? "" : "." + config.compression());
    String file = OutputNames.of(config, index, bucket, ending);
    Output output = outputs.get(file);
    if (output == null) {
      output = new Output(new StagedOutput(task, staging, file), config.compression());
      outputs.put(file, output);
    }
    return output;
  }

  @Override
  public List<Staging.StagedFile> finish() throws IOException {
    List<Staging.StagedFile> files = new ArrayList<>();
    for (Output output : outputs.values()) {
      output.out.close();
      files.add(output.staged.finished(output.rows));
    }
    return files;
  }

  @Override
  public void close() throws IOException {
    for (Output output : outputs.values()) {
      output.out.close();
    }
  }
}

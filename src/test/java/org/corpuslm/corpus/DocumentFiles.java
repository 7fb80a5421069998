package org.corpuslm.corpus;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.corpuslm.runtime.Cluster;
import org.corpuslm.runtime.Json;

/** Documents of several lines, in the formats in which people have them. */
public final class DocumentFiles {
  public static final List<String> FORMATS =
      List.of("jsonl", "jsonl.gz", "jsonl.zst", "parquet", "wet.gz", "orc");

  private DocumentFiles() {}

  /** Joins neighboring lines to documents of 1 to 7 lines, each line with its newline. */
  public static List<String> of(List<String> lines) {
    List<String> documents = new ArrayList<>();
    for (int from = 0, size = 1; from < lines.size(); from += size, size = size % 7 + 1) {
      List<String> some = lines.subList(from, Math.min(lines.size(), from + size));
      documents.add(String.join("\n", some) + "\n");
    }
    return documents;
  }

  /** The layout of files that {@link #write} writes. */
  public static InputFormat format(String ending) {
    String name = ending.startsWith("jsonl") ? "jsonl" : ending.startsWith("wet") ? "wet" : ending;
    return new InputFormat(name, "text", Map.of(), InputFormat.Unit.LINE, "");
  }

  /** Writes documents to a file or directory; returns its path. */
  public static Path write(Cluster cluster, Path file, String ending, List<String> documents) {
    switch (ending) {
      case "jsonl" -> TextFiles.write(file, json(documents));
      case "jsonl.gz" -> TextFiles.write(file, TextFiles.gzip(json(documents)));
      case "jsonl.zst" -> {
        byte[] all = json(documents); // two frames, cut within a line
        byte[] head = java.util.Arrays.copyOf(all, all.length / 2);
        byte[] tail = java.util.Arrays.copyOfRange(all, all.length / 2, all.length);
        TextFiles.write(file, TextFiles.concat(TextFiles.zstd(head), TextFiles.zstd(tail)));
      }
      case "wet.gz" -> TextFiles.write(file, wet(documents));
      default -> table(cluster, file, ending, documents);
    }
    return file;
  }

  /** Rows {@code {"id":…,"text":…,"meta":{…}}}. */
  static byte[] json(List<String> documents) {
    StringBuilder out = new StringBuilder();
    for (int i = 0; i < documents.size(); i++) {
      Map<String, Object> row = new LinkedHashMap<>();
      row.put("id", i);
      row.put("text", documents.get(i));
      row.put("meta", Map.of("text", "not this one", "tags", List.of("a", 1, false)));
      out.append(Json.tree(row)).append('\n');
    }
    return out.toString().getBytes(StandardCharsets.UTF_8);
  }

  /** One gzip member a record, as Common Crawl writes them, after a record about the file. */
  static byte[] wet(List<String> documents) {
    List<byte[]> members = new ArrayList<>();
    members.add(TextFiles.gzip(record("warcinfo", "Software-Info: tests\r\n")));
    documents.forEach(text -> members.add(TextFiles.gzip(record("conversion", text))));
    return TextFiles.concat(members.toArray(new byte[0][]));
  }

  static byte[] record(String type, String text) {
    byte[] body = text.getBytes(StandardCharsets.UTF_8);
    String head =
        "WARC/1.0\r\nWARC-Type: %s\r\n".formatted(type)
            + (type.equals("warcinfo") ? "" : "WARC-Target-URI: http://example.org/\r\n")
            + "WARC-Date: 2024-01-01T00:00:00Z\r\n"
            + "WARC-Record-ID: <urn:uuid:12345678-1234-1234-1234-123456789abc>\r\n"
            + "Content-Type: text/plain\r\nContent-Length: %d\r\n\r\n".formatted(body.length);
    return TextFiles.concat(
        head.getBytes(StandardCharsets.US_ASCII),
        body,
        "\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
  }

  private static void table(Cluster cluster, Path directory, String format, List<String> texts) {
    StructType schema =
        new StructType()
            .add("id", DataTypes.LongType)
            .add("text", DataTypes.StringType)
            .add("tags", DataTypes.createArrayType(DataTypes.StringType));
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < texts.size(); i++) {
      rows.add(RowFactory.create((long) i, texts.get(i), new String[] {"x", "y" + i}));
    }
    SparkSession.builder()
        .sparkContext(cluster.spark().sc())
        .getOrCreate()
        .createDataFrame(rows, schema)
        .coalesce(2)
        .write()
        .mode(SaveMode.ErrorIfExists)
        .option("parquet.block.size", 4096)
        .option("parquet.page.size", 1024)
        .format(format)
        .save(directory.toString());
  }
}

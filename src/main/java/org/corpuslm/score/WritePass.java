package org.corpuslm.score;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.hadoop.fs.Path;
import org.corpuslm.corpus.DocumentReader;
import org.corpuslm.corpus.TextSplit;
import org.corpuslm.runtime.BadInputException;
import org.corpuslm.runtime.StagedOutput;
import org.corpuslm.runtime.Staging;
import org.corpuslm.runtime.Storage;
import org.corpuslm.runtime.TaskContext;

/**
 * The second pass of {@code score} over a split: reads its rows again, with their scores, and
 * writes those that are kept.
 */
final class WritePass {
  private final ScoreConfig config;
  private final Map<String, Limits> limits;
  private final Map<String, Long> documents = new TreeMap<>(); // by bucket
  private final Examples examples;
  private long written;
  private long dropped;

  /**
   * The limits of a group, as bins of {@link PerplexityHistogram}.
   *
   * @param buckets last bin of each bucket but the last one
   * @param keep last bin of the documents that are kept
   */
  record Limits(int[] buckets, int keep) implements Serializable {}

  /**
   * The result.
   *
   * @param written rows written
   * @param dropped rows dropped because of their perplexity
   * @param documents rows written by bucket
   * @param examples documents to show, by bucket
   * @param files the files written
   */
  record Result(
      long written,
      long dropped,
      Map<String, Long> documents,
      Examples examples,
      List<Staging.StagedFile> files)
      implements Serializable {}

  private WritePass(ScoreConfig config, Map<String, Limits> limits) {
    this.config = config;
    this.limits = limits;
    this.examples = new Examples();
  }

  /**
   * Writes the rows of a split.
   *
   * @param scores path of the file with the scores of the first pass
   * @param limits limits by group
   */
  static Result run(
      ScoreConfig config,
      String scores,
      Map<String, Limits> limits,
      TextSplit split,
      TaskContext task,
      Staging staging)
      throws IOException {
    WritePass pass = new WritePass(config, limits);
    try (DataInputStream in =
            new DataInputStream(
                new BufferedInputStream(Storage.open(task.hadoop(), new Path(scores)), 1 << 17));
        DocumentReader reader = new DocumentReader(task.hadoop(), split, "");
        RowWriter writer =
            split.format().usesParquet()
                ? new ParquetRowWriter(config, split, task, staging)
                : new JsonRowWriter(config, split.index(), task, staging)) {
      List<String> bad = new ArrayList<>();
      while (reader.next()) {
        writer.next();
        boolean isBad = in.readByte() != 0;
        if (isBad != (reader.problem() != null)) {
          throw new BadInputException(
              split.file().name() + " was changed while it was read; run the command again");
        }
        if (isBad) {
          bad.add(reader.quarantine());
        } else {
          pass.row(in, reader, writer);
        }
      }
      List<Staging.StagedFile> files = new ArrayList<>(writer.finish());
      if (!bad.isEmpty()) {
        files.add(quarantine(bad, split.index(), task, staging));
      }
      return new Result(pass.written, pass.dropped, pass.documents, pass.examples, files);
    }
  }

  private void row(DataInputStream in, DocumentReader reader, RowWriter writer) throws IOException {
    String group = new String(in.readNBytes(in.readInt()), StandardCharsets.UTF_8);
    DocumentScore[] scores = new DocumentScore[config.models().size()];
    for (int m = 0; m < scores.length; m++) {
      scores[m] = new DocumentScore(in.readLong(), in.readLong(), in.readDouble(), in.readLong());
    }
    double perplexity = scores[0].perplexity();
    if (!isKept(perplexity, limits.get(group))) {
      dropped++;
      return;
    }
    String bucket = bucket(perplexity, limits.get(group));
    writer.write(reader, scores, bucket);
    written++;
    documents.merge(bucket == null ? "" : bucket, 1L, Long::sum);
    examples.offer(
        bucket == null ? "" : bucket,
        reader.buffer(),
        reader.offset(),
        reader.length(),
        perplexity);
  }

  private boolean isKept(double perplexity, Limits group) {
    if (!config.selection().dropsAny()) {
      return true;
    }
    double max = config.selection().maxPerplexity();
    return !Double.isNaN(perplexity)
        && (max == 0 || perplexity <= max)
        && PerplexityHistogram.bin(perplexity) <= group.keep();
  }

  private String bucket(double perplexity, Limits group) {
    if (config.buckets().isEmpty() || Double.isNaN(perplexity)) {
      return null;
    }
    int bin = PerplexityHistogram.bin(perplexity);
    int bucket = 0;
    while (bucket < group.buckets().length && bin > group.buckets()[bucket]) {
      bucket++;
    }
    return config.bucketNames().get(bucket);
  }

  private static Staging.StagedFile quarantine(
      List<String> bad, int index, TaskContext task, Staging staging) throws IOException {
    StagedOutput staged =
        new StagedOutput(task, staging, "quarantine/part-%05d.jsonl".formatted(index));
    try (OutputStream out = staged) {
      out.write((String.join("\n", bad) + "\n").getBytes(StandardCharsets.UTF_8));
    }
    return staged.finished(bad.size());
  }
}

package org.corpuslm.score;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.corpuslm.corpus.DocumentReader;
import org.corpuslm.corpus.InputFile;
import org.corpuslm.corpus.TextSplit;
import org.corpuslm.runtime.RowCopy;
import org.corpuslm.runtime.Staging;
import org.corpuslm.runtime.TaskContext;

/** Copies the rows of a Parquet file with their scores as further columns. */
final class ParquetRowWriter implements RowWriter {
  private final ScoreConfig config;
  private final int index;
  private final TaskContext task;
  private final Staging staging;
  private final RowCopy rows;
  private final Map<String, RowCopy.Output> outputs = new TreeMap<>();

  ParquetRowWriter(ScoreConfig config, TextSplit split, TaskContext task, Staging staging) {
    this.config = config;
    this.index = split.index();
    this.task = task;
    this.staging = staging;
    InputFile file = split.file();
    this.rows =
        new RowCopy(
            task.hadoop(), file.path(), file.name(), split.start(), split.end(), columns(config));
  }

  private static RowCopy.MoreColumns columns(ScoreConfig config) {
    RowCopy.MoreColumns columns = new RowCopy.MoreColumns();
    for (ScoreConfig.NamedModel model : config.models()) {
      columns
          .int64(model.column("tokens"))
          .int64(model.column("oov"))
          .float64(model.column("log10"))
          .float64(model.column("perplexity"))
          .float64(model.column("bits_per_byte"));
    }
    if (config.models().size() == 2) {
      columns.float64("corpuslm_difference");
    }
    return config.hasBucketColumn() ? columns.text("corpuslm_bucket") : columns;
  }

  @Override
  public void next() {
    if (!rows.next()) {
      throw new IllegalStateException("a row is missing that was read before");
    }
  }

  @Override
  public void write(DocumentReader document, DocumentScore[] scores, String bucket)
      throws IOException {
    int column = 0;
    for (DocumentScore score : scores) {
      rows.put(column++, score.tokens());
      rows.put(column++, score.oov());
      rows.put(column++, score.log10());
      put(column++, score.perplexity());
      put(column++, score.bitsPerByte());
    }
    if (scores.length == 2) {
      put(column++, scores[0].bitsPerByte() - scores[1].bitsPerByte());
    }
    if (bucket != null && config.hasBucketColumn()) {
      rows.put(column, bucket);
    }
    String file = OutputNames.of(config, index, bucket, ".parquet");
    RowCopy.Output output = outputs.get(file);
    if (output == null) {
      output = rows.open(task, staging, file);
      outputs.put(file, output);
    }
    output.write();
  }

  private void put(int column, double value) {
    if (!Double.isNaN(value)) {
      rows.put(column, value);
    }
  }

  @Override
  public List<Staging.StagedFile> finish() throws IOException {
    List<Staging.StagedFile> files = new ArrayList<>();
    for (RowCopy.Output output : outputs.values()) {
      files.add(output.finish());
    }
    return files;
  }

  @Override
  public void close() throws IOException {
    for (RowCopy.Output output : outputs.values()) {
      output.close();
    }
    rows.close();
  }
}

package org.corpuslm.corpus;

import java.io.Closeable;
import java.io.IOException;
import org.apache.hadoop.conf.Configuration;
import org.corpuslm.runtime.Columns;
import org.corpuslm.runtime.PublishedFile;
import org.corpuslm.runtime.Staging;
import org.corpuslm.runtime.TableReader;
import org.corpuslm.runtime.TableWriter;
import org.corpuslm.runtime.TaskContext;

/**
 * The labels of one partition of a corpus, beside its {@link TokenFile}: a Parquet file with one
 * row per word (task tag) or per sentence (task classify), in the order of the text.
 */
final class LabelFile {
  private LabelFile() {}

  private static Columns columns() {
    return new Columns().int32("label");
  }

  /** Returns the directory of the labels of a split. */
  static String directory(String split) {
    return split + "-labels";
  }

  /** Writes the labels of one partition. */
  static final class Writer implements Closeable {
    private final TableWriter table;

    Writer(TaskContext task, Staging staging, String relative) throws IOException {
      table = new TableWriter(task, staging, relative, columns());
    }

    void add(int label) throws IOException {
      table.put(0, label);
      table.endRow();
    }

    Staging.StagedFile finish() throws IOException {
      return table.finish();
    }

    @Override
    public void close() throws IOException {
      table.close();
    }
  }

  /** Opens the labels of one partition. */
  static TableReader open(Configuration conf, String path, PublishedFile file) {
    return new TableReader(conf, path, file, columns(), 0);
  }
}

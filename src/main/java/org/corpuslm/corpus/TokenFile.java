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
 * Reads and writes one partition of an encoded corpus: a Parquet file with one row per token, in
 * the order of the text. The id of {@code </s>} ends each sentence. Held-out splits have a second
 * column with the surface form of out-of-vocabulary words; it is null for all other words.
 */
public final class TokenFile {
  private TokenFile() {}

  private static Columns columns(boolean forms) {
    Columns columns = new Columns().word("word");
    return forms ? columns.text("form") : columns;
  }

  /** Writes the tokens of one partition. */
  static final class Writer implements Closeable {
    private final TableWriter table;
    private final boolean forms;

    Writer(TaskContext task, Staging staging, String relative, boolean forms) throws IOException {
      this.table = new TableWriter(task, staging, relative, columns(forms));
      this.forms = forms;
    }

    void add(int id, byte[] form) throws IOException {
      table.put(0, id);
      if (forms) {
        table.put(1, form);
      }
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

  /** Reads the tokens of one partition. */
  public static final class Reader implements Closeable {
    private final TableReader table;
    private final boolean forms;
    private int id;
    private byte[] form;

    /**
     * Opens a file of a corpus directory.
     *
     * @param file the file's entry in the manifest; size and checksum are verified while reading
     * @param forms whether the file has surface forms, as those of held-out splits do
     * @param words size of the vocabulary; larger ids count as damage
     * @throws org.corpuslm.runtime.BadInputException if the file is missing or damaged
     */
    public Reader(Configuration conf, String path, PublishedFile file, boolean forms, int words) {
      this.table = new TableReader(conf, path, file, columns(forms), words);
      this.forms = forms;
    }

    /** Moves to the next token; returns false at the end of the file. */
    public boolean next() throws IOException {
      if (!table.next()) {
        return false;
      }
      id = table.int32(0);
      form = forms ? table.text(1) : null;
      return true;
    }

    /** Returns the word id of the current token. */
    public int id() {
      return id;
    }

    /** Returns the UTF-8 surface form if the token is out of vocabulary, else null. */
    public byte[] form() {
      return form;
    }

    @Override
    public void close() throws IOException {
      table.close();
    }
  }
}

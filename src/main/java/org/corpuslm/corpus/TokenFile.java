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
 * One partition of an encoded corpus: Parquet, a row per token in the order of the text, a sentence
 * ended by the id of {@code </s>}. Held-out splits have a second column with the form of words that
 * are not in the vocabulary, null for all others.
 */
public final class TokenFile {
  private TokenFile() {}

  private static Columns columns(boolean forms) {
    Columns columns = new Columns().word("word");
    return forms ? columns.text("form") : columns;
  }

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
     * Opens one of the files of a corpus directory; held-out ones have forms.
     *
     * @param words size of the vocabulary
     */
    public Reader(Configuration conf, String path, PublishedFile file, boolean forms, int words) {
      this.table = new TableReader(conf, path, file, columns(forms), words);
      this.forms = forms;
    }

    /** Moves to the next token; false at the end. */
    public boolean next() throws IOException {
      if (!table.next()) {
        return false;
      }
      id = table.int32(0);
      form = forms ? table.text(1) : null;
      return true;
    }

    public int id() {
      return id;
    }

    /** UTF-8 form of a word that is not in the vocabulary, else null. */
    public byte[] form() {
      return form;
    }

    @Override
    public void close() throws IOException {
      table.close();
    }
  }
}

package org.corpuslm.corpus;

import java.io.IOException;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.corpuslm.runtime.BadInputException;
import org.corpuslm.runtime.Columns;
import org.corpuslm.runtime.OutputDirectory;
import org.corpuslm.runtime.Published;
import org.corpuslm.runtime.PublishedFile;
import org.corpuslm.runtime.TableReader;
import org.corpuslm.runtime.TableWriter;

/**
 * The labels of a corpus and their ids, from 0: by falling count in the training text, ties in the
 * order of their bytes. Labels that occur in held-out text only have count 0. Immutable and
 * thread-safe.
 */
public final class Labels implements Serializable {
  private static final long serialVersionUID = 1;

  /** The limit of different labels. */
  static final int MAX = 1 << 16;

  private static final String DIRECTORY = "labels";
  private static final String FILE = DIRECTORY + "/labels.parquet";

  private final WordTable table;

  private Labels(WordTable table) {
    this.table = table;
  }

  /** Makes labels of names with their training counts, in any order. */
  static Labels rank(List<Vocabulary.Entry> entries) {
    WordTable table = new WordTable(entries.size());
    entries.stream()
        .sorted(Vocabulary.Entry.RANK)
        .forEach(e -> table.add(e.word(), 0, e.word().length, e.count()));
    return new Labels(table);
  }

  /** Returns the number of labels. */
  public int size() {
    return table.size();
  }

  /** Returns the name of a label. */
  public String name(int id) {
    return new String(table.word(id), StandardCharsets.UTF_8);
  }

  /** Returns how often a label occurs in the training text. */
  public long count(int id) {
    return table.count(id);
  }

  /** Returns the id of the label {@code buf[off … off+len−1]} in UTF-8, or −1. */
  int find(byte[] buf, int off, int len) {
    return table.find(buf, off, len);
  }

  /** Returns the id of a label, or −1. */
  public int id(String name) {
    byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
    return table.find(bytes, 0, bytes.length);
  }

  private static Columns columns() {
    return new Columns().int32("id").text("label").int64("count");
  }

  /** Adds {@code labels/labels.parquet} to an output: id, label, count in the order of ids. */
  public void write(OutputDirectory output) {
    try (TableWriter rows =
        new TableWriter(output.driverTask(), output.staging(), FILE, columns())) {
      for (int id = 0; id < size(); id++) {
        rows.put(0, id);
        rows.put(1, table.word(id));
        rows.put(2, count(id));
        rows.endRow();
      }
      output.accept(rows.finish());
    } catch (IOException e) {
      throw new IllegalStateException("cannot write the labels", e);
    }
  }

  /**
   * Reads the labels of a directory.
   *
   * @throws BadInputException if the file is missing or damaged
   */
  public static Labels read(Configuration conf, Published directory) {
    PublishedFile file = directory.only(DIRECTORY);
    WordTable table = new WordTable(0);
    try (TableReader rows = new TableReader(conf, directory, file, columns())) {
      while (rows.next()) {
        int id = rows.int32(0);
        byte[] label = rows.text(1);
        if (label == null
            || id != table.size()
            || table.add(label, 0, label.length, rows.int64(2)) != id
            || id == MAX) {
          throw new BadInputException(
              directory.at(file) + " is damaged: ids are not in order; make its directory again");
        }
      }
      return new Labels(table);
    } catch (IOException e) {
      throw BadInputException.unreadable(directory.at(file), e);
    }
  }
}

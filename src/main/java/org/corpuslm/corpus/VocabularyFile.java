package org.corpuslm.corpus;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import org.apache.commons.io.IOUtils;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.corpuslm.runtime.BadInputException;
import org.corpuslm.runtime.Checksums;
import org.corpuslm.runtime.Columns;
import org.corpuslm.runtime.OutputDirectory;
import org.corpuslm.runtime.Published;
import org.corpuslm.runtime.PublishedFile;
import org.corpuslm.runtime.StagedOutput;
import org.corpuslm.runtime.Storage;
import org.corpuslm.runtime.TableReader;
import org.corpuslm.runtime.TableWriter;

/**
 * Reads and writes {@code vocabulary/words.parquet} of a corpus, a count store or a model: id,
 * word, count; one row per word, in the order of the ids.
 */
public final class VocabularyFile {
  private static final String DIRECTORY = "vocabulary";
  private static final String FILE = DIRECTORY + "/words.parquet";

  private VocabularyFile() {}

  private static Columns columns() {
    return new Columns().int32("id").text("word").int64("count");
  }

  /** Adds the file to an output. */
  public static void write(OutputDirectory output, Vocabulary vocabulary) {
    try (TableWriter table =
        new TableWriter(output.driverTask(), output.staging(), FILE, columns())) {
      for (int id = 0; id < vocabulary.size(); id++) {
        table.put(0, id);
        table.put(1, vocabulary.bytes(id));
        table.put(2, vocabulary.count(id));
        table.endRow();
      }
      output.accept(table.finish());
    } catch (IOException e) {
      throw new IllegalStateException("cannot write the vocabulary", e);
    }
  }

  /**
   * Reads the vocabulary of a directory.
   *
   * @throws BadInputException if the file is missing or damaged
   */
  public static Vocabulary read(Configuration conf, Published directory) {
    PublishedFile file = directory.only(DIRECTORY);
    List<Vocabulary.Entry> entries = new ArrayList<>();
    try (TableReader table = new TableReader(conf, directory, file, columns())) {
      while (table.next()) {
        int id = table.int32(0);
        byte[] word = table.text(1);
        if (id != entries.size() || word == null) {
          throw new BadInputException(directory.at(file) + " is damaged: ids are not in order");
        }
        entries.add(new Vocabulary.Entry(word, table.int64(2)));
      }
      return Vocabulary.of(entries);
    } catch (IllegalArgumentException e) {
      throw new BadInputException(
          "%s is damaged: %s; make its directory again"
              .formatted(directory.at(file), e.getMessage()),
          e);
    } catch (IOException e) {
      throw BadInputException.unreadable(directory.at(file), e);
    }
  }

  /** Copies the file byte by byte from another directory, so that fingerprints agree. */
  public static void copy(Configuration conf, Published from, OutputDirectory to) {
    PublishedFile file = from.only(DIRECTORY);
    Checksums.verify(conf, from.at(file), file);
    Path path = new Path(from.at(file));
    StagedOutput copied;
    try (InputStream in = Storage.open(conf, path);
        StagedOutput out = new StagedOutput(to.driverTask(), to.staging(), FILE)) {
      copied = out;
      IOUtils.copyLarge(in, out, new byte[1 << 18]);
    } catch (IOException e) {
      throw new IllegalStateException("cannot copy the vocabulary " + path, e);
    }
    to.accept(copied.finished(file.rows()));
  }

  /** Returns the SHA-256 of the file; directories with equal values have the same word ids. */
  public static String fingerprint(Published directory) {
    return directory.only(DIRECTORY).sha256();
  }
}

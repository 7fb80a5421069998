package org.corpuslm.ngram;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.commons.io.FileUtils;
import org.apache.hadoop.conf.Configuration;
import org.corpuslm.corpus.Vocabulary;
import org.corpuslm.corpus.VocabularyFile;
import org.corpuslm.runtime.Columns;
import org.corpuslm.runtime.OutputDirectory;
import org.corpuslm.runtime.Published;
import org.corpuslm.runtime.TableWriter;

/** A vocabulary without a text: by way of a file, as everywhere. */
public final class TestVocabulary {
  private TestVocabulary() {}

  /** The special words and after them these, with falling counts. */
  public static Vocabulary of(String... words) {
    Configuration conf = new Configuration();
    try {
      Path folder = Files.createTempDirectory("corpuslm-test");
      String path = folder.resolve("vocabulary").toString();
      try (OutputDirectory output = OutputDirectory.create(conf, path, false)) {
        Columns columns = new Columns().int32("id").text("word").int64("count");
        try (TableWriter table =
            new TableWriter(
                output.driverTask(), output.staging(), "vocabulary/words.parquet", columns)) {
          int id = 0;
          for (String word : List.of(SlowNgrams.UNKNOWN, SlowNgrams.BEGIN, SlowNgrams.END)) {
            row(table, id++, word, 1);
          }
          for (String word : words) {
            row(table, id, word, 3L + words.length - id++);
          }
          output.accept(table.finish());
        }
        Published published = output.publish("test", Map.of(), List.of(), Map.of());
        return VocabularyFile.read(conf, published);
      } finally {
        FileUtils.deleteDirectory(folder.toFile());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void row(TableWriter table, int id, String word, long count) throws IOException {
    table.put(0, id);
    table.put(1, word.getBytes(StandardCharsets.UTF_8));
    table.put(2, count);
    table.endRow();
  }
}

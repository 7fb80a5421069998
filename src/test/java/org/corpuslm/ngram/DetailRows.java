package org.corpuslm.ngram;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.corpuslm.runtime.Columns;
import org.corpuslm.runtime.Published;
import org.corpuslm.runtime.PublishedFile;
import org.corpuslm.runtime.TableReader;

/** The rows that {@code perplexity --details} wrote. */
public final class DetailRows {
  private DetailRows() {}

  /** A row per token; log10 probabilities. */
  public record Word(
      int partition, long sentence, int position, String word, double log10, int order, int oov) {}

  /** A row per sentence. */
  public record Sentence(int partition, long sentence, int tokens, int oov, double log10) {}

  /** All words of one model, partition by partition. */
  public static List<Word> words(Published report, int model) {
    Columns columns =
        new Columns()
            .int32("partition")
            .int64("sentence")
            .int32("position")
            .text("word")
            .float64("logprob")
            .int32("order")
            .int32("oov");
    return read(
        report,
        model,
        columns,
        t ->
            new Word(
                t.int32(0),
                t.int64(1),
                t.int32(2),
                new String(t.text(3), StandardCharsets.UTF_8),
                t.float64(4),
                t.int32(5),
                t.int32(6)));
  }

  /** All sentences of one model, partition by partition. */
  public static List<Sentence> sentences(Published report, int model) {
    Columns columns =
        new Columns()
            .int32("partition")
            .int64("sentence")
            .int32("tokens")
            .int32("oov")
            .float64("logprob");
    return read(
        report,
        model,
        columns,
        t -> new Sentence(t.int32(0), t.int64(1), t.int32(2), t.int32(3), t.float64(4)));
  }

  private interface RowReader<R> {
    R row(TableReader table);
  }

  private static <R> List<R> read(
      Published report, int model, Columns columns, RowReader<R> reader) {
    List<R> rows = new ArrayList<>();
    for (PublishedFile file : report.manifest().below("details/model=" + model)) {
      try (TableReader table = new TableReader(Pipeline.conf(), report, file, columns)) {
        while (table.next()) {
          rows.add(reader.row(table));
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return rows;
  }
}

package org.corpuslm.evaluate.detail;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.corpuslm.evaluate.stats.PairedStats;
import org.corpuslm.runtime.Published;
import org.corpuslm.runtime.PublishedFile;
import org.corpuslm.runtime.TableReader;

/** Pairs two models of two reports sentence by sentence, from the rows of {@code --details}. */
public final class PairedDetails {
  private PairedDetails() {}

  /**
   * Pairs the sentences of two reports, each with details of sentences or of words.
   *
   * @param modelA index of a model in report a
   * @param modelB index of a model in report b
   * @return statistics of the differences; null if a report has no details, or if they are not
   *     about the same sentences in the same order
   */
  public static PairedStats of(
      Configuration conf, Published a, int modelA, Published b, int modelB) {
    List<PublishedFile> filesA = files(a, modelA);
    List<PublishedFile> filesB = files(b, modelB);
    if (filesA.isEmpty() || filesA.size() != filesB.size()) {
      return null;
    }
    PairedStats stats = new PairedStats();
    for (int p = 0; p < filesA.size(); p++) {
      try (SentenceRows rowsA = SentenceRows.open(conf, a, filesA.get(p));
          SentenceRows rowsB = SentenceRows.open(conf, b, filesB.get(p))) {
        if (!pair(rowsA, rowsB, stats)) {
          return null;
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return stats;
  }

  private static List<PublishedFile> files(Published report, int model) {
    return report.manifest().below(DetailsFile.directory(model));
  }

  private static boolean pair(SentenceRows a, SentenceRows b, PairedStats stats)
      throws IOException {
    while (a.next()) {
      if (!b.next() || a.tokens() != b.tokens() || a.oov() != b.oov()) {
        return false;
      }
      stats.sentence(a.lnP(), b.lnP(), a.tokens());
    }
    return !b.next();
  }

  /** Reads a {@link DetailsFile} by sentences, whether its rows are sentences or words. */
  private static final class SentenceRows implements Closeable {
    private final TableReader table;
    private final boolean perWord;
    private boolean more;
    private int tokens;
    private int oov;
    private double log10;

    private SentenceRows(TableReader table, boolean perWord) throws IOException {
      this.table = table;
      this.perWord = perWord;
      this.more = table.next();
    }

    static SentenceRows open(Configuration conf, Published report, PublishedFile file)
        throws IOException {
      boolean perWord = Details.of(report) == Details.WORDS;
      TableReader table =
          new TableReader(conf, report, file, DetailsFile.columns(Details.of(report)));
      return new SentenceRows(table, perWord);
    }

    /** Moves to the next sentence; returns false at the end. */
    boolean next() throws IOException {
      if (!more) {
        return false;
      }
      tokens = 0;
      oov = 0;
      log10 = 0;
      long sentence = table.int64(1);
      do {
        tokens += perWord ? 1 : table.int32(2);
        oov += table.int32(perWord ? 6 : 3);
        log10 += table.float64(DetailsFile.LOGPROB);
        more = table.next();
      } while (more && table.int64(1) == sentence);
      return true;
    }

    int tokens() {
      return tokens;
    }

    int oov() {
      return oov;
    }

    double lnP() {
      return log10 * DetailsFile.LN10;
    }

    @Override
    public void close() throws IOException {
      table.close();
    }
  }
}

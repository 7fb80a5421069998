package org.corpuslm.evaluate;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.corpuslm.runtime.Published;
import org.corpuslm.runtime.PublishedFile;

/** Two models of two reports, sentence by sentence: what {@code --details} wrote of them. */
public final class PairedDetails {
  private PairedDetails() {}

  /**
   * Pairs the sentences of two reports with details, of sentences or of words.
   *
   * @param a a report, and the index of a model in it
   * @return null if they are not about the same sentences in the same order
   */
  public static PairedStats of(
      Configuration conf, Published a, int modelA, Published b, int modelB) {
    List<PublishedFile> filesA = files(a, modelA);
    List<PublishedFile> filesB = files(b, modelB);
    if (filesA.isEmpty() || filesA.size() != filesB.size()) {
      return null;
    }
    PairedStats tally = new PairedStats();
    for (int p = 0; p < filesA.size(); p++) {
      try (SentenceRows rowsA = SentenceRows.open(conf, a, filesA.get(p));
          SentenceRows rowsB = SentenceRows.open(conf, b, filesB.get(p))) {
        if (!pair(rowsA, rowsB, tally)) {
          return null;
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return tally;
  }

  private static List<PublishedFile> files(Published report, int model) {
    return report.manifest().below(DetailsFile.directory(model));
  }

  private static boolean pair(SentenceRows a, SentenceRows b, PairedStats tally)
      throws IOException {
    while (a.next()) {
      if (!b.next() || a.tokens() != b.tokens() || a.oov() != b.oov()) {
        return false;
      }
      tally.sentence(a.lnP(), b.lnP(), a.tokens());
    }
    return !b.next();
  }
}

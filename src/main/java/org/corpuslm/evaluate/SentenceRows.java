package org.corpuslm.evaluate;

import java.io.Closeable;
import java.io.IOException;
import org.apache.hadoop.conf.Configuration;
import org.corpuslm.runtime.Published;
import org.corpuslm.runtime.PublishedFile;
import org.corpuslm.runtime.TableReader;

/** Reads a {@link DetailsFile} sentence by sentence, whether it has sentences or words. */
final class SentenceRows implements Closeable {
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
    boolean perWord =
        report
            .manifest()
            .configuration()
            .path("details")
            .asText()
            .equalsIgnoreCase(EvaluateConfig.Details.WORDS.name());
    TableReader table =
        new TableReader(
            conf, report, file, perWord ? DetailsFile.words() : DetailsFile.sentences());
    return new SentenceRows(table, perWord);
  }

  /** Moves to the next sentence; false at the end. */
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

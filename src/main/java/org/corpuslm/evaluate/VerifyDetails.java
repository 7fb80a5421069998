package org.corpuslm.evaluate;

import java.io.IOException;
import org.apache.hadoop.conf.Configuration;
import org.corpuslm.runtime.Published;
import org.corpuslm.runtime.PublishedFile;
import org.corpuslm.runtime.TableReader;
import org.corpuslm.runtime.Verification;

/** Adds up the details of an evaluation, a row per token or per sentence. */
public final class VerifyDetails {
  private static final double TOLERANCE = 1e-9;

  private VerifyDetails() {}

  /**
   * Those of one model.
   *
   * @param tokens that its account has
   * @param sentences that its account has
   * @param nats −Σ ln p that its account has
   */
  public static void run(
      Configuration conf,
      Published report,
      int model,
      long tokens,
      long sentences,
      double nats,
      Verification verification)
      throws IOException {
    EvaluateConfig.Details details = report.configuration(EvaluateConfig.class).details();
    if (details == EvaluateConfig.Details.NONE) {
      return;
    }
    String directory = DetailsFile.directory(model);
    long rows = 0;
    double sum = 0;
    for (PublishedFile file : report.manifest().below(directory)) {
      try (TableReader table = new TableReader(conf, report, file, DetailsFile.columns(details))) {
        while (table.next()) {
          rows++;
          sum -= DetailsFile.LN10 * table.float64(DetailsFile.LOGPROB);
        }
      }
    }
    boolean perWord = details == EvaluateConfig.Details.WORDS;
    verification.expect(
        directory, perWord ? "tokens" : "sentences", rows, perWord ? tokens : sentences);
    if (!(Math.abs(sum - nats) <= TOLERANCE * Math.abs(nats)) && sum != nats) {
      verification.add(directory, "has −Σ ln p = %s, the manifest says %s".formatted(sum, nats));
    }
  }
}

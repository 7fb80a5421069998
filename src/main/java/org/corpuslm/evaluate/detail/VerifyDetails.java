package org.corpuslm.evaluate.detail;

import java.io.IOException;
import org.corpuslm.runtime.Published;
import org.corpuslm.runtime.PublishedFile;
import org.corpuslm.runtime.TableReader;
import org.corpuslm.runtime.Verification;

/** Verifies the details of an evaluation, one row per token or per sentence. */
public final class VerifyDetails {
  private static final double TOLERANCE = 1e-9;

  private VerifyDetails() {}

  /**
   * Compares the details of one model with its totals; does nothing if the report has no details.
   *
   * @param model index of the model in the report
   * @param tokens total of the model's partitions
   * @param sentences total of the model's partitions
   * @param nats −Σ ln p over the model's partitions
   */
  public static void run(
      Verification verification, int model, long tokens, long sentences, double nats)
      throws IOException {
    Published report = verification.directory();
    Details details = Details.of(report);
    if (details == Details.NONE) {
      return;
    }
    String directory = DetailsFile.directory(model);
    long rows = 0;
    double sum = 0;
    for (PublishedFile file : report.manifest().below(directory)) {
      try (TableReader table =
          new TableReader(verification.conf(), report, file, DetailsFile.columns(details))) {
        while (table.next()) {
          rows++;
          sum -= DetailsFile.LN10 * table.float64(DetailsFile.LOGPROB);
        }
      }
    }
    boolean perWord = details == Details.WORDS;
    verification.expect(
        directory, perWord ? "tokens" : "sentences", rows, perWord ? tokens : sentences);
    if (!(Math.abs(sum - nats) <= TOLERANCE * Math.abs(nats)) && sum != nats) {
      verification.add(directory, "has −Σ ln p = %s, the manifest says %s".formatted(sum, nats));
    }
  }
}

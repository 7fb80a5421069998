package org.corpuslm.cli.command;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.corpuslm.corpus.Corpus;
import org.corpuslm.corpus.VerifyCorpus;
import org.corpuslm.labeled.SavedLabeler;
import org.corpuslm.labeled.VerifyLabeler;
import org.corpuslm.model.Mixture;
import org.corpuslm.model.cache.CachedModel;
import org.corpuslm.model.saved.CachedModelFormat;
import org.corpuslm.model.saved.VerifyMixture;
import org.corpuslm.neural.model.NeuralModel;
import org.corpuslm.neural.model.VerifyNetwork;
import org.corpuslm.ngram.count.CountNgrams;
import org.corpuslm.ngram.count.VerifyCounts;
import org.corpuslm.ngram.model.NgramModel;
import org.corpuslm.ngram.model.VerifyNgramModel;
import org.corpuslm.report.PerplexityReport;
import org.corpuslm.report.VerifyReport;
import org.corpuslm.runtime.BadInputException;
import org.corpuslm.runtime.Published;
import org.corpuslm.runtime.Verification;

/** The check of {@code inspect --verify}: every byte of a directory, and the totals of its kind. */
final class Verify {
  private static final int MAX_LINES = 100;

  /** The totals of each kind of directory; the manifests of other kinds have none. */
  private static final Map<String, Verification.Totals> TOTALS =
      Map.of(
          SavedLabeler.KIND, VerifyLabeler::run,
          Corpus.KIND, VerifyCorpus::run,
          CountNgrams.KIND, VerifyCounts::run,
          NgramModel.KIND, VerifyNgramModel::run,
          Mixture.KIND, VerifyMixture::run,
          CachedModel.KIND, CachedModelFormat::verify,
          NeuralModel.KIND, VerifyNetwork::run,
          PerplexityReport.KIND, VerifyReport::run);

  private Verify() {}

  /** Returns the findings for a directory, one per element. */
  static List<String> findings(Configuration conf, Published directory) {
    Verification.Totals totals =
        TOTALS.getOrDefault(directory.manifest().kind(), verification -> {});
    return Verification.findings(conf, directory, totals);
  }

  /**
   * Ends the command if there are findings.
   *
   * @throws BadInputException with one finding per line
   */
  static void refuse(String path, List<String> findings) {
    if (findings.isEmpty()) {
      return;
    }
    List<String> lines = new ArrayList<>(findings.subList(0, Math.min(findings.size(), MAX_LINES)));
    if (findings.size() > MAX_LINES) {
      lines.add("and %,d more".formatted(findings.size() - MAX_LINES));
    }
    throw new BadInputException(
        "%s is damaged, %d findings:\n%s"
            .formatted(path, findings.size(), String.join("\n", lines)));
  }
}

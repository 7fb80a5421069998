package org.corpuslm.score;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import org.corpuslm.evaluate.stats.CompensatedSum;

/** Sums over the documents of a group under each model. */
final class GroupStats implements Serializable {
  private static final long serialVersionUID = 1;
  private static final double LN10 = Math.log(10);
  private static final double LN2 = Math.log(2);

  /** Sums of one model. */
  static final class OfModel implements Serializable {
    private static final long serialVersionUID = 1;

    final CompensatedSum log10 = new CompensatedSum();
    long tokens;
    long oov;
    long bytes;

    void add(DocumentScore score) {
      log10.add(score.log10());
      tokens += score.tokens();
      oov += score.oov();
      bytes += score.bytes();
    }

    void add(OfModel other) {
      log10.add(other.log10);
      tokens += other.tokens;
      oov += other.oov;
      bytes += other.bytes;
    }

    double perplexity() {
      return Math.exp(-log10.value() * LN10 / tokens);
    }

    double bitsPerByte() {
      return -log10.value() * LN10 / LN2 / bytes;
    }
  }

  final List<OfModel> models = new ArrayList<>();
  final PerplexityHistogram histogram = new PerplexityHistogram(); // of the first model
  long documents;

  GroupStats(int n) {
    for (int m = 0; m < n; m++) {
      models.add(new OfModel());
    }
  }

  /**
   * Adds a document.
   *
   * @param scores its scores by model
   */
  void add(DocumentScore[] scores) {
    for (int m = 0; m < scores.length; m++) {
      models.get(m).add(scores[m]);
    }
    documents++;
    if (scores[0].tokens() > 0) {
      histogram.add(scores[0].perplexity());
    }
  }

  void add(GroupStats other) {
    for (int m = 0; m < models.size(); m++) {
      models.get(m).add(other.models.get(m));
    }
    histogram.add(other.histogram);
    documents += other.documents;
  }
}

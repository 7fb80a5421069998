package org.corpuslm.evaluate;

import java.io.IOException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import org.corpuslm.corpus.EncodedText;
import org.corpuslm.corpus.Vocabulary;
import org.corpuslm.runtime.Staging;
import org.corpuslm.runtime.Worker;

/** Accounts for every token of one held-out partition. */
final class PartitionAccount {
  private PartitionAccount() {}

  /**
   * The account of one partition.
   *
   * @param models a tally per model
   * @param pairs a tally per pair of models, (0,1), (0,2), …, (1,2), …
   * @param files details, if they were wanted
   */
  record Result(List<Tally> models, List<PairTally> pairs, List<Staging.StagedFile> files)
      implements Serializable {}

  /** Counts the scores of one partition. */
  static Result of(int partition, HeldOutScores scores, Scoring scoring, Worker worker)
      throws IOException {
    List<Tally> tallies = new ArrayList<>();
    List<double[]> sentences = new ArrayList<>();
    List<Staging.StagedFile> files = new ArrayList<>();
    for (int m = 0; m < scores.models(); m++) {
      EncodedText text = scores.text(m);
      double[] lnP = scores.lnP(m);
      Tally tally = new Tally();
      tally.time(scores.nanos(m), scores.loading(m));
      tallies.add(tally);
      sentences.add(count(text.ids(), lnP, tally));
      if (scoring.details() != EvaluateConfig.Details.NONE) {
        files.add(
            DetailsFile.write(
                worker, scoring, m, partition, scores.vocabulary(m), text, lnP, scores.orders(m)));
      }
    }
    return new Result(tallies, pairs(scores.text(0).ids(), sentences), files);
  }

  private static double[] count(int[] ids, double[] lnP, Tally tally) {
    List<Double> sums = new ArrayList<>();
    for (int from = 0, to; from < ids.length; from = to) {
      to = Vocabulary.endOfSentence(ids, from);
      sums.add(tally.sentence(ids, lnP, from, to));
    }
    return sums.stream().mapToDouble(Double::doubleValue).toArray();
  }

  private static List<PairTally> pairs(int[] ids, List<double[]> sentences) {
    List<PairTally> pairs = new ArrayList<>();
    for (int a = 0; a < sentences.size(); a++) {
      for (int b = a + 1; b < sentences.size(); b++) {
        PairTally pair = new PairTally();
        int s = 0;
        for (int from = 0, to; from < ids.length; from = to, s++) {
          to = Vocabulary.endOfSentence(ids, from);
          pair.sentence(sentences.get(a)[s], sentences.get(b)[s], to - from);
        }
        pairs.add(pair);
      }
    }
    return pairs;
  }
}

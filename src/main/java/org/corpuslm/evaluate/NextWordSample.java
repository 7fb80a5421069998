package org.corpuslm.evaluate;

import java.util.ArrayList;
import java.util.List;
import org.corpuslm.corpus.Vocabulary;
import org.corpuslm.model.LanguageModel;
import org.corpuslm.runtime.Hash;

/**
 * Asks models for the whole distribution of the next word at a sample of positions, which a hash of
 * partition, sentence and position picks. The history is that of the sentence alone: networks begin
 * it with the zero state.
 */
final class NextWordSample {
  private static final long SEED = 1;

  private final HeldOutScores scores;
  private final LanguageModel.Scorer[] scorers;
  private final double[][] lnP;
  private final List<Calibration> calibrations = new ArrayList<>();

  private NextWordSample(HeldOutScores scores) {
    this.scores = scores;
    scorers = new LanguageModel.Scorer[scores.leaves()];
    lnP = new double[scores.leaves()][];
    for (int m = 0; m < scores.models(); m++) {
      boolean measured = scores.hasDistribution(m);
      calibrations.add(measured ? new Calibration() : null);
      for (int leaf : scores.leavesOf(m)) {
        if (measured && scorers[leaf] == null) {
          scorers[leaf] = scores.leaf(leaf).scorer();
          lnP[leaf] = new double[scores.leaf(leaf).vocabulary().size()];
        }
      }
    }
  }

  /**
   * The calibration of every model; null for those that give scores and those that no task has as a
   * whole.
   *
   * @param rate share of the positions to look at
   */
  static List<Calibration> of(int partition, HeldOutScores scores, double rate) {
    NextWordSample sample = new NextWordSample(scores);
    int[] ids = scores.text(0).ids();
    long sentence = 0;
    for (int from = 0, to; from < ids.length; from = to, sentence++) {
      to = Vocabulary.endOfSentence(ids, from);
      for (int at = from; at < to; at++) {
        if (Hash.unit(Hash.of(SEED, partition, sentence, at - from)) < rate) {
          sample.look(from, at);
        }
      }
    }
    return sample.calibrations;
  }

  private void look(int from, int at) {
    for (int leaf = 0; leaf < scorers.length; leaf++) {
      if (scorers[leaf] != null) {
        int[] history = new int[at - from + 1];
        history[0] = Vocabulary.BOS;
        System.arraycopy(scores.leafText(leaf).ids(), from, history, 1, at - from);
        scorers[leaf].next(history, lnP[leaf]);
      }
    }
    for (int m = 0; m < calibrations.size(); m++) {
      if (calibrations.get(m) != null) {
        calibrations.get(m).add(scores.blend(m, lnP), scores.text(m).ids()[at]);
      }
    }
  }
}

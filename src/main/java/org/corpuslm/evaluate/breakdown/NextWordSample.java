package org.corpuslm.evaluate.breakdown;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.corpuslm.corpus.Vocabulary;
import org.corpuslm.evaluate.score.HeldOutScores;
import org.corpuslm.model.LanguageModel;
import org.corpuslm.runtime.Hash;

/**
 * Asks models for the whole distribution of the next word at a sample of positions, chosen by a
 * hash of partition, sentence and position. Histories begin with the sentence: networks start from
 * the zero state.
 */
public final class NextWordSample {
  private static final long SEED = 1;

  private final HeldOutScores scores;
  private final LanguageModel.Scorer[] scorers;
  private final double[][] lnP;
  private final List<Calibration> calibrations = new ArrayList<>();

  private NextWordSample(HeldOutScores scores) {
    this.scores = scores;
    scorers = new LanguageModel.Scorer[scores.components()];
    lnP = new double[scores.components()][];
    for (int m = 0; m < scores.models(); m++) {
      boolean measured = scores.hasDistribution(m);
      calibrations.add(measured ? new Calibration() : null);
      for (int c : scores.componentsOf(m)) {
        if (measured && scorers[c] == null) {
          scorers[c] = scores.component(c).scorer();
          lnP[c] = new double[scores.component(c).vocabulary().size()];
        }
      }
    }
  }

  /**
   * Measures the calibration of every model on one partition.
   *
   * @param rate share of the positions in the sample
   * @return calibration by model; null for models that are sharded or give scores
   */
  public static List<Calibration> of(int partition, HeldOutScores scores, double rate) {
    NextWordSample sample = new NextWordSample(scores);
    boolean[] done = new boolean[scores.models()];
    for (int first = 0; first < done.length; first++) {
      if (!done[first]) {
        sample.look(partition, sample.alike(first, done), rate);
      }
    }
    return sample.calibrations;
  }

  /** Returns the models that split the text into sentences of the same lengths as one of them. */
  private List<Integer> alike(int first, boolean[] done) {
    List<Integer> alike = new ArrayList<>();
    for (int m = first; m < done.length; m++) {
      if (!done[m] && scores.sameSentences(first, m)) {
        alike.add(m);
        done[m] = true;
      }
    }
    return alike;
  }

  private void look(int partition, List<Integer> models, double rate) {
    int[] ids = scores.text(models.get(0)).ids();
    int[] components =
        models.stream()
            .flatMapToInt(m -> Arrays.stream(scores.componentsOf(m)))
            .distinct()
            .toArray();
    long sentence = 0;
    for (int from = 0, to; from < ids.length; from = to, sentence++) {
      to = Vocabulary.endOfSentence(ids, from);
      for (int at = from; at < to; at++) {
        if (Hash.unit(Hash.of(SEED, partition, sentence, at - from)) < rate) {
          look(models, components, from, at);
        }
      }
    }
  }

  private void look(List<Integer> models, int[] components, int from, int at) {
    for (int c : components) {
      if (scorers[c] != null) {
        int[] history = new int[at - from + 1];
        history[0] = Vocabulary.BOS;
        System.arraycopy(scores.componentText(c).ids(), from, history, 1, at - from);
        scorers[c].next(history, lnP[c]);
      }
    }
    for (int m : models) {
      if (calibrations.get(m) != null) {
        calibrations.get(m).add(scores.interpolate(m, lnP), scores.text(m).ids()[at]);
      }
    }
  }
}

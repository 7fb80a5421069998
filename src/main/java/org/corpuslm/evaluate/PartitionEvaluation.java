package org.corpuslm.evaluate;

import java.io.IOException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import org.corpuslm.corpus.EncodedText;
import org.corpuslm.corpus.Vocabulary;
import org.corpuslm.runtime.Staging;
import org.corpuslm.runtime.TaskContext;

/** Accounts for every token of one held-out partition. */
final class PartitionEvaluation {
  private PartitionEvaluation() {}

  /**
   * The account of one partition.
   *
   * @param models a tally per model
   * @param breakdowns what each model is good at
   * @param pairs a tally per pair of models, (0,1), (0,2), …, (1,2), …
   * @param bootstrap replicates of all models
   * @param files details, if they were wanted
   */
  record Result(
      List<PerplexityStats> models,
      List<Breakdown> breakdowns,
      List<PairedStats> pairs,
      BootstrapSums bootstrap,
      List<Staging.StagedFile> files)
      implements Serializable {}

  /** Counts the scores of one partition. */
  static Result of(
      int partition,
      HeldOutScores scores,
      ScoringPlan scoring,
      EvaluationLimits plan,
      TaskContext task)
      throws IOException {
    List<PerplexityStats> tallies = new ArrayList<>();
    List<Breakdown> breakdowns = new ArrayList<>();
    List<double[]> sentences = new ArrayList<>();
    List<Staging.StagedFile> files = new ArrayList<>();
    List<Calibration> calibrations = NextWordSample.of(partition, scores, plan.calibrationRate());
    for (int m = 0; m < scores.models(); m++) {
      EncodedText text = scores.text(m);
      double[] lnP = scores.lnP(m);
      PerplexityStats tally = new PerplexityStats();
      tally.time(scores.nanos(m), scores.loading(m));
      tallies.add(tally);
      sentences.add(count(text.ids(), lnP, tally));
      Breakdown breakdown = new Breakdown(scores.order(m), plan.sentences());
      breakdown.add(text, scores.vocabulary(m), lnP, scores.orders(m));
      breakdown.calibration(calibrations.get(m));
      breakdowns.add(breakdown);
      if (scoring.details() != EvaluateConfig.Details.NONE) {
        files.add(
            DetailsFile.write(
                task, scoring, m, partition, scores.vocabulary(m), text, lnP, scores.orders(m)));
      }
    }
    int[] ids = scores.text(0).ids();
    BootstrapSums bootstrap = bootstrap(partition, ids, sentences, plan.replicates());
    return new Result(tallies, breakdowns, pairs(ids, sentences), bootstrap, files);
  }

  private static BootstrapSums bootstrap(
      int partition, int[] ids, List<double[]> sentences, int replicates) {
    BootstrapSums bootstrap = new BootstrapSums(sentences.size(), replicates);
    double[] weights = new double[replicates];
    double[] sums = new double[sentences.size()];
    int s = 0;
    for (int from = 0, to; from < ids.length; from = to, s++) {
      to = Vocabulary.endOfSentence(ids, from);
      for (int m = 0; m < sums.length; m++) {
        sums[m] = sentences.get(m)[s];
      }
      BootstrapSums.weights(Bootstrap.SEED, partition, s, weights);
      bootstrap.sentence(weights, sums, to - from);
    }
    return bootstrap;
  }

  private static double[] count(int[] ids, double[] lnP, PerplexityStats tally) {
    List<Double> sums = new ArrayList<>();
    for (int from = 0, to; from < ids.length; from = to) {
      to = Vocabulary.endOfSentence(ids, from);
      sums.add(tally.sentence(ids, lnP, from, to));
    }
    return sums.stream().mapToDouble(Double::doubleValue).toArray();
  }

  private static List<PairedStats> pairs(int[] ids, List<double[]> sentences) {
    List<PairedStats> pairs = new ArrayList<>();
    for (int a = 0; a < sentences.size(); a++) {
      for (int b = a + 1; b < sentences.size(); b++) {
        PairedStats pair = new PairedStats();
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

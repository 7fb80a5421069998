package org.corpuslm.evaluate;

import java.io.IOException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import org.corpuslm.corpus.EncodedText;
import org.corpuslm.corpus.Vocabulary;
import org.corpuslm.evaluate.breakdown.Breakdown;
import org.corpuslm.evaluate.breakdown.Calibration;
import org.corpuslm.evaluate.breakdown.NextWordSample;
import org.corpuslm.evaluate.detail.Details;
import org.corpuslm.evaluate.detail.DetailsFile;
import org.corpuslm.evaluate.score.HeldOutPartition;
import org.corpuslm.evaluate.score.HeldOutScores;
import org.corpuslm.evaluate.stats.Bootstrap;
import org.corpuslm.evaluate.stats.BootstrapSums;
import org.corpuslm.evaluate.stats.PairedStats;
import org.corpuslm.evaluate.stats.PerplexityStats;
import org.corpuslm.runtime.Staging;
import org.corpuslm.runtime.TaskContext;

/**
 * Evaluation of one held-out partition, which its task sends to the driver.
 *
 * @param models statistics by model
 * @param breakdowns breakdowns by model
 * @param pairs statistics by pair of models: (0,1), (0,2), …, (1,2), …
 * @param bootstrap replicates of all models
 * @param files staged files with details; empty without details
 */
record PartitionEvaluation(
    List<PerplexityStats> models,
    List<Breakdown> breakdowns,
    List<PairedStats> pairs,
    BootstrapSums bootstrap,
    List<Staging.StagedFile> files)
    implements Serializable {

  /**
   * Limits of the evaluation of each partition. With them the data that the driver receives stays
   * bounded as the number of partitions grows.
   *
   * @param replicates number of bootstrap replicates
   * @param sentences number of hardest and of easiest sentences to keep for every model
   * @param calibrationRate share of the positions at which calibration is measured
   */
  record Limits(int replicates, int sentences, double calibrationRate) implements Serializable {
    private static final int SENTENCES = 10;
    private static final int FEWER_SENTENCES = 3;
    private static final int MANY_PARTITIONS = 1000;

    /** Expected number of positions at which calibration is measured. */
    private static final double CALIBRATION_POSITIONS = 1000;

    private static final double MAX_CALIBRATION_RATE = 0.1;

    static Limits of(List<HeldOutPartition> partitions) {
      double tokens = partitions.stream().mapToDouble(HeldOutPartition::tokensAbout).sum();
      return new Limits(
          Bootstrap.replicates(partitions.size()),
          partitions.size() <= MANY_PARTITIONS ? SENTENCES : FEWER_SENTENCES,
          Math.min(MAX_CALIBRATION_RATE, CALIBRATION_POSITIONS / Math.max(1, tokens)));
    }
  }

  /**
   * Evaluates the scores of a partition, in the task that has them.
   *
   * @param partition index of the partition
   * @param details rows to write
   * @param staging directory to write them to
   */
  static PartitionEvaluation of(
      int partition,
      HeldOutScores scores,
      Limits limits,
      Details details,
      Staging staging,
      TaskContext task)
      throws IOException {
    List<PerplexityStats> models = new ArrayList<>();
    List<Breakdown> breakdowns = new ArrayList<>();
    List<double[]> sentences = new ArrayList<>();
    List<Staging.StagedFile> files = new ArrayList<>();
    List<Calibration> calibrations = NextWordSample.of(partition, scores, limits.calibrationRate());
    for (int m = 0; m < scores.models(); m++) {
      EncodedText text = scores.text(m);
      double[] lnP = scores.lnP(m);
      PerplexityStats stats = new PerplexityStats();
      stats.time(scores.nanos(m), scores.loading(m));
      if (text.size() != null) {
        stats.size(text.size());
      }
      models.add(stats);
      sentences.add(add(text.ids(), lnP, stats));
      Breakdown breakdown = new Breakdown(scores.order(m), limits.sentences());
      breakdown.add(text, scores.vocabulary(m), lnP, scores.orders(m));
      breakdown.calibration(calibrations.get(m));
      breakdowns.add(breakdown);
      if (details != Details.NONE) {
        files.add(DetailsFile.write(task, staging, details, scores, m, partition));
      }
    }
    BootstrapSums bootstrap = bootstrap(partition, scores, sentences, limits.replicates());
    return new PartitionEvaluation(models, breakdowns, pairs(scores, sentences), bootstrap, files);
  }

  private static BootstrapSums bootstrap(
      int partition, HeldOutScores scores, List<double[]> sentences, int replicates) {
    BootstrapSums bootstrap = new BootstrapSums(sentences.size(), replicates);
    double[] weights = new double[replicates];
    int[] from = new int[sentences.size()];
    int most = sentences.stream().mapToInt(sums -> sums.length).max().orElse(0);
    for (int s = 0; s < most; s++) {
      BootstrapSums.weights(Bootstrap.SEED, partition, s, weights);
      for (int m = 0; m < from.length; m++) {
        if (s < sentences.get(m).length) {
          int to = Vocabulary.endOfSentence(scores.text(m).ids(), from[m]);
          bootstrap.sentence(weights, m, sentences.get(m)[s], to - from[m]);
          from[m] = to;
        }
      }
    }
    return bootstrap;
  }

  /** Adds all sentences; returns Σ ln p of each. */
  private static double[] add(int[] ids, double[] lnP, PerplexityStats stats) {
    List<Double> sums = new ArrayList<>();
    for (int from = 0, to; from < ids.length; from = to) {
      to = Vocabulary.endOfSentence(ids, from);
      sums.add(stats.sentence(ids, lnP, from, to));
    }
    return sums.stream().mapToDouble(Double::doubleValue).toArray();
  }

  /** Compares all pairs; nothing is added for models that split the text into other words. */
  private static List<PairedStats> pairs(HeldOutScores scores, List<double[]> sentences) {
    List<PairedStats> pairs = new ArrayList<>();
    for (int a = 0; a < sentences.size(); a++) {
      int[] ids = scores.text(a).ids();
      for (int b = a + 1; b < sentences.size(); b++) {
        PairedStats pair = new PairedStats();
        int end = scores.sameSentences(a, b) ? ids.length : 0;
        int s = 0;
        for (int from = 0, to; from < end; from = to, s++) {
          to = Vocabulary.endOfSentence(ids, from);
          pair.sentence(sentences.get(a)[s], sentences.get(b)[s], to - from);
        }
        pairs.add(pair);
      }
    }
    return pairs;
  }
}

package org.corpuslm.evaluate;

import java.io.IOException;
import java.util.Iterator;
import org.corpuslm.corpus.EncodedText;
import org.corpuslm.corpus.Vocabulary;
import org.corpuslm.model.LanguageModel;
import org.corpuslm.ngram.model.NgramModel;
import org.corpuslm.runtime.ByteSource;
import org.corpuslm.runtime.TaskContext;

/**
 * The scores of all models for one held-out partition. Memory: 9 bytes a token for every model that
 * is scored, 8 more for every mixture.
 */
final class HeldOutScores {
  private final WeightedComponents[] blends;
  private final LanguageModel[] leaves;
  private final boolean[] sharded;
  private final EncodedText[] texts;
  private final double[][] lnP;
  private final byte[][] orders;
  private final long[] nanos;
  private final long[] loading;

  private HeldOutScores(ScoringPlan scoring, HeldOutPartition heldOut, TaskContext task)
      throws IOException {
    int n = scoring.leaves().size();
    blends = scoring.blends().toArray(new WeightedComponents[0]);
    leaves = new LanguageModel[n];
    sharded = new boolean[n];
    texts = new EncodedText[n];
    lnP = new double[n][];
    orders = new byte[n][];
    nanos = new long[n];
    loading = new long[n];
    EncodedText shared = null;
    for (int leaf = 0; leaf < n; leaf++) {
      boolean same = scoring.leaves().get(leaf).sameIds();
      texts[leaf] = same && shared != null ? shared : scoring.text(task.hadoop(), heldOut, leaf);
      shared = same ? texts[leaf] : shared;
      leaves[leaf] = ModelCache.get(task.hadoop(), scoring.leaves().get(leaf));
      sharded[leaf] = scoring.leaves().get(leaf).sharded();
      lnP[leaf] = new double[texts[leaf].ids().length];
      orders[leaf] = new byte[texts[leaf].ids().length];
    }
  }

  /** Scores; {@code answers} are the scores of sharded models for this partition. */
  static HeldOutScores of(
      HeldOutPartition heldOut, Iterator<byte[]> answers, ScoringPlan scoring, TaskContext task)
      throws IOException {
    HeldOutScores scores = new HeldOutScores(scoring, heldOut, task);
    while (answers.hasNext()) {
      scores.unpack(new ByteSource(answers.next()));
    }
    for (int leaf = 0; leaf < scores.leaves.length; leaf++) {
      if (!scoring.leaves().get(leaf).sharded()) {
        scores.loading[leaf] += ModelCache.load(task.hadoop(), scoring.leaves().get(leaf));
        scores.score(leaf, scoring.resetPerSentence());
      }
    }
    return scores;
  }

  private void unpack(ByteSource in) {
    int leaf = in.varint();
    loading[leaf] += in.varlong();
    nanos[leaf] += in.varlong();
    int position = 0;
    while (in.hasMore()) {
      position += in.varint();
      lnP[leaf][position] = DetailsFile.LN10 * in.float64();
      orders[leaf][position] = (byte) in.unsigned();
    }
  }

  private void score(int leaf, boolean resetPerSentence) {
    long start = System.nanoTime();
    leaves[leaf].scorer(resetPerSentence).text(texts[leaf].ids(), lnP[leaf], orders[leaf]);
    nanos[leaf] += System.nanoTime() - start;
  }

  int models() {
    return blends.length;
  }

  /** The text in the ids of a model. */
  EncodedText text(int model) {
    return texts[blends[model].leaves()[0]];
  }

  Vocabulary vocabulary(int model) {
    return leaves[blends[model].leaves()[0]].vocabulary();
  }

  /** ln p of every token. */
  double[] lnP(int model) {
    return blends[model].lnP(lnP);
  }

  /** The order of the n-gram that gave each; 0 for mixtures. */
  byte[] orders(int model) {
    byte[] order = orders[blends[model].leaves()[0]];
    return blends[model].isMixture() ? new byte[order.length] : order;
  }

  /** The order of a model; 0 for mixtures and models that are none of n-grams. */
  int order(int model) {
    return !blends[model].isMixture() && leaves[leavesOf(model)[0]] instanceof NgramModel ngrams
        ? ngrams.facts().order()
        : 0;
  }

  /** Number of models that are scored. */
  int leaves() {
    return leaves.length;
  }

  LanguageModel leaf(int leaf) {
    return leaves[leaf];
  }

  /** The text in the ids of a scored model. */
  EncodedText leafText(int leaf) {
    return texts[leaf];
  }

  /** The scored models that a model consists of. */
  int[] leavesOf(int model) {
    return blends[model].leaves();
  }

  /** Whether this task can ask a model for the probabilities of all words. */
  boolean hasDistribution(int model) {
    for (int leaf : leavesOf(model)) {
      if (sharded[leaf] || !leaves[leaf].normalized()) {
        return false;
      }
    }
    return true;
  }

  /** What a model makes of the scored models' ln p. */
  double[] blend(int model, double[][] leafLnP) {
    return blends[model].lnP(leafLnP);
  }

  /** Time spent on scoring; that of a mixture is that of all its parts. */
  long nanos(int model) {
    return sum(model, nanos);
  }

  /** Time that this task spent on loading; that of a mixture likewise. */
  long loading(int model) {
    return sum(model, loading);
  }

  private long sum(int model, long[] times) {
    long sum = 0;
    for (int leaf : blends[model].leaves()) {
      sum += times[leaf];
    }
    return sum;
  }
}

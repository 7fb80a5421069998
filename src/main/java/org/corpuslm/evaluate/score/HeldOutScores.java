package org.corpuslm.evaluate.score;

import java.io.IOException;
import java.util.Iterator;
import org.corpuslm.corpus.EncodedText;
import org.corpuslm.corpus.Vocabulary;
import org.corpuslm.evaluate.score.ScoringPlan.WeightedComponents;
import org.corpuslm.model.LanguageModel;
import org.corpuslm.ngram.kenlm.BinaryModel;
import org.corpuslm.runtime.ByteSource;
import org.corpuslm.runtime.TaskContext;

/**
 * Scores of one held-out partition under all models of a plan. Takes 9 bytes per token and
 * component, and 8 more per token and mixture while {@link #lnP} is in use.
 */
public final class HeldOutScores {
  private static final double LN10 = Math.log(10);

  /** Binary files cannot list the words after a context, so each word is looked up. */
  private static final int MAX_LOOKED_UP_WORDS = 100_000;

  private final WeightedComponents[] models;
  private final LanguageModel[] components;
  private final boolean[] sharded;
  private final EncodedText[] texts; // by component; those with the same ids share one
  private final double[][] lnP; // [component][token]
  private final byte[][] orders; // [component][token]
  private final long[] nanos;
  private final long[] loading;

  private HeldOutScores(ScoringPlan scoring, HeldOutPartition heldOut, TaskContext task)
      throws IOException {
    int n = scoring.components().size();
    models = scoring.models().toArray(new WeightedComponents[0]);
    components = new LanguageModel[n];
    sharded = new boolean[n];
    texts = new EncodedText[n];
    lnP = new double[n][];
    orders = new byte[n][];
    nanos = new long[n];
    loading = new long[n];
    for (int c = 0; c < n; c++) {
      ModelHandle handle = scoring.components().get(c);
      for (int other = 0; other < c && texts[c] == null; other++) {
        if (handle.readsAs(scoring.components().get(other), heldOut.isPlain())) {
          texts[c] = texts[other];
        }
      }
      texts[c] = texts[c] == null ? scoring.text(task.hadoop(), heldOut, c) : texts[c];
      components[c] = handle.model(task.hadoop());
      sharded[c] = handle.sharded();
      lnP[c] = new double[texts[c].ids().length];
      orders[c] = new byte[texts[c].ids().length];
    }
  }

  /**
   * Scores a partition.
   *
   * @param answers packed scores of the sharded components, from {@link ShardScoring#answers}
   */
  static HeldOutScores of(
      HeldOutPartition heldOut, Iterator<byte[]> answers, ScoringPlan scoring, TaskContext task)
      throws IOException {
    HeldOutScores scores = new HeldOutScores(scoring, heldOut, task);
    while (answers.hasNext()) {
      scores.unpack(new ByteSource(answers.next()));
    }
    for (int c = 0; c < scores.components.length; c++) {
      if (!scores.sharded[c]) {
        scores.loading[c] += scoring.components().get(c).load(task.hadoop());
        scores.score(c, scoring.resetPerSentence());
      }
    }
    return scores;
  }

  private void unpack(ByteSource in) {
    int c = in.varint();
    loading[c] += in.varlong();
    nanos[c] += in.varlong();
    int position = 0;
    while (in.hasMore()) {
      position += in.varint();
      lnP[c][position] = LN10 * in.float64();
      orders[c][position] = (byte) in.unsigned();
    }
  }

  private void score(int c, boolean resetPerSentence) {
    long start = System.nanoTime();
    components[c].scorer(resetPerSentence).text(texts[c].ids(), lnP[c], orders[c]);
    nanos[c] += System.nanoTime() - start;
  }

  /** Returns the number of evaluated models. */
  public int models() {
    return models.length;
  }

  /** Returns the text in the word ids of a model. */
  public EncodedText text(int model) {
    return texts[firstOf(model)];
  }

  /** Returns whether the sentences of a model have the lengths that they have for another. */
  public boolean sameSentences(int a, int b) {
    int[] first = text(a).ids();
    int[] second = text(b).ids();
    if (first == second) {
      return true;
    }
    boolean same = first.length == second.length;
    for (int i = 0; same && i < first.length; i++) {
      same = (first[i] == Vocabulary.EOS) == (second[i] == Vocabulary.EOS);
    }
    return same;
  }

  /** Returns the vocabulary of a model. */
  public Vocabulary vocabulary(int model) {
    return components[firstOf(model)].vocabulary();
  }

  /** Returns ln p of every token under a model, {@code [tokens]}. */
  public double[] lnP(int model) {
    return models[model].lnP(lnP);
  }

  /**
   * Returns the order of the n-gram that gave each probability, {@code [tokens]}; 0 for mixtures
   * and models without n-grams.
   */
  public byte[] orders(int model) {
    byte[] order = orders[firstOf(model)];
    return models[model].isMixture() ? new byte[order.length] : order;
  }

  /** Returns the order of a model; 0 for mixtures and models without n-grams. */
  public int order(int model) {
    return models[model].isMixture() ? 0 : components[firstOf(model)].order();
  }

  private int firstOf(int model) {
    return models[model].indices()[0];
  }

  /** Returns the number of components, which are the models that were scored. */
  public int components() {
    return components.length;
  }

  /** Returns a component. */
  public LanguageModel component(int component) {
    return components[component];
  }

  /** Returns the text in the word ids of a component. */
  public EncodedText componentText(int component) {
    return texts[component];
  }

  /** Returns the indices of the components of a model. */
  public int[] componentsOf(int model) {
    return models[model].indices();
  }

  /**
   * Returns whether this task can ask a model for the probabilities of all next words, in a time
   * like that of scoring.
   */
  public boolean hasDistribution(int model) {
    for (int c : componentsOf(model)) {
      boolean slow =
          components[c] instanceof BinaryModel
              && components[c].vocabulary().size() > MAX_LOOKED_UP_WORDS;
      if (sharded[c] || slow || !components[c].normalized()) {
        return false;
      }
    }
    return true;
  }

  /**
   * Interpolates the components of a model.
   *
   * @param componentLnP ln p, {@code [component][any number of values]}
   * @return ln p of the model for each value
   */
  public double[] interpolate(int model, double[][] componentLnP) {
    return models[model].lnP(componentLnP);
  }

  /** Returns the nanoseconds spent on scoring; for a mixture the sum over its components. */
  public long nanos(int model) {
    return sum(model, nanos);
  }

  /**
   * Returns the nanoseconds that this task spent on loading; for a mixture the sum over its
   * components.
   */
  public long loading(int model) {
    return sum(model, loading);
  }

  private long sum(int model, long[] times) {
    long sum = 0;
    for (int c : componentsOf(model)) {
      sum += times[c];
    }
    return sum;
  }
}

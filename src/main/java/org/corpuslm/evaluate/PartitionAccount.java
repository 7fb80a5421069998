package org.corpuslm.evaluate;

import java.io.IOException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.corpuslm.corpus.EncodedText;
import org.corpuslm.corpus.Vocabulary;
import org.corpuslm.model.LanguageModel;
import org.corpuslm.runtime.ByteSource;
import org.corpuslm.runtime.Staging;
import org.corpuslm.runtime.Worker;

/** Scores one held-out partition with all models and accounts for every token. */
final class PartitionAccount {
  private static final double LN10 = Math.log(10);

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

  /** Scores and counts; {@code answers} are the scores of sharded models for this partition. */
  static Result of(
      int partition,
      HeldOutPartition heldOut,
      Iterator<byte[]> answers,
      Scoring scoring,
      Worker worker)
      throws IOException {
    int n = scoring.models().size();
    List<Tally> tallies = new ArrayList<>();
    List<double[]> sentences = new ArrayList<>();
    List<Staging.StagedFile> files = new ArrayList<>();
    List<EncodedText> texts = new ArrayList<>();
    List<double[]> lnPs = new ArrayList<>();
    List<byte[]> orders = new ArrayList<>();
    for (int m = 0; m < n; m++) {
      EncodedText text = scoring.text(worker.hadoop(), heldOut, m);
      texts.add(text);
      lnPs.add(new double[text.ids().length]);
      orders.add(new byte[text.ids().length]);
      tallies.add(new Tally());
    }
    while (answers.hasNext()) {
      unpack(new ByteSource(answers.next()), tallies, lnPs, orders);
    }
    for (int m = 0; m < n; m++) {
      LanguageModel model = ModelCache.get(worker.hadoop(), scoring.models().get(m));
      int[] ids = texts.get(m).ids();
      if (!scoring.models().get(m).sharded()) {
        long start = System.nanoTime();
        score(model, ids, lnPs.get(m), orders.get(m));
        tallies.get(m).time(System.nanoTime() - start);
      }
      sentences.add(count(ids, lnPs.get(m), tallies.get(m)));
      if (scoring.details() != EvaluateConfig.Details.NONE) {
        files.add(
            DetailsFile.write(
                worker,
                scoring,
                m,
                partition,
                model.vocabulary(),
                texts.get(m),
                lnPs.get(m),
                orders.get(m)));
      }
    }
    return new Result(tallies, pairs(texts.get(0).ids(), sentences), files);
  }

  private static void unpack(
      ByteSource in, List<Tally> tallies, List<double[]> lnPs, List<byte[]> orders) {
    int m = in.varint();
    tallies.get(m).time(in.varlong());
    int position = 0;
    while (in.hasMore()) {
      position += in.varint();
      lnPs.get(m)[position] = LN10 * in.float64();
      orders.get(m)[position] = (byte) in.unsigned();
    }
  }

  private static void score(LanguageModel model, int[] ids, double[] lnP, byte[] order) {
    LanguageModel.Scorer scorer = model.scorer();
    for (int from = 0, to; from < ids.length; from = to) {
      to = endOfSentence(ids, from);
      scorer.sentence(ids, from, to, lnP, order);
    }
  }

  private static double[] count(int[] ids, double[] lnP, Tally tally) {
    List<Double> sums = new ArrayList<>();
    for (int from = 0, to; from < ids.length; from = to) {
      to = endOfSentence(ids, from);
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
          to = endOfSentence(ids, from);
          pair.sentence(sentences.get(a)[s], sentences.get(b)[s], to - from);
        }
        pairs.add(pair);
      }
    }
    return pairs;
  }

  /** Index after the {@code </s>} of the sentence that begins at {@code from}. */
  static int endOfSentence(int[] ids, int from) {
    int to = from;
    while (ids[to] != Vocabulary.EOS) {
      to++;
    }
    return to + 1;
  }
}

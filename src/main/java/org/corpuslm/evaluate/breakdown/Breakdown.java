package org.corpuslm.evaluate.breakdown;

import java.io.Serializable;
import java.util.List;
import org.corpuslm.corpus.EncodedText;
import org.corpuslm.corpus.Vocabulary;
import org.corpuslm.evaluate.stats.TokenStats;

/**
 * Breakdown of one model's tokens by frequency of the word, length of the sentence, position in the
 * sentence and order of the n-gram used; and the model's hardest and easiest sentences. Sums do not
 * depend on the order in which parts are added, except for rounding.
 */
public final class Breakdown implements Serializable {
  private static final long serialVersionUID = 1;

  /**
   * Minimum number of words of ranked sentences: one rare word would make a shorter sentence the
   * hardest one.
   */
  public static final int MIN_WORDS = 3;

  private final TokenStats[] frequency = TokenStats.row(Buckets.frequencies().size());
  private final TokenStats[] length = TokenStats.row(Buckets.LENGTHS.labels().size());
  private final TokenStats[] position = TokenStats.row(Buckets.POSITIONS.labels().size());
  private final TokenStats[] order;
  private final TopSentences hardest;
  private final TopSentences easiest;
  private long backedOff;
  private long backOffs;
  private Calibration calibration;

  /**
   * Makes an empty breakdown.
   *
   * @param maxOrder order of the model; 0 if it has none
   * @param sentences number of hardest and of easiest sentences to keep
   */
  public Breakdown(int maxOrder, int sentences) {
    order = TokenStats.row(maxOrder);
    hardest = new TopSentences(sentences, true);
    easiest = new TopSentences(sentences, false);
  }

  /**
   * Adds all sentences of a partition.
   *
   * @param lnP ln p of each token, {@code [tokens]}
   * @param orders order of the n-gram that gave each p, {@code [tokens]}; unused without orders
   */
  public void add(EncodedText text, Vocabulary vocabulary, double[] lnP, byte[] orders) {
    int[] ids = text.ids();
    for (int from = 0, to; from < ids.length; from = to) {
      to = Vocabulary.endOfSentence(ids, from);
      TokenStats inLength = length[Buckets.LENGTHS.index(to - from - 1L)];
      double sum = 0;
      for (int i = from; i < to; i++) {
        sum += lnP[i];
        inLength.add(lnP[i]);
        frequency[Buckets.frequency(vocabulary, ids[i])].add(lnP[i]);
        position[Buckets.POSITIONS.index(i - from + 1L)].add(lnP[i]);
        if (order.length > 0) {
          count(orders[i], Math.min(order.length, i - from + 2), lnP[i]);
        }
      }
      if (to - from > MIN_WORDS) {
        rank(text, vocabulary, lnP, from, to, -sum / (to - from));
      }
    }
  }

  private void count(int used, int maxOrder, double lnP) {
    order[used - 1].add(lnP);
    backedOff += used < maxOrder ? 1 : 0;
    backOffs += maxOrder - used;
  }

  private void rank(
      EncodedText text, Vocabulary vocabulary, double[] lnP, int from, int to, double nats) {
    hardest.offer(nats, () -> RankedSentence.of(text, vocabulary, lnP, from, to, nats));
    easiest.offer(nats, () -> RankedSentence.of(text, vocabulary, lnP, from, to, nats));
  }

  /** Sets the calibration, measured over a sample of positions; null if there is none. */
  public void calibration(Calibration measured) {
    calibration = measured;
  }

  /** Adds the breakdown of other text under the same model. */
  public void add(Breakdown other) {
    add(frequency, other.frequency);
    add(length, other.length);
    add(position, other.position);
    add(order, other.order);
    hardest.add(other.hardest);
    easiest.add(other.easiest);
    backedOff += other.backedOff;
    backOffs += other.backOffs;
    if (other.calibration != null) {
      if (calibration == null) {
        calibration = new Calibration();
      }
      calibration.add(other.calibration);
    }
  }

  private static void add(TokenStats[] to, TokenStats[] from) {
    for (int i = 0; i < to.length; i++) {
      to[i].add(from[i]);
    }
  }

  /**
   * Returns statistics by training count of the word, as {@link Buckets#frequencies} names them.
   */
  public List<TokenStats> byFrequency() {
    return List.of(frequency);
  }

  /** Returns statistics by length of the sentence, in {@link Buckets#LENGTHS}. */
  public List<TokenStats> byLength() {
    return List.of(length);
  }

  /** Returns statistics by position in the sentence, in {@link Buckets#POSITIONS}. */
  public List<TokenStats> byPosition() {
    return List.of(position);
  }

  /**
   * Returns statistics by order of the n-gram that gave p, from 1; empty if the model has no
   * orders.
   */
  public List<TokenStats> byOrder() {
    return List.of(order);
  }

  /**
   * Returns the number of tokens for which the model lacks the longest possible n-gram, which
   * reaches back to {@code <s>} at most.
   */
  public long backedOff() {
    return backedOff;
  }

  /** Returns the number of back-off steps over all tokens. */
  public long backOffs() {
    return backOffs;
  }

  /** Returns the sentences with the most nats per token, the hardest one first. */
  public List<RankedSentence> hardest() {
    return hardest.list();
  }

  /** Returns the sentences with the fewest nats per token, the easiest one first. */
  public List<RankedSentence> easiest() {
    return easiest.list();
  }

  /** Returns the calibration; null if it could not be measured. */
  public Calibration calibration() {
    return calibration;
  }
}

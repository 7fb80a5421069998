package org.corpuslm.evaluate;

import java.io.Serializable;
import java.util.List;
import org.corpuslm.corpus.EncodedText;
import org.corpuslm.corpus.Vocabulary;

/**
 * Where one model is good and where not: its tokens by the frequency of the word, the length of the
 * sentence, the position in it and the order of the n-gram that was used; its hardest and easiest
 * sentences. Sums of parts are the same in every order but for the last bits.
 */
public final class Breakdown implements Serializable {
  private static final long serialVersionUID = 1;

  /** Shorter sentences are not ranked: a single rare word would make the worst one. */
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
   * Of no text yet.
   *
   * @param maxOrder of the model; 0 if it has none
   * @param sentences how many of the hardest and of the easiest to keep
   */
  Breakdown(int maxOrder, int sentences) {
    order = TokenStats.row(maxOrder);
    hardest = new TopSentences(sentences, true);
    easiest = new TopSentences(sentences, false);
  }

  /** Takes all sentences of a partition. */
  void add(EncodedText text, Vocabulary vocabulary, double[] lnP, byte[] orders) {
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

  private void count(int used, int longest, double lnP) {
    order[used - 1].add(lnP);
    backedOff += used < longest ? 1 : 0;
    backOffs += longest - used;
  }

  private void rank(
      EncodedText text, Vocabulary vocabulary, double[] lnP, int from, int to, double nats) {
    hardest.offer(nats, () -> RankedSentence.of(text, vocabulary, lnP, from, to, nats));
    easiest.offer(nats, () -> RankedSentence.of(text, vocabulary, lnP, from, to, nats));
  }

  /** Sets what a sample of next-word distributions gave; null if there is none. */
  void calibration(Calibration measured) {
    calibration = measured;
  }

  void add(Breakdown other) {
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

  /** By {@link Buckets#frequencies}. */
  public List<TokenStats> byFrequency() {
    return List.of(frequency);
  }

  /** By {@link Buckets#LENGTHS}. */
  public List<TokenStats> byLength() {
    return List.of(length);
  }

  /** By {@link Buckets#POSITIONS}. */
  public List<TokenStats> byPosition() {
    return List.of(position);
  }

  /** By the order of the n-gram that gave p, from 1; empty if the model has no orders. */
  public List<TokenStats> byOrder() {
    return List.of(order);
  }

  /** Tokens whose longest possible n-gram (at most back to {@code <s>}) the model does not have. */
  public long backedOff() {
    return backedOff;
  }

  /** Back-off steps of all tokens. */
  public long backOffs() {
    return backOffs;
  }

  public List<RankedSentence> hardest() {
    return hardest.list();
  }

  public List<RankedSentence> easiest() {
    return easiest.list();
  }

  /** Null if it could not be measured. */
  public Calibration calibration() {
    return calibration;
  }
}

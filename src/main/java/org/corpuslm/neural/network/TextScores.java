package org.corpuslm.neural.network;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.corpuslm.corpus.Vocabulary;

/**
 * Scores a text in streams that go through the network side by side, as training does: a product
 * for many rows costs little more than one for a single row. Without dropout.
 */
public final class TextScores {
  /** Words of a stream that go through the network at a time: bounds the memory. */
  private static final int STEPS = 32;

  private static final int MAX_STREAMS = 32;

  /**
   * Words of a text for every stream it is cut into. A stream begins with the zero state: of its
   * words only the first few are the worse for that.
   */
  public static final int WORDS_PER_STREAM = 4000;

  private TextScores() {}

  /**
   * The state is carried along the text, which is cut into streams of equal length if it is long:
   * one for every {@link #WORDS_PER_STREAM} words, at most 32. The first input of a text is {@code
   * </s>}, that of a later stream the word before it.
   *
   * @param ids words of the text, sentences ending in {@code </s>}
   * @param lnP receives the natural logarithm of p(word | what is before)
   */
  public static void carried(Trainable network, int[] ids, double[] lnP) {
    int n = ids.length;
    int streams = Math.max(1, Math.min(MAX_STREAMS, n / WORDS_PER_STREAM));
    int length = (n + streams - 1) / streams;
    List<int[]> spans = new ArrayList<>();
    for (int from = 0; from < n; from += length) {
      spans.add(new int[] {from, Math.min(n, from + length)});
    }
    score(network, ids, lnP, spans, false);
  }

  /** Every sentence is scored as the first of a text. */
  public static void sentences(Trainable network, int[] ids, double[] lnP) {
    List<int[]> sentences = new ArrayList<>();
    for (int from = 0, to; from < ids.length; from = to) {
      to = Vocabulary.endOfSentence(ids, from);
      sentences.add(new int[] {from, to});
    }
    // Together go those of like length; sorting is stable, so the same text is cut alike.
    sentences.sort(Comparator.comparingInt(s -> s[0] - s[1]));
    for (int i = 0; i < sentences.size(); i += MAX_STREAMS) {
      int end = Math.min(sentences.size(), i + MAX_STREAMS);
      score(network, ids, lnP, sentences.subList(i, end), true);
    }
  }

  /** The longest span is the first. */
  private static void score(
      Trainable network, int[] ids, double[] lnP, List<int[]> spans, boolean sentences) {
    network.clearState();
    int batch = spans.size();
    int longest = batch == 0 ? 0 : spans.get(0)[1] - spans.get(0)[0];
    for (int at = 0; at < longest; at += STEPS) {
      int steps = Math.min(STEPS, longest - at);
      int[] in = new int[steps * batch];
      int[] out = new int[steps * batch];
      Arrays.fill(in, Vocabulary.EOS); // behind the end of a span: scored, and not used
      Arrays.fill(out, Vocabulary.EOS);
      for (int b = 0; b < batch; b++) {
        int from = spans.get(b)[0] + at;
        for (int t = 0; t < steps && from + t < spans.get(b)[1]; t++) {
          boolean first = from + t == 0 || (sentences && at + t == 0);
          in[t * batch + b] = first ? Vocabulary.EOS : ids[from + t - 1];
          out[t * batch + b] = ids[from + t];
        }
      }
      double[] scores = new double[steps * batch];
      network.lnP(steps, batch, in, out, scores);
      for (int b = 0; b < batch; b++) {
        int from = spans.get(b)[0] + at;
        for (int t = 0; t < steps && from + t < spans.get(b)[1]; t++) {
          lnP[from + t] = scores[t * batch + b];
        }
      }
    }
  }
}

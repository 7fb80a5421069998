package org.corpuslm.neural.network;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.corpuslm.corpus.Vocabulary;

/**
 * Scoring of a text in streams that go through the network side by side, as in training, because a
 * product of many rows costs little more than one of a single row.
 */
public final class TextScores {
  /** Steps of one pass through the network; they bound its memory. */
  private static final int STEPS = 32;

  private static final int MAX_STREAMS = 32;

  /**
   * Words of a text per stream. A stream begins with the zero state, which affects only its first
   * few words.
   */
  public static final int WORDS_PER_STREAM = 4000;

  private TextScores() {}

  /**
   * Scores a text with its state carried from sentence to sentence. A long text is cut into streams
   * of equal length, one per {@link #WORDS_PER_STREAM} words, at most 32. The first input of the
   * text is {@code </s>}; that of a later stream is the word before it.
   *
   * @param network its state is lost
   * @param ids words of the text, sentences ending in {@code </s>}
   * @param lnP receives ln p(word | words before it), one number per word
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

  /** Scores every sentence as if it were the first of a text; see {@link #carried}. */
  public static void sentences(Trainable network, int[] ids, double[] lnP) {
    List<int[]> sentences = new ArrayList<>();
    for (int from = 0, to; from < ids.length; from = to) {
      to = Vocabulary.endOfSentence(ids, from);
      sentences.add(new int[] {from, to});
    }
    // Sentences of similar length go together. The sort is stable: the same text gives the same
    // cut.
    sentences.sort(Comparator.comparingInt(s -> s[0] - s[1]));
    for (int i = 0; i < sentences.size(); i += MAX_STREAMS) {
      int end = Math.min(sentences.size(), i + MAX_STREAMS);
      score(network, ids, lnP, sentences.subList(i, end), true);
    }
  }

  /** Scores spans [from, to) side by side; the first must be the longest. */
  private static void score(
      Trainable network, int[] ids, double[] lnP, List<int[]> spans, boolean sentences) {
    network.clearState();
    int batch = spans.size();
    int longest = batch == 0 ? 0 : spans.get(0)[1] - spans.get(0)[0];
    for (int at = 0; at < longest; at += STEPS) {
      int steps = Math.min(STEPS, longest - at);
      int[] in = new int[steps * batch];
      int[] out = new int[steps * batch];
      Arrays.fill(in, Vocabulary.EOS); // after the end of a span: scored, but not used
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

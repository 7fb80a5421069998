package org.corpuslm.score;

import java.util.ArrayList;
import java.util.List;
import org.corpuslm.corpus.DocumentEncoder;
import org.corpuslm.corpus.InputFormat;
import org.corpuslm.evaluate.stats.CompensatedSum;
import org.corpuslm.model.LanguageModel;

/**
 * Scores documents with one model, many at a time, so that look-ups overlap. Every document begins
 * with the zero state of a neural model. Not thread-safe.
 */
public final class DocumentScorer {
  /** Tokens after which documents are scored. */
  static final int BATCH_TOKENS = 1 << 16;

  private static final double LN10 = Math.log(10);

  private final LanguageModel model;
  private final DocumentEncoder encoder;
  private final List<Waiting> waiting = new ArrayList<>();

  /** A document that waits for its batch. */
  private record Waiting(int from, int to, long oov, long bytes) {}

  /**
   * Makes a scorer.
   *
   * @param format what becomes a sentence of a document
   */
  public DocumentScorer(LanguageModel model, InputFormat format) {
    this.model = model;
    this.encoder = new DocumentEncoder(model.text(), model.vocabulary(), format);
  }

  /** Adds a document: valid UTF-8 at {@code off … off+len−1}. */
  public void add(byte[] buf, int off, int len) {
    int from = encoder.size();
    encoder.add(buf, off, len);
    waiting.add(new Waiting(from, encoder.size(), encoder.oov(), encoder.bytes()));
  }

  /** Returns whether enough tokens wait to be scored. */
  public boolean isFull() {
    return encoder.size() >= BATCH_TOKENS;
  }

  /** Returns the scores of all documents since the last call, in their order. */
  public List<DocumentScore> take() {
    int[] ids = encoder.take();
    double[] lnP = new double[ids.length];
    byte[] orders = new byte[ids.length];
    if (!model.carriesState()) {
      model.scorer().text(ids, lnP, orders);
    }
    List<DocumentScore> scores = new ArrayList<>(waiting.size());
    for (Waiting document : waiting) {
      if (model.carriesState()) {
        text(ids, document, lnP, orders);
      }
      CompensatedSum sum = new CompensatedSum();
      for (int i = document.from(); i < document.to(); i++) {
        sum.add(lnP[i]);
      }
      scores.add(
          new DocumentScore(
              document.to() - document.from(),
              document.oov(),
              sum.value() / LN10,
              document.bytes()));
    }
    waiting.clear();
    return scores;
  }

  private void text(int[] ids, Waiting document, double[] lnP, byte[] orders) {
    int length = document.to() - document.from();
    int[] own = new int[length];
    System.arraycopy(ids, document.from(), own, 0, length);
    double[] ownLnP = new double[length];
    model.scorer().text(own, ownLnP, new byte[length]);
    System.arraycopy(ownLnP, 0, lnP, document.from(), length);
  }
}

package org.corpuslm.neural.model;

import java.util.Arrays;
import org.corpuslm.corpus.Vocabulary;
import org.corpuslm.model.StateModel;
import org.corpuslm.neural.kernel.Values;
import org.corpuslm.neural.network.Network;
import org.corpuslm.neural.network.TextScores;

/**
 * Scores text with a network in the way it was trained: the first input of a text is {@code </s>}
 * with the zero state; after the {@code </s>} of a sentence comes the next sentence, without {@code
 * <s>}.
 *
 * <p>{@link #sentence} and {@link #next} each have their own state: calls of one do not affect the
 * other. Between calls a scorer holds a state only; the network is borrowed from the model for the
 * time of a call. Not thread-safe.
 */
final class NeuralScorer implements StateModel.StateScorer {
  /** Steps of one pass through the network; they bound the memory of long sentences. */
  private static final int STEPS = 64;

  private final NeuralModel model;
  private final boolean resetPerSentence;

  /** State after the last sentence; null = the zero state. */
  private double[][] afterSentence;

  private int lastWord = Vocabulary.EOS;

  /** State after the history of the last call; null = the zero state. */
  private double[][] afterHistory;

  private int[] lastHistory = new int[0];

  /**
   * Creates a scorer at the start of a text.
   *
   * @param resetPerSentence whether every sentence is the first of a text
   */
  NeuralScorer(NeuralModel model, boolean resetPerSentence) {
    this.model = model;
    this.resetPerSentence = resetPerSentence;
  }

  /**
   * Continues from the state after the previous sentence, unless every sentence starts from the
   * zero state.
   */
  @Override
  public void sentence(int[] ids, int from, int to, double[] lnP, byte[] order) {
    sentence(ids, from, to, lnP, order, null);
  }

  @Override
  public void sentence(int[] ids, int from, int to, double[] lnP, byte[] order, float[] states) {
    if (resetPerSentence) {
      afterSentence = null;
      lastWord = Vocabulary.EOS;
    }
    model.use(network -> sentence(network, ids, from, to, lnP, states));
    Arrays.fill(order, from, to, (byte) NO_ORDER);
  }

  private void sentence(
      Network network, int[] ids, int from, int to, double[] lnP, float[] states) {
    begin(network, afterSentence);
    for (int at = from; at < to; at += STEPS) {
      int steps = Math.min(STEPS, to - at);
      int[] in = new int[steps];
      in[0] = lastWord;
      System.arraycopy(ids, at, in, 1, steps - 1);
      Values hidden = network.hidden(steps, 1, in);
      network.output().lnP(hidden, steps, ids, at, lnP);
      if (states != null) {
        read(hidden, steps, states, at - from);
      }
      lastWord = ids[at + steps - 1];
    }
    afterSentence = network.state();
  }

  /** Copies the states of {@code steps} words to the rows from {@code row} on. */
  private void read(Values hidden, int steps, float[] states, int row) {
    int size = model.stateSize();
    hidden.read(0, states, row * size, steps * size);
  }

  @Override
  public float[] states(int[] history) {
    int[] in = input(history);
    float[] states = new float[Math.multiplyExact(in.length, model.stateSize())];
    model.use(
        network -> {
          network.clearState();
          for (int at = 0; at < in.length; at += STEPS) {
            int steps = Math.min(STEPS, in.length - at);
            int[] part = Arrays.copyOfRange(in, at, at + steps);
            read(network.hidden(steps, 1, part), steps, states, at);
          }
        });
    return states;
  }

  /** Returns the inputs of the network for a history. */
  private static int[] input(int[] history) {
    int[] in = history.length == 0 ? new int[] {Vocabulary.EOS} : history.clone();
    if (in[0] == Vocabulary.BOS) {
      in[0] = Vocabulary.EOS;
    }
    return in;
  }

  @Override
  public void text(int[] ids, double[] lnP, byte[] order) {
    model.use(
        network -> {
          if (resetPerSentence) {
            TextScores.sentences(network, ids, lnP);
          } else {
            TextScores.carried(network, ids, lnP);
          }
        });
    Arrays.fill(order, (byte) NO_ORDER);
  }

  private static void begin(Network network, double[][] state) {
    if (state == null) {
      network.clearState();
    } else {
      network.restoreState(state);
    }
  }

  /**
   * Computes the distribution after a history. If the history extends that of the last call, only
   * the new words go through the network, otherwise the whole history does, from the zero state. An
   * empty history is the start of a text.
   */
  @Override
  public void next(int[] history, double[] lnP) {
    int[] in = input(history);
    int known = lastHistory.length;
    boolean goesOn = in.length > known && Arrays.equals(in, 0, known, lastHistory, 0, known);
    if (!goesOn) {
      afterHistory = null;
    }
    model.use(network -> next(network, in, goesOn ? known : 0, lnP));
    lastHistory = in;
  }

  private void next(Network network, int[] in, int from, double[] lnP) {
    begin(network, afterHistory);
    for (int at = from; at < in.length; at += STEPS) {
      int steps = Math.min(STEPS, in.length - at);
      Values hidden = network.hidden(steps, 1, Arrays.copyOfRange(in, at, at + steps));
      if (at + steps == in.length) {
        network.output().lnP(hidden, steps - 1, lnP);
      }
    }
    afterHistory = network.state();
  }
}

package org.corpuslm.neural.data;

import java.io.IOException;
import java.io.Serializable;
import org.corpuslm.neural.kernel.WordOutput;
import org.corpuslm.runtime.BadInputException;

/**
 * How the training text is cut: into workers·batch contiguous columns of equal length but for one
 * word, walked in stretches of T steps, the state carried along (Mikolov et al. 2010; Zaremba et
 * al. 2014). Every word of the text is predicted exactly once in an epoch, each from the one before
 * it.
 *
 * @param words of the training text, with one {@code </s>} per sentence
 * @param workers that each have {@code batch} neighboring columns
 * @param batch columns of one worker
 * @param steps T
 */
public record BatchPlan(long words, int workers, int batch, int steps) implements Serializable {
  public BatchPlan {
    positive("--workers", workers);
    positive("--batch", batch);
    positive("--bptt", steps);
    long columns = (long) workers * batch;
    if (words < columns) {
      throw new BadInputException(
          ("the training text has %d words, fewer than --workers %d x --batch %d = %d columns; use"
                  + " fewer of either, or more text")
              .formatted(words, workers, batch, columns));
    }
    if (words / columns >= MAX_COLUMN) {
      throw new BadInputException(
          ("the training text has %,d words, in --workers %d x --batch %d = %d columns of more than"
                  + " %,d words each; use more of either")
              .formatted(words, workers, batch, columns, MAX_COLUMN));
    }
  }

  /** Words of a column at most, so that minibatches can be numbered. */
  private static final long MAX_COLUMN = Integer.MAX_VALUE - 8L;

  private static void positive(String name, int value) {
    if (value < 1) {
      throw new BadInputException("%s is %d; it must be at least 1".formatted(name, value));
    }
  }

  private long start(long column) {
    long columns = (long) workers * batch;
    return words / columns * column + words % columns * column / columns;
  }

  /** Index of a worker's first word. */
  public long firstWord(int worker) {
    return start((long) worker * batch);
  }

  /** Index after a worker's last word. */
  public long endWord(int worker) {
    return start((long) (worker + 1) * batch);
  }

  /** Words of the longest column. */
  private long longest() {
    long columns = (long) workers * batch;
    return (words + columns - 1) / columns;
  }

  /** Minibatches of an epoch, the same number for every worker; the last may be shorter. */
  public int minibatches() {
    return Math.toIntExact((longest() + steps - 1) / steps);
  }

  /** Steps of a minibatch. */
  public int steps(int minibatch) {
    return (int) Math.min(steps, longest() - (long) minibatch * steps);
  }

  /**
   * One minibatch of a worker.
   *
   * @param text the word before the worker's first one, then its words
   * @param in receives the words before those to predict, [T, B]
   * @param out receives the words to predict, {@link WordOutput#NO_LABEL} after a column's end
   * @return how many there are to predict
   */
  public int fill(int worker, int minibatch, Words text, int[] in, int[] out) throws IOException {
    int t = steps(minibatch);
    int labels = 0;
    int[] words = new int[t + 1];
    for (int b = 0; b < batch; b++) {
      long column = (long) worker * batch + b;
      long at = start(column) + (long) minibatch * steps;
      long end = start(column + 1);
      long offset = at - firstWord(worker);
      int there = (int) Math.min(t + 1L, text.size() - offset);
      text.read(offset, there, words);
      for (int i = 0; i < t; i++) {
        boolean inside = at + i < end;
        in[i * batch + b] = words[Math.min(i, there - 1)];
        out[i * batch + b] = inside ? words[i + 1] : WordOutput.NO_LABEL;
        labels += inside ? 1 : 0;
      }
    }
    return labels;
  }
}

package org.corpuslm.neural.training;

import java.io.IOException;
import java.io.Serializable;
import org.corpuslm.neural.kernel.WordOutput;
import org.corpuslm.runtime.BadInputException;

/**
 * How the training text is cut: into workers·batch contiguous streams of equal length but for one
 * word, walked in segments of T steps, the state carried along (Mikolov et al. 2010; Zaremba et al.
 * 2014). Every word of the text is predicted exactly once in an epoch, each from the one before it.
 *
 * @param words of the training text, with one {@code </s>} per sentence
 * @param workers that each have {@code batch} neighboring streams
 * @param batch streams of one worker
 * @param steps T
 */
record BatchPlan(long words, int workers, int batch, int bptt) implements Serializable {
  BatchPlan {
    positive("--workers", workers);
    positive("--batch", batch);
    positive("--bptt", bptt);
    long streams = (long) workers * batch;
    if (words < streams) {
      throw new BadInputException(
          ("the training text has %d words, fewer than --workers %d x --batch %d = %d streams; use"
                  + " fewer of either, or more text")
              .formatted(words, workers, batch, streams));
    }
    if (words / streams >= MAX_STREAM) {
      throw new BadInputException(
          ("the training text has %,d words, in --workers %d x --batch %d = %d streams of more than"
                  + " %,d words each; use more of either")
              .formatted(words, workers, batch, streams, MAX_STREAM));
    }
  }

  /** Words of a stream at most, so that minibatches can be numbered. */
  private static final long MAX_STREAM = Integer.MAX_VALUE - 8L;

  private static void positive(String name, int value) {
    if (value < 1) {
      throw new BadInputException("%s is %d; it must be at least 1".formatted(name, value));
    }
  }

  private long start(long stream) {
    long streams = (long) workers * batch;
    return words / streams * stream + words % streams * stream / streams;
  }

  /** Index of a worker's first word. */
  long firstWord(int worker) {
    return start((long) worker * batch);
  }

  /** Index after a worker's last word. */
  long endWord(int worker) {
    return start((long) (worker + 1) * batch);
  }

  /** Words of the longest stream. */
  private long longest() {
    long streams = (long) workers * batch;
    return (words + streams - 1) / streams;
  }

  /** Minibatches of an epoch, the same number for every worker; the last may be shorter. */
  int minibatches() {
    return Math.toIntExact((longest() + bptt - 1) / bptt);
  }

  /** Steps of a minibatch. */
  int steps(int minibatch) {
    return (int) Math.min(bptt, longest() - (long) minibatch * bptt);
  }

  /**
   * One minibatch of a worker.
   *
   * @param text the word before the worker's first one, then its words
   * @param in receives the words before those to predict, [T, B]
   * @param out receives the words to predict, {@link WordOutput#NO_LABEL} after a stream's end
   * @return how many there are to predict
   */
  int fill(int worker, int minibatch, Words text, int[] in, int[] out) throws IOException {
    int t = steps(minibatch);
    int labels = 0;
    int[] words = new int[t + 1];
    for (int b = 0; b < batch; b++) {
      long stream = (long) worker * batch + b;
      long at = start(stream) + (long) minibatch * bptt;
      long end = start(stream + 1);
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

  /** The text of a worker: the word before its first one, then its words. */
  interface Words {
    /** Number of words. */
    long size();

    /** Reads {@code n} words from index {@code from} on into the beginning of {@code words}. */
    void read(long from, int n, int[] words) throws IOException;

    /** Words in memory. */
    static Words of(int[] text) {
      return new Words() {
        @Override
        public long size() {
          return text.length;
        }

        @Override
        public void read(long from, int n, int[] words) {
          System.arraycopy(text, Math.toIntExact(from), words, 0, n);
        }
      };
    }
  }
}

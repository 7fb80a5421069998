package org.corpuslm.neural.training;

import java.io.IOException;
import java.io.Serializable;
import org.corpuslm.neural.kernel.WordOutput;
import org.corpuslm.runtime.BadInputException;

/**
 * The division of the training text into minibatches. The text is cut into workers·batch contiguous
 * streams whose lengths differ by at most one word. A minibatch is a segment of T steps of the
 * streams of one worker; the state carries over from segment to segment (truncated BPTT: Mikolov et
 * al. 2010, Zaremba et al. 2014). In an epoch every word is predicted exactly once, from the words
 * before it.
 *
 * @param words words of the training text, with one {@code </s>} per sentence
 * @param workers workers, each of which has {@code batch} neighboring streams
 * @param batch B, streams of one worker
 * @param bptt T, steps of a segment
 */
record BatchPlan(long words, int workers, int batch, int bptt) implements Serializable {
  /**
   * Checks the sizes.
   *
   * @throws BadInputException if there are fewer words than streams, or streams of 2³¹ words or
   *     more
   */
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

  /** Maximum number of words of a stream, so that minibatches can be numbered by an int. */
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

  /** Returns the index of a worker's first word in the text. */
  long firstWord(int worker) {
    return start((long) worker * batch);
  }

  /** Returns the index after a worker's last word. */
  long endWord(int worker) {
    return start((long) (worker + 1) * batch);
  }

  /** Returns the words of the longest stream. */
  private long longest() {
    long streams = (long) workers * batch;
    return (words + streams - 1) / streams;
  }

  /** Returns the minibatches of an epoch, equal for all workers; the last may be shorter. */
  int minibatches() {
    return Math.toIntExact((longest() + bptt - 1) / bptt);
  }

  /** Returns the steps of a minibatch: T, or fewer for the last one. */
  int steps(int minibatch) {
    return (int) Math.min(bptt, longest() - (long) minibatch * bptt);
  }

  /**
   * Fills one minibatch of a worker.
   *
   * @param text the word before the worker's first one, then its words
   * @param in receives the words before those to predict, [T, B]
   * @param out receives the words to predict, [T, B], or {@link WordOutput#NO_LABEL} after the end
   *     of a stream
   * @return the number of words to predict
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

  /** The text of one worker: the word before its first one, then its words. */
  interface Words {
    /** Returns the number of words, including the preceding word. */
    long size();

    /** Reads {@code n} words from index {@code from} on into the beginning of {@code words}. */
    void read(long from, int n, int[] words) throws IOException;

    /** Returns words in memory. */
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

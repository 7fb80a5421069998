package org.corpuslm.model.cache;

/**
 * The last W words of a text, with a distribution over them:
 *
 * <p>p(w) = Σ_i 1[w = x_i] exp(θ s_i) / Σ_i exp(θ s_i)
 *
 * <p>With states, s_i is the product h_i·h of the state before word x_i and the state before the
 * word that is asked for: a word is likely where it followed a similar history (the continuous
 * cache of Grave, Joulin and Usunier 2017, equation 3). Without states, s_i is minus the number of
 * words after x_i, so that words count less the longer ago they were (Kuhn and De Mori 1990; with
 * exponential decay Clarkson and Robinson 1997).
 *
 * <p>Takes 4 (H + 4) bytes per word of the window, and W·H multiplications for each question. Not
 * thread-safe.
 */
public final class WordCache {
  private final int window;
  private final int stateSize;
  private final int[] words;
  private final float[] states;
  private final double[] similarities;
  private int size;
  private int next;

  /**
   * Creates an empty cache.
   *
   * @param window W
   * @param stateSize H; 0 = without states
   */
  public WordCache(int window, int stateSize) {
    this.window = window;
    this.stateSize = stateSize;
    this.words = new int[window];
    this.states = new float[Math.multiplyExact(window, stateSize)];
    this.similarities = new double[window];
  }

  /** Returns the bytes of a cache. */
  static long memory(int window, int stateSize) {
    return window * (4L * stateSize + Integer.BYTES + Double.BYTES);
  }

  /** Forgets all words. */
  public void clear() {
    size = 0;
    next = 0;
  }

  /** Returns whether there are no words. */
  public boolean isEmpty() {
    return size == 0;
  }

  /**
   * Adds the next word of the text, in the place of the oldest one if the window is full.
   *
   * @param from holds the state before the word at {@code row·H}; unused without states
   */
  public void add(int word, float[] from, int row) {
    words[next] = word;
    if (stateSize > 0) {
      System.arraycopy(from, row * stateSize, states, next * stateSize, stateSize);
    }
    next = next + 1 == window ? 0 : next + 1;
    size = Math.min(window, size + 1);
  }

  /**
   * Compares all words with the position that the following questions are about; call it again
   * after {@link #add}.
   *
   * @param from holds the state before the word that is asked for at {@code row·H}; unused without
   *     states
   */
  public void compare(float[] from, int row) {
    for (int i = 0; i < size; i++) {
      similarities[i] = stateSize > 0 ? product(i, from, row) : -age(i);
    }
  }

  /** Sums in four places, so that additions need not wait for one another. */
  private double product(int i, float[] from, int row) {
    int a = i * stateSize;
    int b = row * stateSize;
    float s0 = 0;
    float s1 = 0;
    float s2 = 0;
    float s3 = 0;
    int k = 0;
    for (; k + 3 < stateSize; k += 4) {
      s0 += states[a + k] * from[b + k];
      s1 += states[a + k + 1] * from[b + k + 1];
      s2 += states[a + k + 2] * from[b + k + 2];
      s3 += states[a + k + 3] * from[b + k + 3];
    }
    for (; k < stateSize; k++) {
      s0 += states[a + k] * from[b + k];
    }
    return s0 + s1 + (s2 + s3);
  }

  /** Returns the number of words after that in place {@code i}. */
  private int age(int i) {
    return i < next ? next - 1 - i : next - 1 - i + window;
  }

  /** Returns p(word) for a θ of at least 0; 0 for all words of an empty cache. */
  public double probability(int word, double theta) {
    double max = max();
    double sum = 0;
    double of = 0;
    for (int i = 0; i < size; i++) {
      double e = Math.exp(theta * (similarities[i] - max));
      sum += e;
      if (words[i] == word) {
        of += e;
      }
    }
    return size == 0 ? 0 : of / sum;
  }

  /**
   * Adds weight·p(w) to every word.
   *
   * @param p [|vocabulary|]
   */
  void addTo(double[] p, double theta, double weight) {
    double max = max();
    double sum = 0;
    for (int i = 0; i < size; i++) {
      sum += Math.exp(theta * (similarities[i] - max));
    }
    for (int i = 0; i < size; i++) {
      p[words[i]] += weight * Math.exp(theta * (similarities[i] - max)) / sum;
    }
  }

  private double max() {
    double max = Double.NEGATIVE_INFINITY;
    for (int i = 0; i < size; i++) {
      max = Math.max(max, similarities[i]);
    }
    return max;
  }
}

package org.corpuslm.ngram;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Slow, obvious n-gram models written from the formulas; the oracle of the fast ones.
 *
 * <p>Everything is a {@link HashMap} over lists of words, complete in memory. Notation: h is a
 * context, h' is h without its first word, ε the empty context, hw is h followed by w, c(g) the raw
 * count of g in the text, a(g) its adjusted count, |V| the size of {@link #vocabulary()}.
 *
 * <ul>
 *   <li>S. F. Chen and J. Goodman (1998), An Empirical Study of Smoothing Techniques for Language
 *       Modeling, Harvard TR-10-98: modified Kneser-Ney
 *   <li>G. J. Lidstone (1920), Note on the general case of the Bayes-Laplace formula for inductive
 *       or a posteriori probabilities: add-delta
 *   <li>T. Brants, A. C. Popat, P. Xu, F. J. Och and J. Dean (2007), Large Language Models in
 *       Machine Translation, EMNLP: stupid backoff
 * </ul>
 */
public final class SlowNgrams {
  public static final String UNKNOWN = "<unk>";
  public static final String BEGIN = "<s>";
  public static final String END = "</s>";

  /** The probability (or, for stupid backoff, the score) of a word after a history. */
  @FunctionalInterface
  public interface Model {
    /**
     * The history may be any words, oldest first, and may contain {@code <s>}: only its last
     * order-1 words matter, and nothing before a {@code <s>}. Words outside the vocabulary are
     * scored as {@code <unk>}; {@code <s>} is never predicted and has probability 0.
     */
    double p(List<String> history, String word);
  }

  private final int order;
  private final Set<String> vocabulary = new HashSet<>();
  private final List<Map<List<String>, Long>> raw = new ArrayList<>();
  private final List<Map<List<String>, Long>> adjusted = new ArrayList<>();
  private final Map<List<String>, Long> contextCounts = new HashMap<>();

  /**
   * Counts the n-grams of the sentences, which come without {@code <s>} and {@code </s>}. A word
   * {@code <unk>} in them is the unknown word, with its training count.
   */
  public SlowNgrams(List<List<String>> sentences, int order) {
    require(order >= 1, "order must be at least 1, was " + order);
    require(!sentences.isEmpty(), "no sentences");
    this.order = order;
    vocabulary.add(UNKNOWN);
    vocabulary.add(END);
    for (List<String> sentence : sentences) {
      require(!sentence.contains(BEGIN) && !sentence.contains(END), "<s> or </s> in " + sentence);
      vocabulary.addAll(sentence);
    }
    for (int k = 1; k <= order; k++) {
      raw.add(countRaw(sentences, k));
    }
    for (int k = 1; k < order; k++) {
      adjusted.add(adjust(raw(k), raw(k + 1)));
    }
    adjusted.add(raw(order));
    for (Map<List<String>, Long> counts : raw) {
      counts.forEach((hw, count) -> contextCounts.merge(withoutLast(hw), count, Long::sum));
    }
  }

  /** Padding with more than one {@code <s>} would only add n-grams that are not in the model. */
  private static Map<List<String>, Long> countRaw(List<List<String>> sentences, int k) {
    Map<List<String>, Long> counts = new HashMap<>();
    for (List<String> sentence : sentences) {
      List<String> padded = new ArrayList<>();
      padded.add(BEGIN);
      padded.addAll(sentence);
      padded.add(END);
      for (int from = k == 1 ? 1 : 0; from + k <= padded.size(); from++) {
        counts.merge(List.copyOf(padded.subList(from, from + k)), 1L, Long::sum);
      }
    }
    return Collections.unmodifiableMap(counts);
  }

  /** a(g) = c(g) if g starts with {@code <s>}, else the number of different words left of g. */
  private static Map<List<String>, Long> adjust(
      Map<List<String>, Long> raw, Map<List<String>, Long> rawOneLonger) {
    Map<List<String>, Long> counts = new HashMap<>();
    raw.forEach(
        (g, count) -> {
          if (g.get(0).equals(BEGIN)) {
            counts.put(g, count);
          }
        });
    for (List<String> longer : rawOneLonger.keySet()) {
      counts.merge(List.copyOf(longer.subList(1, longer.size())), 1L, Long::sum);
    }
    return Collections.unmodifiableMap(counts);
  }

  public int order() {
    return order;
  }

  /**
   * c(g) of all k-grams of the padded text with at most one {@code <s>}, in first position; for k=1
   * without {@code <s>}.
   */
  public Map<List<String>, Long> raw(int k) {
    return raw.get(k - 1);
  }

  /**
   * a(g): the raw count for the highest order and for what starts with {@code <s>}, else the number
   * of different words seen left of g, where {@code <s>} counts as one (Chen & Goodman 1998,
   * section 3.1, N1+(•g)).
   */
  public Map<List<String>, Long> adjusted(int k) {
    return adjusted.get(k - 1);
  }

  /** Every training word plus {@code <unk>} and {@code </s>}, without {@code <s>}. */
  public Set<String> vocabulary() {
    return Collections.unmodifiableSet(vocabulary);
  }

  /**
   * D1, D2 and D3+ of order k (Chen & Goodman 1998, section 3.1): with n_j the number of k-grams
   * with a(g) = j, Y = n1 / (n1 + 2 n2) and D_j = j - (j + 1) Y n_{j+1} / n_j.
   *
   * @throws IllegalStateException if n1, n2 or n3 is 0 or a D_j is outside [0, j]
   */
  public double[] discounts(int k) {
    long[] n = new long[5];
    for (long a : adjusted(k).values()) {
      if (a <= 4) {
        n[(int) a]++;
      }
    }
    if (n[1] == 0 || n[2] == 0 || n[3] == 0) {
      throw new IllegalStateException(
          "no discounts for order %d: n1=%d n2=%d n3=%d".formatted(k, n[1], n[2], n[3]));
    }
    double[] discounts = new double[3];
    for (int j = 1; j <= 3; j++) {
      long denominator = n[j] * (n[1] + 2 * n[2]);
      double d = (double) (j * denominator - (j + 1) * n[1] * n[j + 1]) / denominator;
      if (d < 0 || d > j) {
        throw new IllegalStateException(
            "no discounts for order %d: D%d=%s is outside [0, %d]".formatted(k, j, d, j));
      }
      discounts[j - 1] = d;
    }
    return discounts;
  }

  /**
   * Interpolated modified Kneser-Ney (Chen & Goodman 1998), see {@link SlowSmoothingKneserNey}.
   *
   * @param discountFallback use 0.5, 1 and 1.5 for the orders whose discounts are undefined
   * @param prune the raw-count threshold of each order from 1, the last one repeating: the first
   *     one 0, none smaller than the one before; no thresholds prune nothing
   */
  public Model modifiedKneserNey(boolean discountFallback, int... prune) {
    Model model = new SlowSmoothingKneserNey(this, discountFallback, prune);
    return (history, word) ->
        word.equals(BEGIN) ? 0 : model.p(context(history), knownOrUnknown(word));
  }

  /** Kneser and Ney (1995), interpolated, see {@link SlowSmoothingAbsolute}. */
  public Model kneserNey(int... prune) {
    return padded(new SlowSmoothingAbsolute(this, true, prune));
  }

  /** Ney, Essen and Kneser (1994), interpolated, see {@link SlowSmoothingAbsolute}. */
  public Model absolute(int... prune) {
    return padded(new SlowSmoothingAbsolute(this, false, prune));
  }

  /** Witten and Bell (1991), method C, interpolated, see {@link SlowSmoothingWittenBell}. */
  public Model wittenBell(int... prune) {
    return padded(new SlowSmoothingWittenBell(this, prune));
  }

  /**
   * Katz (1987), see {@link SlowSmoothingKatz}.
   *
   * @throws IllegalStateException if the Good-Turing discounts are undefined
   */
  public Model katz(int... prune) {
    return padded(new SlowSmoothingKatz(this, prune));
  }

  /** The weight of an order for contexts of a count. */
  @FunctionalInterface
  public interface Lambda {
    double of(int order, long contextCount);
  }

  /** Jelinek and Mercer (1980), see {@link SlowSmoothingJelinekMercer}. */
  public Model jelinekMercer(Lambda lambda, int... prune) {
    return padded(new SlowSmoothingJelinekMercer(this, lambda, prune));
  }

  private Model padded(Model model) {
    return (history, word) ->
        word.equals(BEGIN) ? 0 : model.p(context(history), knownOrUnknown(word));
  }

  /**
   * The k-grams that pruning leaves in the model: those with c(g) above the threshold of order k,
   * whatever words they contain; {@code prune} as in {@link #modifiedKneserNey}. For k=1 this is
   * without {@code <s>}, and without {@code <unk>} unless the text has it.
   */
  public Set<List<String>> kept(int k, int... prune) {
    Set<List<String>> kept = new HashSet<>();
    raw(k)
        .forEach(
            (g, count) -> {
              if (!isPruned(g, prune)) {
                kept.add(g);
              }
            });
    return kept;
  }

  boolean isPruned(List<String> g, int... prune) {
    return raw(g.size()).get(g) <= threshold(g.size(), prune);
  }

  private int threshold(int k, int... prune) {
    if (prune.length == 0) {
      return 0;
    }
    require(prune.length <= order, prune.length + " thresholds for order " + order);
    require(prune[0] == 0, "unigrams cannot be pruned, their threshold was " + prune[0]);
    for (int i = 1; i < prune.length; i++) {
      require(prune[i] >= prune[i - 1], "the thresholds must not decrease");
    }
    return prune[Math.min(k, prune.length) - 1];
  }

  /**
   * Maximum likelihood: p(w|h) = c(hw) / c(h), with h the longest suffix of the history that was
   * seen as a context; p(w|ε) = c(w) / tokens.
   */
  public Model mle() {
    return (history, word) -> {
      List<String> h = context(history);
      while (contextCount(h) == 0) {
        h = withoutFirst(h);
      }
      return (double) count(h, word) / contextCount(h);
    };
  }

  /** Lidstone (1920): p(w|h) = (c(hw) + δ) / (c(h) + δ |V|), which is 1 / |V| if c(h) = 0. */
  public Model addDelta(double delta) {
    require(delta > 0, "delta must be positive, was " + delta);
    return (history, word) -> {
      if (word.equals(BEGIN)) {
        return 0;
      }
      List<String> h = context(history);
      return (count(h, word) + delta) / (contextCount(h) + delta * vocabulary.size());
    };
  }

  /**
   * Brants et al. (2007), equation 5: S(w|h) = c(hw) / c(h) if c(hw) > 0, else α S(w|h'); S(w|ε) =
   * c(w) / tokens. Every shortening costs one α, whether or not h was seen. Scores, not
   * probabilities.
   */
  public Model stupidBackoff(double alpha) {
    require(alpha > 0 && alpha <= 1, "alpha must be in (0, 1], was " + alpha);
    return (history, word) -> stupidBackoff(alpha, context(history), word);
  }

  private double stupidBackoff(double alpha, List<String> h, String word) {
    if (h.isEmpty() || count(h, word) > 0) {
      return (double) count(h, word) / contextCount(h);
    }
    return alpha * stupidBackoff(alpha, withoutFirst(h), word);
  }

  /** c(hw), with an unknown w as {@code <unk>}. */
  private long count(List<String> h, String word) {
    return raw(h.size() + 1).getOrDefault(join(h, knownOrUnknown(word)), 0L);
  }

  /** c(h) = Σ_w c(hw): how often h was a context; c(ε) is the number of tokens. */
  private long contextCount(List<String> h) {
    return contextCounts.getOrDefault(h, 0L);
  }

  /** The part of a history that matters: nothing before a {@code <s>}, at most order-1 words. */
  private List<String> context(List<String> history) {
    List<String> known = history.stream().map(this::knownOrUnknown).toList();
    int from = Math.max(known.lastIndexOf(BEGIN), known.size() - (order - 1));
    return known.subList(Math.max(from, 0), known.size());
  }

  private String knownOrUnknown(String word) {
    return vocabulary.contains(word) || word.equals(BEGIN) ? word : UNKNOWN;
  }

  /**
   * exp(-Σ ln p / T) over every word and one {@code </s>} per sentence. The words outside the
   * vocabulary are the OOVs: {@code excludeOov} leaves out their terms and their number. A
   * probability of zero makes it infinite.
   */
  public static double perplexity(
      Model model,
      List<List<String>> sentences,
      Set<String> vocabulary,
      int order,
      boolean excludeOov) {
    double sum = 0;
    long tokens = 0;
    for (List<String> sentence : sentences) {
      List<String> padded = new ArrayList<>();
      padded.add(BEGIN);
      padded.addAll(sentence);
      padded.add(END);
      for (int i = 1; i < padded.size(); i++) {
        if (excludeOov && !vocabulary.contains(padded.get(i))) {
          continue;
        }
        List<String> history = padded.subList(Math.max(0, i - (order - 1)), i);
        sum += Math.log(model.p(history, padded.get(i)));
        tokens++;
      }
    }
    return Math.exp(-sum / tokens);
  }

  static List<String> join(List<String> h, String word) {
    List<String> joined = new ArrayList<>(h);
    joined.add(word);
    return joined;
  }

  static List<String> withoutFirst(List<String> g) {
    return g.subList(1, g.size());
  }

  static List<String> withoutLast(List<String> g) {
    return List.copyOf(g.subList(0, g.size() - 1));
  }

  private static void require(boolean condition, String message) {
    if (!condition) {
      throw new IllegalArgumentException(message);
    }
  }
}

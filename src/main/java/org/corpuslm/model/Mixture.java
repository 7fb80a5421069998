package org.corpuslm.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.corpuslm.corpus.TextSpec;
import org.corpuslm.corpus.Vocabulary;
import org.corpuslm.runtime.BadInputException;

/**
 * Linear interpolation of models over one vocabulary: p(w|h) = Σ λ_i p_i(w|h) (Jelinek & Mercer
 * 1980). The probabilities sum to one if those of all components do. Thread-safe; its scorers are
 * not.
 */
public final class Mixture implements LanguageModel {
  /** The kind of the directory in its manifest. */
  public static final String KIND = "mixture";

  private final String path;
  private final String fingerprint;
  private final List<LanguageModel> models;
  private final double[] weights;

  /**
   * Mixes open models.
   *
   * @param path directory of the mixture; a name for messages if it is not saved
   * @param fingerprint SHA-256 of the vocabulary that all models share
   * @param models the components, which stay open
   * @param weights λ, [model], at least 0, with sum 1
   */
  public Mixture(String path, String fingerprint, List<LanguageModel> models, double[] weights) {
    checkMixable(models);
    this.path = path;
    this.fingerprint = fingerprint;
    this.models = List.copyOf(models);
    this.weights = weights.clone();
  }

  /**
   * Checks that models can be mixed.
   *
   * @throws BadInputException if their vocabularies differ, or the values of one are scores, not
   *     probabilities
   */
  public static void checkMixable(List<LanguageModel> models) {
    LanguageModel first = models.get(0);
    for (LanguageModel model : models) {
      if (!model.normalized()) {
        throw new BadInputException(
            ("%s (%s) gives scores, not probabilities, and cannot be mixed. Estimate it with"
                    + " another smoothing")
                .formatted(model.path(), model.name()));
      }
      if (!model.vocabularyFingerprint().equals(first.vocabularyFingerprint())) {
        throw new BadInputException(
            ("%1$s has another vocabulary than %2$s: models are mixed over one vocabulary. Prepare"
                    + " the text of the one with the words of the other and make it anew: corpuslm"
                    + " prepare --input TEXT --vocabulary %2$s --output CORPUS, then count and"
                    + " estimate, or train. An ARPA file with exactly these words: corpuslm"
                    + " import-arpa --arpa FILE --vocabulary %2$s")
                .formatted(model.path(), first.path()));
      }
    }
  }

  /**
   * A component of a mixture.
   *
   * @param model a model that is not a mixture
   * @param weight weight λ in [0, 1]
   */
  public record WeightedModel(LanguageModel model, double weight) {}

  /**
   * Returns the components of a model with their weights. Nested mixtures are multiplied out; a
   * model that is not a mixture is its own component with weight 1.
   */
  public static List<WeightedModel> flatten(LanguageModel model) {
    List<WeightedModel> flat = new ArrayList<>();
    collect(model, 1, flat);
    return flat;
  }

  private static void collect(LanguageModel model, double weight, List<WeightedModel> to) {
    if (model instanceof Mixture mixture) {
      for (int i = 0; i < mixture.weights.length; i++) {
        collect(mixture.models.get(i), weight * mixture.weights[i], to);
      }
    } else {
      to.add(new WeightedModel(model, weight));
    }
  }

  /**
   * Returns ln Σ λ_i exp(lnP[i][at]), accurate even if all probabilities are tiny.
   *
   * @param weights λ, [model]
   * @param lnP ln p, [model][position]
   * @param at the position
   */
  public static double lnSum(double[] weights, double[][] lnP, int at) {
    double max = Double.NEGATIVE_INFINITY;
    for (int i = 0; i < weights.length; i++) {
      if (weights[i] > 0) {
        max = Math.max(max, lnP[i][at]);
      }
    }
    if (max == Double.NEGATIVE_INFINITY) {
      return max;
    }
    double sum = 0;
    for (int i = 0; i < weights.length; i++) {
      if (weights[i] > 0) {
        sum += weights[i] * Math.exp(lnP[i][at] - max);
      }
    }
    return max + Math.log(sum);
  }

  @Override
  public String path() {
    return path;
  }

  @Override
  public String kind() {
    return KIND;
  }

  @Override
  public String name() {
    return IntStream.range(0, weights.length)
        .mapToObj(i -> "%.3f %s".formatted(weights[i], models.get(i).name()))
        .collect(Collectors.joining(" + ", "mixture ", ""));
  }

  @Override
  public Vocabulary vocabulary() {
    return models.get(0).vocabulary();
  }

  @Override
  public String vocabularyFingerprint() {
    return fingerprint;
  }

  @Override
  public TextSpec text() {
    return models.get(0).text();
  }

  @Override
  public boolean normalized() {
    return true;
  }

  @Override
  public void load() {
    models.forEach(LanguageModel::load);
  }

  @Override
  public long memory(int scorers) {
    return models.stream().mapToLong(m -> m.memory(scorers)).sum();
  }

  @Override
  public long memoryOpened() {
    return models.stream().mapToLong(LanguageModel::memoryOpened).sum();
  }

  @Override
  public String approximation() {
    return models.stream()
        .map(LanguageModel::approximation)
        .filter(Objects::nonNull)
        .findFirst()
        .orElse(null);
  }

  @Override
  public boolean carriesState() {
    return models.stream().anyMatch(LanguageModel::carriesState);
  }

  @Override
  public Scorer scorer() {
    return scorer(false);
  }

  @Override
  public Scorer scorer(boolean resetPerSentence) {
    return new Sum(models.stream().map(m -> m.scorer(resetPerSentence)).toList());
  }

  private final class Sum implements Scorer {
    private final List<Scorer> scorers;
    private final double[][] parts = new double[weights.length][0];

    Sum(List<Scorer> scorers) {
      this.scorers = scorers;
    }

    @Override
    public void sentence(int[] ids, int from, int to, double[] lnP, byte[] order) {
      for (int i = 0; i < weights.length; i++) {
        scorers.get(i).sentence(ids, from, to, part(i, lnP.length), order);
      }
      for (int at = from; at < to; at++) {
        lnP[at] = lnSum(weights, parts, at);
        order[at] = NO_ORDER;
      }
    }

    @Override
    public void next(int[] history, double[] lnP) {
      for (int i = 0; i < weights.length; i++) {
        scorers.get(i).next(history, part(i, lnP.length));
      }
      for (int word = 0; word < lnP.length; word++) {
        lnP[word] = lnSum(weights, parts, word);
      }
    }

    /**
     * Returns a reusable array of exactly this length, because scorers of a history fill the whole
     * array.
     */
    private double[] part(int i, int length) {
      if (parts[i].length != length) {
        parts[i] = new double[length];
      }
      return parts[i];
    }
  }
}

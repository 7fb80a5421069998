package org.corpuslm.ngram.smoothing;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.corpuslm.corpus.Corpus;
import org.corpuslm.corpus.VocabularyOrigin;
import org.corpuslm.ngram.count.CountFacts.OrderFacts;
import org.corpuslm.ngram.count.CountStore;
import org.corpuslm.runtime.BadInputException;
import org.corpuslm.runtime.Cluster;
import org.corpuslm.runtime.Manifest;

/**
 * Constructs the smoother of a configuration: estimates its parameters, and records them for the
 * manifest.
 */
final class SmootherFactory {
  private final Cluster cluster;
  private final CountStore store;
  private final EstimateConfig config;
  private final int order;
  private final int predictable;
  private final Map<String, Object> parameters = new LinkedHashMap<>();
  private final List<Manifest.Input> inputs = new ArrayList<>();

  /**
   * Prepares for one model.
   *
   * @param order order of the model
   * @param predictable |V|, the number of words that can be predicted
   */
  SmootherFactory(
      Cluster cluster, CountStore store, EstimateConfig config, int order, int predictable) {
    this.cluster = cluster;
    this.store = store;
    this.config = config;
    this.order = order;
    this.predictable = predictable;
  }

  /** Returns the parameters of the smoother by name; those with a value per order are lists. */
  Map<String, Object> parameters() {
    return parameters;
  }

  /** Returns the inputs that were read besides the counts. */
  List<Manifest.Input> inputs() {
    return inputs;
  }

  /**
   * Estimates the parameters and constructs the smoother.
   *
   * @throws BadInputException if the method is not defined for these counts
   */
  Smoother make() {
    return switch (config.smoothing()) {
      case MODIFIED_KNESER_NEY ->
          new ModifiedKneserNey(
              remember(
                  "discounts",
                  perOrder(
                      k ->
                          ModifiedKneserNeyDiscounts.estimate(
                              k, adjusted(k), config.discountFallback()))),
              predictable);
      case KNESER_NEY -> AbsoluteDiscounting.kneserNey(discount(this::adjusted), predictable);
      case ABSOLUTE -> AbsoluteDiscounting.absolute(discount(this::raw), predictable);
      case KATZ -> new Katz(goodTuring(), predictable);
      case WITTEN_BELL -> new WittenBell(predictable);
      case JELINEK_MERCER ->
          new JelinekMercer(
              remember("weights", InterpolationWeightsEm.best(heldOut().allOrders(), predictable)),
              predictable);
      case ADD_DELTA -> new AddDelta(order, remember("delta", delta()), predictable);
      case STUPID_BACKOFF -> RelativeFrequency.stupidBackoff(remember("alpha", config.alpha()));
      case MLE -> RelativeFrequency.mle();
    };
  }

  private <T> T remember(String name, T value) {
    parameters.put(name, value);
    return value;
  }

  private interface PerOrder<T> {
    T of(int k);
  }

  private <T> List<T> perOrder(PerOrder<T> estimate) {
    List<T> all = new ArrayList<>();
    for (int k = 1; k <= order; k++) {
      all.add(estimate.of(k));
    }
    return all;
  }

  private List<AbsoluteDiscount> discount(PerOrder<long[]> countsOfCounts) {
    return remember(
        "discount",
        perOrder(
            k ->
                AbsoluteDiscount.estimate(
                    config.smoothing(), k, countsOfCounts.of(k), config.discountFallback())));
  }

  private List<GoodTuring> goodTuring() {
    boolean allSeen = Katz.unseen(store.unigrams(cluster.hadoop()).raw()) == 0;
    return remember(
        "goodTuring", perOrder(k -> k == 1 && allSeen ? null : GoodTuring.estimate(k, raw(k))));
  }

  private long[] raw(int k) {
    return facts(k).rawCountsOfCounts();
  }

  /**
   * Returns the adjusted counts of counts; at the highest order, adjusted counts are raw counts.
   */
  private long[] adjusted(int k) {
    return k == order ? facts(k).rawCountsOfCounts() : facts(k).countsOfCounts();
  }

  private OrderFacts facts(int k) {
    return store.facts().orders().get(k - 1);
  }

  private double delta() {
    return Double.isNaN(config.delta())
        ? DeltaSearch.best(heldOut().longest(), predictable)
        : config.delta();
  }

  /** Opens the valid split of the given corpus, or of the first corpus that was counted. */
  private HeldOutCounts heldOut() {
    if (config.corpus().isEmpty() && store.facts().origin() == VocabularyOrigin.COUNTS) {
      throw new BadInputException(
          ("%s was taken from counts as text, and --smoothing %s is tuned on held-out text: give a"
                  + " corpus with a valid split with --corpus DIR")
              .formatted(config.counts(), config.smoothing()));
    }
    String path = config.corpus().isEmpty() ? store.parts().get(0).path() : config.corpus();
    Corpus corpus = Corpus.open(cluster.hadoop(), path);
    corpus.text().checkSame(path, store.facts().text(), config.counts());
    inputs.add(corpus.directory().asInput());
    return new HeldOutCounts(cluster, corpus, "valid", store, order);
  }
}

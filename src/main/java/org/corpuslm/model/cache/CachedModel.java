package org.corpuslm.model.cache;

import org.corpuslm.corpus.TextSpec;
import org.corpuslm.corpus.Vocabulary;
import org.corpuslm.model.LanguageModel;
import org.corpuslm.model.StateModel;

/**
 * A model interpolated with a cache of the words before: p(w|h) = (1−λ) p_model(w|h) + λ
 * p_cache(w|h), and p_model alone as long as the cache is empty. Sums to one as the model does. A
 * word is added to the cache after it was scored, so its own probability never depends on it. The
 * cache has states if the model has ({@link StateModel}); see {@link WordCache}.
 */
public final class CachedModel implements LanguageModel {
  /** Kind of the directory in its manifest. */
  public static final String KIND = "cached-model";

  private final String path;
  private final LanguageModel model;
  private final CacheConfig cache;

  /**
   * Adds a cache to an open model.
   *
   * @param path directory of the whole
   * @param model no mixture
   */
  public CachedModel(String path, LanguageModel model, CacheConfig cache) {
    this.path = path;
    this.model = model;
    this.cache = cache;
  }

  /** Returns H of the cache of a model; 0 for one without states. */
  public static int stateSize(LanguageModel model) {
    return model instanceof StateModel states ? states.stateSize() : 0;
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
    return "%s + %.3f cache of %d words".formatted(model.name(), cache.weight(), cache.window());
  }

  @Override
  public Vocabulary vocabulary() {
    return model.vocabulary();
  }

  @Override
  public String vocabularyFingerprint() {
    return model.vocabularyFingerprint();
  }

  @Override
  public TextSpec text() {
    return model.text();
  }

  @Override
  public boolean normalized() {
    return model.normalized();
  }

  @Override
  public boolean carriesState() {
    return true;
  }

  @Override
  public void load() {
    model.load();
  }

  @Override
  public long memory(int scorers) {
    return model.memory(scorers) + scorers * WordCache.memory(cache.window(), stateSize(model));
  }

  @Override
  public long memoryOpened() {
    return model.memoryOpened();
  }

  @Override
  public String approximation() {
    return model.approximation();
  }

  @Override
  public Scorer scorer() {
    return scorer(false);
  }

  @Override
  public Scorer scorer(boolean resetPerSentence) {
    return new CacheScorer(model, resetPerSentence);
  }

  private final class CacheScorer implements Scorer {
    private final Scorer scorer;
    private final boolean resetPerSentence;
    private final WordCache words = new WordCache(cache.window(), stateSize(model));

    /** Words of the last history of {@link #next}. */
    private final WordCache ofHistory = new WordCache(cache.window(), stateSize(model));

    CacheScorer(LanguageModel model, boolean resetPerSentence) {
      this.scorer = model.scorer(resetPerSentence);
      this.resetPerSentence = resetPerSentence;
    }

    @Override
    public void sentence(int[] ids, int from, int to, double[] lnP, byte[] order) {
      if (resetPerSentence) {
        words.clear();
      }
      float[] states = StatesOf.sentence(scorer, stateSize(model), ids, from, to, lnP, order);
      for (int at = from; at < to; at++) {
        if (!words.isEmpty()) {
          words.compare(states, at - from);
          lnP[at] = ln(lnP[at], words.probability(ids[at], cache.theta()));
        }
        words.add(ids[at], states, at - from);
        order[at] = NO_ORDER;
      }
    }

    private double ln(double lnP, double ofCache) {
      return Math.log((1 - cache.weight()) * Math.exp(lnP) + cache.weight() * ofCache);
    }

    @Override
    public void next(int[] history, double[] lnP) {
      scorer.next(history, lnP);
      ofHistory.clear();
      boolean hasStates = scorer instanceof StateModel.StateScorer;
      float[] states =
          hasStates && history.length > 0
              ? ((StateModel.StateScorer) scorer).states(history)
              : new float[0];
      // The state before the first word of a history is unknown; <s> is no word of the cache.
      int first = hasStates || (history.length > 0 && history[0] == Vocabulary.BOS) ? 1 : 0;
      for (int i = first; i < history.length; i++) {
        ofHistory.add(history[i], states, i - 1);
      }
      if (ofHistory.isEmpty()) {
        return;
      }
      ofHistory.compare(states, history.length - 1);
      double[] p = new double[lnP.length];
      for (int word = 0; word < p.length; word++) {
        p[word] = (1 - cache.weight()) * Math.exp(lnP[word]);
      }
      ofHistory.addTo(p, cache.theta(), cache.weight());
      for (int word = 0; word < p.length; word++) {
        lnP[word] = Math.log(p[word]);
      }
    }
  }
}

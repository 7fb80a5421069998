package org.corpuslm.evaluate.mix;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.corpuslm.corpus.Corpus;
import org.corpuslm.corpus.Vocabulary;
import org.corpuslm.corpus.VocabularyFile;
import org.corpuslm.evaluate.score.HeldOutPartition;
import org.corpuslm.evaluate.score.ModelServing;
import org.corpuslm.evaluate.score.ScoringPlan;
import org.corpuslm.evaluate.score.Serving;
import org.corpuslm.evaluate.score.ServingConfig;
import org.corpuslm.evaluate.stats.CompensatedSum;
import org.corpuslm.model.LanguageModel;
import org.corpuslm.model.cache.CacheConfig;
import org.corpuslm.model.cache.CachedModel;
import org.corpuslm.model.cache.StatesOf;
import org.corpuslm.model.cache.WordCache;
import org.corpuslm.runtime.BadInputException;
import org.corpuslm.runtime.Cluster;
import org.corpuslm.runtime.PublishedFile;
import org.corpuslm.runtime.Staging;

/**
 * Finds θ and weight of a cache on a held-out split: for each θ of a list the weight with the best
 * perplexity ({@link ExpectationMaximization}), then the best of these. The split is scored once,
 * with all θ at the same time.
 */
final class TuneCache {
  /** θ for caches that compare states. */
  private static final double[] BY_STATE = {0, 0.02, 0.05, 0.1, 0.15, 0.2, 0.3, 0.5, 0.8};

  /** θ for caches that go by the age of words. */
  private static final double[] BY_AGE = {0, 0.0003, 0.001, 0.002, 0.004, 0.008, 0.015, 0.03};

  private final Cluster cluster;
  private final AddCache config;

  TuneCache(Cluster cluster, AddCache config) {
    this.cluster = cluster;
    this.config = config;
  }

  /**
   * A tuned cache.
   *
   * @param tokens tokens of the split, {@code </s>} included
   * @param without perplexity of the model alone on the split
   * @param perplexity perplexity with the cache
   */
  record Tuned(CacheConfig cache, long tokens, double without, double perplexity) {

    /** Returns the entries of the manifest. */
    Map<String, Object> facts(AddCache config) {
      Map<String, Object> facts = new LinkedHashMap<>();
      facts.put("corpus", config.corpus());
      facts.put("split", config.split());
      facts.put("tokens", tokens);
      facts.put("modelPerplexity", without);
      facts.put("perplexity", perplexity);
      return facts;
    }
  }

  /**
   * Scores the split and tunes what is not given.
   *
   * @param staging directory for large intermediate results, which it keeps
   * @throws BadInputException if the model has another vocabulary than the corpus
   */
  Tuned run(Staging staging) {
    Corpus corpus = Corpus.open(cluster.hadoop(), config.corpus());
    ModelServing serving =
        new ModelServing(cluster, List.of(config.model()), ServingConfig.of(Serving.REPLICATED));
    String reference = VocabularyFile.fingerprint(corpus.directory());
    LanguageModel model = serving.models().get(0);
    if (!model.vocabularyFingerprint().equals(reference)) {
      throw new BadInputException(
          ("model %s has another vocabulary than corpus %s; tune on the corpus that the model was"
                  + " made from")
              .formatted(model.path(), config.corpus()));
    }
    int stateSize = CachedModel.stateSize(model);
    double[] thetas =
        config.theta() != null ? new double[] {config.theta()} : stateSize > 0 ? BY_STATE : BY_AGE;
    List<PublishedFile> files = corpus.heldOut(config.split());
    String directory = corpus.directory().path();
    ScoringPlan scoring = serving.plan(reference, directory, false);
    int window = config.window();
    List<TokenProbabilities> parts =
        serving.score(
            "mix: cache of %d words, %s split".formatted(window, config.split()),
            files.stream().map(f -> HeldOutPartition.ofCorpus(directory, f)).toList(),
            scoring,
            (p, scores, task) ->
                TokenProbabilities.of(
                    lnP(scores.component(0), scores.text(0).ids(), window, stateSize, thetas),
                    p,
                    true,
                    task,
                    staging));
    return best(parts, thetas);
  }

  /**
   * Scores a text with a model, and with its cache for each θ. Where the cache is empty, it has the
   * probability of the model.
   *
   * @return ln p, {@code [1 + thetas][token]}
   */
  static double[][] lnP(
      LanguageModel model, int[] ids, int window, int stateSize, double[] thetas) {
    double[][] lnP = new double[1 + thetas.length][ids.length];
    byte[] order = new byte[ids.length];
    LanguageModel.Scorer scorer = model.scorer();
    WordCache words = new WordCache(window, stateSize);
    for (int from = 0, to; from < ids.length; from = to) {
      to = Vocabulary.endOfSentence(ids, from);
      float[] states = StatesOf.sentence(scorer, stateSize, ids, from, to, lnP[0], order);
      for (int at = from; at < to; at++) {
        words.compare(states, at - from);
        for (int i = 0; i < thetas.length; i++) {
          lnP[1 + i][at] =
              words.isEmpty() ? lnP[0][at] : Math.log(words.probability(ids[at], thetas[i]));
        }
        words.add(ids[at], states, at - from);
      }
    }
    return lnP;
  }

  private Tuned best(List<TokenProbabilities> parts, double[] thetas) {
    long tokens = parts.stream().mapToLong(TokenProbabilities::tokens).sum();
    CompensatedSum lnMax = new CompensatedSum();
    CompensatedSum alone = new CompensatedSum();
    for (TokenProbabilities part : parts) {
      lnMax.add(part.lnMax());
      alone.add(part.lnP()[0]);
    }
    Tuned best = null;
    for (int i = 0; i < thetas.length; i++) {
      double[] weights = new double[1 + thetas.length];
      weights[0] = config.weight() == null ? 0.9 : 1 - config.weight();
      weights[1 + i] = 1 - weights[0];
      double lnP;
      if (config.weight() == null) {
        ExpectationMaximization.Result result =
            ExpectationMaximization.run(weights, w -> pass(parts, w));
        weights = result.weights();
        lnP = result.last().lnP();
      } else {
        lnP = pass(parts, weights).lnP();
      }
      double perplexity = Math.exp(-(lnMax.value() + lnP) / tokens);
      if (best == null || perplexity < best.perplexity()) {
        CacheConfig cache = new CacheConfig(config.window(), thetas[i], weights[1 + i]);
        best = new Tuned(cache, tokens, Math.exp(-alone.value() / tokens), perplexity);
      }
    }
    return best;
  }

  private ExpectationMaximization.Pass pass(List<TokenProbabilities> parts, double[] weights) {
    return cluster
        .map("mix: iteration", parts, (part, task) -> part.pass(task.hadoop(), weights))
        .stream()
        .reduce(
            ExpectationMaximization.Pass.none(weights.length), ExpectationMaximization.Pass::plus);
  }
}

package org.corpuslm.evaluate.mix;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.corpuslm.corpus.Corpus;
import org.corpuslm.corpus.VocabularyFile;
import org.corpuslm.evaluate.score.HeldOutPartition;
import org.corpuslm.evaluate.score.ModelServing;
import org.corpuslm.evaluate.score.ScoringPlan;
import org.corpuslm.evaluate.score.ServingConfig;
import org.corpuslm.evaluate.stats.CompensatedSum;
import org.corpuslm.model.LanguageModel;
import org.corpuslm.model.Mixture;
import org.corpuslm.runtime.BadInputException;
import org.corpuslm.runtime.Cluster;
import org.corpuslm.runtime.PublishedFile;
import org.corpuslm.runtime.Staging;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds the weights of a mixture on a held-out split. Every model scores the split once; the
 * iterations then use only the probabilities: up to {@value #MAX_DRIVER_VALUES} of them (tokens ×
 * models, 8 bytes each) in the driver, more of them in files that tasks read.
 */
public final class TuneWeights {
  private static final Logger LOG = LoggerFactory.getLogger(TuneWeights.class);
  private static final long MAX_DRIVER_VALUES = 4_000_000;

  private final Cluster cluster;
  private final MixConfig config;
  private final long maxDriverValues;

  /** Prepares tuning; {@link #run} does it. */
  public TuneWeights(Cluster cluster, MixConfig config) {
    this(cluster, config, MAX_DRIVER_VALUES);
  }

  TuneWeights(Cluster cluster, MixConfig config, long maxDriverValues) {
    this.cluster = cluster;
    this.config = config;
    this.maxDriverValues = maxDriverValues;
  }

  /**
   * Tuned weights.
   *
   * @param weights interpolation weights, {@code [models]}, with sum 1
   * @param iterations number of iterations
   * @param tokens number of tokens of the split, {@code </s>} included
   * @param impossible number of tokens with probability zero under every model
   * @param perplexities perplexity of each model on the split, {@code [models]}
   * @param perplexity perplexity of the mixture on the split
   */
  public record Tuned(
      double[] weights,
      int iterations,
      long tokens,
      long impossible,
      double[] perplexities,
      double perplexity) {

    /** Returns the entries of the manifest. */
    public Map<String, Object> facts(MixConfig config) {
      Map<String, Object> facts = new LinkedHashMap<>();
      facts.put("corpus", config.corpus());
      facts.put("split", config.split());
      facts.put("iterations", iterations);
      facts.put("tokens", tokens);
      facts.put("impossibleTokens", impossible);
      facts.put("componentPerplexities", perplexities);
      facts.put("perplexity", perplexity);
      return facts;
    }
  }

  /**
   * Scores the split and tunes the weights.
   *
   * @param staging directory for large intermediate results, which it keeps
   * @throws BadInputException if the models cannot be mixed or have another vocabulary than the
   *     corpus
   */
  public Tuned run(Staging staging) {
    Corpus corpus = Corpus.open(cluster.hadoop(), config.corpus());
    ModelServing serving =
        new ModelServing(cluster, config.models(), ServingConfig.of(config.serving()));
    serving.takeVocabularyOf(corpus.directory(), corpus.text());
    Mixture.checkMixable(serving.models());
    String reference = VocabularyFile.fingerprint(corpus.directory());
    for (LanguageModel model : serving.models()) {
      if (!model.vocabularyFingerprint().equals(reference)) {
        throw new BadInputException(
            ("model %s has another vocabulary than corpus %s; tune on the corpus that the models"
                    + " were estimated from")
                .formatted(model.path(), config.corpus()));
      }
    }
    List<PublishedFile> files = corpus.heldOut(config.split());
    long values = files.stream().mapToLong(PublishedFile::rows).sum() * config.models().size();
    boolean inFiles = values > maxDriverValues;
    String directory = corpus.directory().path();
    ScoringPlan scoring = serving.plan(reference, directory, false);
    List<TokenProbabilities> parts =
        serving.score(
            "mix: %d models, %s split".formatted(config.models().size(), config.split()),
            files.stream().map(f -> HeldOutPartition.ofCorpus(directory, f)).toList(),
            scoring,
            (p, scores, task) -> TokenProbabilities.of(scores, p, inFiles, task, staging));
    return tuned(
        parts,
        ExpectationMaximization.run(config.models().size(), weights -> pass(parts, weights)));
  }

  private ExpectationMaximization.Pass pass(List<TokenProbabilities> parts, double[] weights) {
    List<ExpectationMaximization.Pass> passes = new ArrayList<>();
    if (parts.stream().allMatch(part -> part.p() != null)) {
      for (TokenProbabilities part : parts) {
        passes.add(ExpectationMaximization.Pass.of(part.p(), 0, part.p().length, weights));
      }
    } else {
      passes.addAll(
          cluster.map("mix: iteration", parts, (part, task) -> part.pass(task.hadoop(), weights)));
    }
    return passes.stream()
        .reduce(
            ExpectationMaximization.Pass.none(weights.length), ExpectationMaximization.Pass::plus);
  }

  private static Tuned tuned(
      List<TokenProbabilities> parts, ExpectationMaximization.Result result) {
    long tokens = parts.stream().mapToLong(TokenProbabilities::tokens).sum();
    double[] perplexities = new double[result.weights().length];
    for (int i = 0; i < perplexities.length; i++) {
      CompensatedSum sum = new CompensatedSum();
      for (TokenProbabilities part : parts) {
        sum.add(part.lnP()[i]);
      }
      perplexities[i] = Math.exp(-sum.value() / tokens);
    }
    CompensatedSum lnMax = new CompensatedSum();
    parts.forEach(part -> lnMax.add(part.lnMax()));
    long impossible = result.last().impossible();
    double perplexity =
        impossible > 0
            ? Double.POSITIVE_INFINITY
            : Math.exp(-(lnMax.value() + result.last().lnP()) / tokens);
    if (impossible > 0) {
      LOG.warn(
          "{} tokens of {} have probability zero in every model; weights were tuned on the others",
          impossible,
          tokens);
    }
    return new Tuned(
        result.weights(), result.iterations(), tokens, impossible, perplexities, perplexity);
  }
}

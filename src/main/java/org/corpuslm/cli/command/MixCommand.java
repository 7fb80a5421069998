package org.corpuslm.cli.command;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.corpuslm.cli.options.ServingOptions;
import org.corpuslm.cli.output.Manual;
import org.corpuslm.cli.output.TextTable;
import org.corpuslm.evaluate.mix.AddCache;
import org.corpuslm.evaluate.mix.MixConfig;
import org.corpuslm.ngram.model.NgramModel;
import org.corpuslm.runtime.BadInputException;
import org.corpuslm.runtime.Job;
import org.corpuslm.runtime.Manifest;
import org.corpuslm.runtime.Published;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Command {@code mix}: options of {@link MixConfig}. */
@Command(
    name = "mix",
    header = "Interpolates models linearly, with weights tuned on held-out text.",
    description =
        "With --cache, one model is interpolated with a cache instead."
            + " All models must have the same vocabulary. A mixture refers to its models by path, so they"
            + " must stay unchanged. With --static, n-gram models become one new model that does"
            + " not depend on them.",
    footer = {
      "corpuslm mix --model kn5 --model lstm --corpus corpus --output mixed",
      "corpuslm mix --model kn5 --model add3 --weights 0.7,0.3 --static --output folded",
      "corpuslm mix --model lstm --cache 2000 --corpus corpus --output lstm-cache"
    },
    sortOptions = false)
@Manual(
    files = {
      "manifest.json: the models, their paths and their weights",
      "vocabulary/: a copy of the vocabulary",
      "ngrams/, contexts/: with --static, an n-gram model as estimate writes it"
    },
    seeAlso = {"perplexity", "prune"})
final class MixCommand extends JobCommand {
  @Option(
      names = "--model",
      required = true,
      arity = "1..*",
      paramLabel = "DIR",
      description =
          "Models, or binary files of KenLM, with the same vocabulary; with --cache, one model.")
  private List<String> models;

  @Option(
      names = "--weights",
      split = ",",
      paramLabel = "W1,W2,...",
      hideParamSyntax = true,
      description = "One weight per model, with sum 1; instead of --corpus.")
  private List<Double> weights = List.of();

  @Option(
      names = "--corpus",
      defaultValue = "",
      paramLabel = "DIR",
      description = "Tune the weights by EM on a split of this corpus.")
  private String corpus;

  @Option(
      names = "--split",
      defaultValue = "valid",
      paramLabel = "valid|test",
      description = "Split on which the weights are tuned. Default: ${DEFAULT-VALUE}")
  private String split;

  @Mixin private final ServingOptions serving = new ServingOptions();

  @Option(
      names = "--static",
      description =
          "Make one n-gram model of the mixture. The probabilities of its n-grams are exactly"
              + " interpolated, and back-off weights are recomputed.")
  private boolean fold;

  @Option(
      names = "--cache",
      paramLabel = "W",
      description =
          "Interpolate one model with a cache of the last W words of the text that is scored. For a"
              + " network it compares hidden states (Grave et al. 2017), for an n-gram model words"
              + " count less the longer ago they were (Kuhn and De Mori 1990).")
  private Integer cache;

  @Option(
      names = "--cache-theta",
      paramLabel = "X",
      description =
          "How much the cache prefers similar states, or recent words; 0 = all words alike."
              + " Default: tuned on --corpus.")
  private Double cacheTheta;

  @Option(
      names = "--cache-weight",
      paramLabel = "X",
      description = "Weight of the cache, from 0 to below 1. Default: tuned on --corpus.")
  private Double cacheWeight;

  @Override
  Job job() {
    if (cache != null) {
      if (models.size() > 1 || fold || !weights.isEmpty()) {
        throw new BadInputException(
            "--cache takes one --model, without --weights and --static; mix the result with other"
                + " models afterwards");
      }
      return new AddCache(models.get(0), cache, cacheTheta, cacheWeight, corpus, split);
    }
    if (cacheTheta != null || cacheWeight != null) {
      throw new BadInputException("--cache-theta and --cache-weight need --cache W");
    }
    return new MixConfig(models, weights, corpus, split, serving.serving(), fold);
  }

  @Override
  String summary(Published published) {
    Manifest manifest = published.manifest();
    JsonNode facts = manifest.facts();
    if (cache != null) {
      return cacheSummary(published, facts);
    }
    JsonNode details = facts.has("parameters") ? facts.get("parameters") : facts;
    JsonNode tuning = details.get("tuning");
    TextTable table = new TextTable("model", "weight", "perplexity");
    for (int i = 0; i < models.size(); i++) {
      JsonNode weight =
          details.has("weights")
              ? details.get("weights").get(i)
              : details.get("components").get(i).get("weight");
      table.row(
          models.get(i),
          "%.6f".formatted(weight.asDouble()),
          tuning.has("perplexity")
              ? "%.4f".formatted(tuning.get("componentPerplexities").get(i).asDouble())
              : "-");
    }
    StringBuilder text = new StringBuilder();
    text.append("%s %s\n".formatted(manifest.kind(), published.path()));
    if (tuning.has("perplexity")) {
      table.row(
          "interpolated",
          "%.6f".formatted(1.0),
          "%.4f".formatted(tuning.get("perplexity").asDouble()));
      text.append(
          "weights after %d iterations on %,d tokens of %s/%s\n"
              .formatted(
                  tuning.get("iterations").asInt(), tuning.get("tokens").asLong(), corpus, split));
    }
    text.append(table);
    if (manifest.kind().equals(NgramModel.KIND)) {
      text.append("n-grams per order: ").append(facts.get("ngrams")).append('\n');
    }
    return text.toString();
  }

  private static String cacheSummary(Published published, JsonNode facts) {
    JsonNode cache = facts.get("cache");
    JsonNode tuning = facts.get("tuning");
    String text =
        "%s %s\ncache of %d words, theta %s, weight %.4f\n"
            .formatted(
                published.manifest().kind(),
                published.path(),
                cache.get("window").asInt(),
                cache.get("theta").asDouble(),
                cache.get("weight").asDouble());
    if (!tuning.has("perplexity")) {
      return text;
    }
    TextTable table =
        new TextTable("tuned on %,d tokens".formatted(tuning.get("tokens").asLong()), "perplexity");
    table.row("without cache", "%.4f".formatted(tuning.get("modelPerplexity").asDouble()));
    table.row("with cache", "%.4f".formatted(tuning.get("perplexity").asDouble()));
    return text + table;
  }
}

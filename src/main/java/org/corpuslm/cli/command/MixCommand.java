package org.corpuslm.cli.command;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.corpuslm.cli.options.ServingOptions;
import org.corpuslm.cli.output.Manual;
import org.corpuslm.cli.output.TextTable;
import org.corpuslm.evaluate.mix.MixConfig;
import org.corpuslm.ngram.model.NgramModel;
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
        "All models must have the same vocabulary. A mixture refers to its models by path, so they"
            + " must stay unchanged. With --static, n-gram models become one new model that does"
            + " not depend on them.",
    footer = {
      "corpuslm mix --model kn5 --model lstm --corpus corpus --output mixed",
      "corpuslm mix --model kn5 --model add3 --weights 0.7,0.3 --static --output folded"
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
      description = "Models, or binary files of KenLM, with the same vocabulary.")
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

  @Override
  Job job() {
    return new MixConfig(models, weights, corpus, split, serving.serving(), fold);
  }

  @Override
  String summary(Published published) {
    Manifest manifest = published.manifest();
    JsonNode facts = manifest.facts();
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
}

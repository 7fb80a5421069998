package org.corpuslm.evaluate;

import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.corpuslm.corpus.CopiedRows;
import org.corpuslm.corpus.Corpus;
import org.corpuslm.corpus.InputFile;
import org.corpuslm.corpus.InputFiles;
import org.corpuslm.corpus.InputFormat;
import org.corpuslm.corpus.TextSize;
import org.corpuslm.corpus.TextSpec;
import org.corpuslm.corpus.TextSplit;
import org.corpuslm.corpus.VocabularyFile;
import org.corpuslm.evaluate.breakdown.Breakdown;
import org.corpuslm.evaluate.breakdown.OovWords;
import org.corpuslm.evaluate.detail.Details;
import org.corpuslm.evaluate.detail.ScorePrinter;
import org.corpuslm.evaluate.score.HeldOutPartition;
import org.corpuslm.evaluate.score.ModelServing;
import org.corpuslm.evaluate.score.ScoringPlan;
import org.corpuslm.evaluate.stats.Bootstrap;
import org.corpuslm.evaluate.stats.PairedStats;
import org.corpuslm.evaluate.stats.PerplexityStats;
import org.corpuslm.model.LanguageModel;
import org.corpuslm.model.saved.Models;
import org.corpuslm.ngram.kenlm.BinaryModel;
import org.corpuslm.runtime.BadInputException;
import org.corpuslm.runtime.Cluster;
import org.corpuslm.runtime.Manifest;
import org.corpuslm.runtime.Published;
import org.corpuslm.runtime.RunMetrics.Figure;
import org.corpuslm.runtime.Staging;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Scores held-out text with any number of models, side by side. The text is split into partitions,
 * one task each; figures of the partitions are added up in the driver.
 */
public final class Evaluate {
  private static final Logger LOG = LoggerFactory.getLogger(Evaluate.class);
  private static final long TEXT_SPLIT = 1L << 20;

  private final Cluster cluster;
  private final EvaluateConfig config;
  private final ModelServing serving;
  private final List<LanguageModel> models;
  private final List<Manifest.Input> inputs = new ArrayList<>();

  /**
   * Opens the models without loading their parameters.
   *
   * @throws BadInputException if one of them is not a model
   */
  public Evaluate(Cluster cluster, EvaluateConfig config) {
    this.cluster = cluster;
    this.config = config;
    this.serving = new ModelServing(cluster, config.models(), config.serving());
    this.models = serving.models();
  }

  /**
   * The text as it is scored.
   *
   * @param reference fingerprint of the vocabulary of the text
   * @param text how the text becomes words: that of the corpus, or of the first model
   * @param vocabularyOf directory with that vocabulary
   * @param size size of the split of a corpus; null for plain text, which is measured when it is
   *     read, and for a corpus of an earlier build
   */
  private record Plan(
      String reference,
      TextSpec text,
      String vocabularyOf,
      TextSize size,
      List<HeldOutPartition> partitions,
      ScoringPlan scoring) {}

  /**
   * Opens models and text.
   *
   * @param staging directory for a copy of the text of a data source; null if there is none
   */
  private Plan plan(Staging staging) {
    Configuration conf = cluster.hadoop();
    for (String path : config.models()) {
      inputs.add(Models.asInput(conf, path));
    }
    Corpus corpus = config.text().hasCorpus() ? Corpus.open(conf, config.text().corpus()) : null;
    LanguageModel first = first();
    String vocabularyOf = corpus == null ? first.path() : corpus.directory().path();
    if (corpus != null || !first.kind().equals(BinaryModel.KIND)) {
      serving.takeVocabularyOf(
          Published.open(conf, vocabularyOf), corpus == null ? first.text() : corpus.text());
    }
    String reference =
        corpus == null
            ? first.vocabularyFingerprint()
            : VocabularyFile.fingerprint(corpus.directory());
    if (corpus != null) {
      checkTokens(corpus, reference);
    }
    List<HeldOutPartition> partitions = corpus == null ? ofText(staging) : ofCorpus(corpus);
    ScoringPlan scoring =
        serving.plan(reference, vocabularyOf, config.resetPerSentence(), this::asConfigured);
    return new Plan(
        reference,
        corpus == null ? first.text() : corpus.text(),
        vocabularyOf,
        corpus == null ? null : corpus.facts().split(config.text().split()).size(),
        partitions,
        scoring);
  }

  private TextSpec asConfigured(TextSpec text) {
    return config.text().skipSpecial() ? text.skippingSpecial() : text;
  }

  /**
   * Returns the model whose word ids and tokens binary files with the same words take: the first
   * that is no binary file itself, if any.
   */
  private LanguageModel first() {
    return models.stream()
        .filter(model -> !model.kind().equals(BinaryModel.KIND))
        .findFirst()
        .orElse(models.get(0));
  }

  /**
   * Scores the text with one model and writes a row per line, a row per token, or both, in the
   * order of the text, while the scores arrive. The streams stay open.
   *
   * @param perLine receives line number, log10 p, tokens, OOVs and perplexity; may be null
   * @param perToken receives line number, number of the token, token and surprisal in bits; may be
   *     null
   * @throws BadInputException if there are several models, if the text is empty, or if surprisals
   *     are requested for a model whose values are scores
   */
  public void print(OutputStream perLine, OutputStream perToken) throws IOException {
    ScorePrinter printer = new ScorePrinter(cluster, serving, perLine, perToken);
    Plan plan = plan(null);
    printer.print(plan.partitions(), plan.scoring());
  }

  /**
   * Evaluates the models.
   *
   * @param staging directory for details, which the caller publishes or removes
   * @throws BadInputException if the text is empty, or if vocabularies differ and are not forced
   */
  public Evaluation run(Staging staging) {
    Plan plan = plan(staging);
    List<HeldOutPartition> partitions = plan.partitions();
    PartitionEvaluation.Limits limits = PartitionEvaluation.Limits.of(partitions);
    Details details = config.details();
    List<PartitionEvaluation> results =
        serving.score(
            "perplexity: %d models, %d partitions".formatted(models.size(), partitions.size()),
            partitions,
            plan.scoring(),
            (p, scores, task) -> PartitionEvaluation.of(p, scores, limits, details, staging, task));
    OovWords oov =
        results.stream().flatMap(r -> r.models().stream()).noneMatch(t -> t.oov() > 0)
            ? OovWords.none()
            : OovWords.count(cluster, partitions, plan.vocabularyOf());
    return evaluation(plan, limits, oov, results);
  }

  /** Checks that the words of a corpus are those that the models would split its text into. */
  private void checkTokens(Corpus corpus, String reference) {
    for (LanguageModel model : models) {
      TextSpec text = model.text();
      boolean same =
          model.vocabularyFingerprint().equals(reference)
              || (text.tokenizer().equals(corpus.text().tokenizer())
                  && text.lowercase() == corpus.text().lowercase());
      if (!same && !config.forceVocabularies()) {
        throw new BadInputException(
            ("model %s splits text with %s, but %s was prepared with %s and holds words only: give"
                    + " the text itself with --text, or pass --force-vocabularies to score the"
                    + " words of the corpus")
                .formatted(
                    model.path(), options(text), config.text().corpus(), options(corpus.text())));
      }
    }
  }

  private static String options(TextSpec text) {
    return "--tokenizer " + text.tokenizer() + (text.lowercase() ? " --lowercase" : "");
  }

  private List<HeldOutPartition> ofCorpus(Corpus corpus) {
    inputs.add(corpus.directory().asInput());
    return corpus.heldOut(config.text().split()).stream()
        .map(file -> HeldOutPartition.ofCorpus(corpus.directory().path(), file))
        .toList();
  }

  private List<HeldOutPartition> ofText(Staging staging) {
    InputFiles.Found found = InputFiles.find(cluster.hadoop(), config.text().files());
    if (!found.passedOver().isEmpty()) {
      LOG.info("perplexity: {}", found.passedOverText());
    }
    List<InputFile> files = found.files();
    if (files.stream().mapToLong(InputFile::length).sum() == 0) {
      throw new BadInputException(
          String.join(", ", config.text().files())
              + ": the text is empty (0 bytes); give a file with text");
    }
    inputs.addAll(config.text().fileInputs(cluster.hadoop()));
    TextSpec text = asConfigured(first().text());
    InputFormat format = config.text().format();
    if (format.usesDataSource()) {
      if (staging == null) {
        throw new BadInputException(
            ("--per-line and --surprisal do not read --format %s; give lines, jsonl, parquet or wet,"
                    + " or --details with --output")
                .formatted(format.format()));
      }
      files =
          CopiedRows.of(cluster, format, config.text().files(), false, staging.scratch("input"));
      format = format.copied();
    }
    return TextSplit.plan(files, TEXT_SPLIT, format).stream()
        .map(split -> HeldOutPartition.ofText(split, text))
        .toList();
  }

  private Evaluation evaluation(
      Plan plan,
      PartitionEvaluation.Limits limits,
      OovWords oov,
      List<PartitionEvaluation> results) {
    List<Evaluation.ModelResult> modelResults = new ArrayList<>();
    for (int m = 0; m < models.size(); m++) {
      modelResults.add(modelResult(m, plan, limits, results));
    }
    modelResults.stream()
        .filter(Evaluation.ModelResult::normalized)
        .mapToDouble(r -> r.total().perplexity())
        .min()
        .ifPresent(lowest -> cluster.figures().set(Figure.REPORT_PERPLEXITY, lowest));
    Bootstrap bootstrap =
        new Bootstrap(
            results.stream().map(PartitionEvaluation::bootstrap).toList(),
            models.size(),
            limits.replicates(),
            modelResults.get(0).total().sentences());
    return new Evaluation(
        config.text().source(),
        config.text().hasCorpus() ? config.text().split() : "text",
        models.get(0).vocabulary().predictable(),
        modelResults,
        plan.partitions().stream().map(HeldOutPartition::name).toList(),
        comparisons(results),
        bootstrap,
        oov,
        results.stream().flatMap(r -> r.files().stream()).toList(),
        inputs);
  }

  private Evaluation.ModelResult modelResult(
      int m, Plan plan, PartitionEvaluation.Limits limits, List<PartitionEvaluation> results) {
    LanguageModel model = models.get(m);
    List<PerplexityStats> parts = results.stream().map(r -> r.models().get(m)).toList();
    PerplexityStats total = new PerplexityStats();
    parts.forEach(total::add);
    if (plan.size() != null) {
      total.size(plan.size());
    }
    int order = results.get(0).breakdowns().get(m).byOrder().size();
    Breakdown breakdown = new Breakdown(order, limits.sentences());
    results.forEach(r -> breakdown.add(r.breakdowns().get(m)));
    boolean sameTokens = config.text().hasCorpus() || model.text().givesTokensOf(plan.text());
    boolean sameVocabulary = sameTokens && model.vocabularyFingerprint().equals(plan.reference());
    return new Evaluation.ModelResult(
        model.path(),
        model.kind(),
        model.name()
            + (model.normalized() ? "" : " (score, not a probability)")
            + (sameVocabulary
                ? ""
                : " (other %s, compare bits per byte)"
                    .formatted(sameTokens ? "vocabulary" : "tokens")),
        model.normalized(),
        sameVocabulary,
        plan.scoring().serving(m),
        model.carriesState()
            ? config.resetPerSentence() ? Evaluation.STATE_RESET : Evaluation.STATE_CARRIED
            : null,
        model.approximation(),
        total,
        parts,
        breakdown);
  }

  private List<Evaluation.Comparison> comparisons(List<PartitionEvaluation> results) {
    List<Evaluation.Comparison> comparisons = new ArrayList<>();
    int pair = 0;
    for (int a = 0; a < models.size(); a++) {
      for (int b = a + 1; b < models.size(); b++, pair++) {
        LanguageModel first = models.get(a);
        LanguageModel second = models.get(b);
        if (first.normalized()
            && second.normalized()
            && first.vocabularyFingerprint().equals(second.vocabularyFingerprint())
            && (config.text().hasCorpus() || first.text().givesTokensOf(second.text()))) {
          PairedStats total = new PairedStats();
          for (PartitionEvaluation r : results) {
            total.add(r.pairs().get(pair));
          }
          comparisons.add(new Evaluation.Comparison(a, b, total));
        }
      }
    }
    return comparisons;
  }
}

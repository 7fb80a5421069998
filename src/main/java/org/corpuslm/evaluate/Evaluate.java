package org.corpuslm.evaluate;

import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.corpuslm.corpus.Corpus;
import org.corpuslm.corpus.InputFile;
import org.corpuslm.corpus.InputFiles;
import org.corpuslm.corpus.PrepareConfig;
import org.corpuslm.corpus.TextSplit;
import org.corpuslm.corpus.VocabularyFile;
import org.corpuslm.model.LanguageModel;
import org.corpuslm.runtime.BadInputException;
import org.corpuslm.runtime.Cluster;
import org.corpuslm.runtime.Manifest;
import org.corpuslm.runtime.Published;
import org.corpuslm.runtime.RunMetrics.Figure;
import org.corpuslm.runtime.Staging;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Scores held-out partitions with any number of models, side by side. */
public final class Evaluate {
  private static final Logger LOG = LoggerFactory.getLogger(Evaluate.class);
  private static final long TEXT_SPLIT = 1L << 20;

  private final Cluster cluster;
  private final EvaluateConfig config;
  private final ModelServing served;
  private final List<LanguageModel> models;
  private final List<Manifest.Input> inputs = new ArrayList<>();

  public Evaluate(Cluster cluster, EvaluateConfig config) {
    this.cluster = cluster;
    this.config = config;
    this.served =
        new ModelServing(
            cluster, config.models(), config.serving(), config.quantize(), config.blasKernel());
    this.models = served.models();
  }

  /**
   * How the text is scored.
   *
   * @param reference fingerprint of the vocabulary of the text
   * @param vocabularyOf directory with that vocabulary
   */
  private record Plan(
      String reference,
      String vocabularyOf,
      List<HeldOutPartition> partitions,
      ScoringPlan scoring) {}

  private Plan plan(Staging staging) {
    Configuration conf = cluster.hadoop();
    for (String path : config.models()) {
      inputs.add(Published.open(conf, path).asInput());
    }
    Corpus corpus = config.corpus().isEmpty() ? null : Corpus.open(conf, config.corpus());
    String vocabularyOf = corpus == null ? models.get(0).path() : corpus.directory().path();
    String reference =
        corpus == null
            ? models.get(0).vocabularyFingerprint()
            : VocabularyFile.fingerprint(corpus.directory());
    checkVocabularies(reference);
    List<HeldOutPartition> partitions = corpus == null ? ofText() : ofCorpus(corpus);
    ScoringPlan scoring =
        served.plan(
            config.modelMemory(),
            reference,
            vocabularyOf,
            config.resetPerSentence(),
            config.details(),
            staging);
    return new Plan(reference, vocabularyOf, partitions, scoring);
  }

  /**
   * Scores the text and writes a row per line, a row per token, or both, in the order of the text,
   * while they come.
   *
   * @param perLine receives line number, log10 p, tokens, OOVs, perplexity; may be null
   * @param perToken receives line number, number of the token, token, surprisal in bits; may be
   *     null
   */
  public void print(OutputStream perLine, OutputStream perToken) throws IOException {
    ScorePrinter printer = new ScorePrinter(cluster, served, perLine, perToken);
    Plan plan = plan(null);
    printer.print(plan.partitions(), plan.scoring());
  }

  /** Runs the evaluation; details go to {@code staging}. */
  public Evaluation run(Staging staging) {
    Plan prepared = plan(staging);
    List<HeldOutPartition> partitions = prepared.partitions();
    ScoringPlan scoring = prepared.scoring();
    String reference = prepared.reference();
    EvaluationLimits plan = EvaluationLimits.of(partitions);
    String what =
        "perplexity: %d models, %d partitions".formatted(models.size(), partitions.size());
    List<PartitionEvaluation.Result> results =
        served.score(
            what,
            partitions,
            scoring,
            (p, scores, task) -> PartitionEvaluation.of(p, scores, scoring, plan, task));
    OovList oov =
        results.stream().flatMap(r -> r.models().stream()).noneMatch(t -> t.oov() > 0)
            ? OovList.none()
            : OovWords.count(cluster, partitions, prepared.vocabularyOf());
    return outcome(reference, partitions, scoring, plan, oov, results);
  }

  private void checkVocabularies(String reference) {
    for (LanguageModel model : models) {
      if (!model.vocabularyFingerprint().equals(reference) && !config.forceVocabularies()) {
        throw new BadInputException(
            ("model %s has another vocabulary than %s: their perplexities cannot be compared."
                    + " Estimate it from counts of that corpus, or pass --force-vocabularies to"
                    + " get figures that are labeled so")
                .formatted(
                    model.path(),
                    config.corpus().isEmpty() ? models.get(0).path() : config.corpus()));
      }
    }
  }

  private List<HeldOutPartition> ofCorpus(Corpus corpus) {
    inputs.add(corpus.directory().asInput());
    return corpus.heldOut(config.split()).stream()
        .map(file -> HeldOutPartition.ofCorpus(corpus.directory().path(), file))
        .toList();
  }

  private List<HeldOutPartition> ofText() {
    InputFiles.Found found = InputFiles.find(cluster.hadoop(), config.text());
    if (!found.passedOver().isEmpty()) {
      LOG.info("perplexity: {}", found.passedOverText());
    }
    List<InputFile> files = found.files();
    if (files.stream().mapToLong(InputFile::length).sum() == 0) {
      throw new BadInputException(
          String.join(", ", config.text())
              + ": the text is empty (0 bytes); give a file with text");
    }
    inputs.addAll(textInputs(cluster.hadoop(), config));
    PrepareConfig own = models.get(0).text();
    PrepareConfig text = config.skipSpecial() ? own.skippingSpecial() : own;
    return TextSplit.plan(files, TEXT_SPLIT).stream()
        .map(split -> HeldOutPartition.ofText(split, text))
        .toList();
  }

  /** The plain text that would be evaluated, for lineage. */
  public static List<Manifest.Input> textInputs(Configuration conf, EvaluateConfig config) {
    return InputFiles.find(conf, config.text()).files().stream().map(InputFile::asInput).toList();
  }

  private Evaluation outcome(
      String reference,
      List<HeldOutPartition> partitions,
      ScoringPlan scoring,
      EvaluationLimits plan,
      OovList oov,
      List<PartitionEvaluation.Result> results) {
    List<Evaluation.ModelResult> outcomes = new ArrayList<>();
    for (int m = 0; m < models.size(); m++) {
      int index = m;
      LanguageModel model = models.get(m);
      List<PerplexityStats> parts = results.stream().map(r -> r.models().get(index)).toList();
      PerplexityStats total = new PerplexityStats();
      parts.forEach(total::add);
      Breakdown breakdown = new Breakdown(order(results, m), plan.sentences());
      results.forEach(r -> breakdown.add(r.breakdowns().get(index)));
      String name = model.name();
      if (!model.normalized()) {
        name += " (score, not a probability)";
      }
      if (!model.vocabularyFingerprint().equals(reference)) {
        name += " (other vocabulary, not comparable)";
      }
      outcomes.add(
          new Evaluation.ModelResult(
              model.path(),
              model.kind(),
              name,
              model.normalized(),
              model.vocabularyFingerprint().equals(reference),
              ModelServing.serving(scoring, m),
              model.carriesState() ? state(config.resetPerSentence()) : null,
              model.approximation(),
              total,
              parts,
              breakdown));
    }
    outcomes.stream()
        .filter(Evaluation.ModelResult::normalized)
        .mapToDouble(o -> o.total().perplexity())
        .min()
        .ifPresent(lowest -> cluster.figures().set(Figure.REPORT_PERPLEXITY, lowest));
    return new Evaluation(
        config.corpus().isEmpty() ? String.join(",", config.text()) : config.corpus(),
        config.corpus().isEmpty() ? "text" : config.split(),
        models.get(0).vocabulary().predictable(),
        outcomes,
        partitions.stream().map(HeldOutPartition::name).toList(),
        comparisons(results),
        bootstrap(results, plan, outcomes.get(0).total().sentences()),
        oov,
        results.stream().flatMap(r -> r.files().stream()).toList(),
        inputs);
  }

  private static int order(List<PartitionEvaluation.Result> results, int model) {
    return results.get(0).breakdowns().get(model).byOrder().size();
  }

  private Bootstrap bootstrap(
      List<PartitionEvaluation.Result> results, EvaluationLimits plan, long sentences) {
    return new Bootstrap(
        results.stream().map(PartitionEvaluation.Result::bootstrap).toList(),
        models.size(),
        plan.replicates(),
        sentences);
  }

  private static String state(boolean resetPerSentence) {
    return resetPerSentence ? Evaluation.STATE_RESET : Evaluation.STATE_CARRIED;
  }

  private List<Evaluation.Comparison> comparisons(List<PartitionEvaluation.Result> results) {
    List<Evaluation.Comparison> comparisons = new ArrayList<>();
    int pair = 0;
    for (int a = 0; a < models.size(); a++) {
      for (int b = a + 1; b < models.size(); b++, pair++) {
        LanguageModel first = models.get(a);
        LanguageModel second = models.get(b);
        if (first.normalized()
            && second.normalized()
            && first.vocabularyFingerprint().equals(second.vocabularyFingerprint())) {
          PairedStats total = new PairedStats();
          for (PartitionEvaluation.Result r : results) {
            total.add(r.pairs().get(pair));
          }
          comparisons.add(new Evaluation.Comparison(a, b, total));
        }
      }
    }
    return comparisons;
  }
}

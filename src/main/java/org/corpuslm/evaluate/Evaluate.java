package org.corpuslm.evaluate;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.apache.hadoop.conf.Configuration;
import org.corpuslm.corpus.Corpus;
import org.corpuslm.corpus.InputFile;
import org.corpuslm.corpus.InputFiles;
import org.corpuslm.corpus.PrepareConfig;
import org.corpuslm.corpus.TextSplit;
import org.corpuslm.corpus.VocabularyFile;
import org.corpuslm.model.LanguageModel;
import org.corpuslm.model.Models;
import org.corpuslm.ngram.model.NgramModel;
import org.corpuslm.runtime.BadInputException;
import org.corpuslm.runtime.Cluster;
import org.corpuslm.runtime.Manifest;
import org.corpuslm.runtime.Published;
import org.corpuslm.runtime.Staging;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Scores held-out partitions with any number of models, side by side. */
public final class Evaluate {
  private static final Logger LOG = LoggerFactory.getLogger(Evaluate.class);
  private static final long TEXT_SPLIT = 1L << 20;

  private final Cluster cluster;
  private final EvaluateConfig config;
  private final String run = UUID.randomUUID().toString();
  private final List<LanguageModel> models = new ArrayList<>();
  private final List<Manifest.Input> inputs = new ArrayList<>();

  public Evaluate(Cluster cluster, EvaluateConfig config) {
    this.cluster = cluster;
    this.config = config;
  }

  /** Runs the evaluation; details go to {@code staging}. */
  public Evaluation run(Staging staging) {
    Configuration conf = cluster.hadoop();
    for (String path : config.models()) {
      models.add(Models.open(conf, path, 0));
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
    List<ModelRef> refs = refs(reference);
    Scoring scoring = new Scoring(refs, vocabularyOf, config.details(), staging);
    try {
      return outcome(reference, partitions, refs, score(partitions, scoring));
    } finally {
      ModelCache.keepOnly("");
    }
  }

  private List<PartitionAccount.Result> score(List<HeldOutPartition> partitions, Scoring scoring) {
    List<Integer> indices = IntStream.range(0, partitions.size()).boxed().toList();
    int shards =
        scoring.models().stream()
            .filter(ModelRef::sharded)
            .mapToInt(r -> r.firstShard() + shards(r.path()))
            .max()
            .orElse(0);
    String what =
        "perplexity: %d models, %d partitions".formatted(models.size(), partitions.size());
    if (shards == 0) {
      return cluster.map(
          what,
          indices,
          (p, worker) ->
              PartitionAccount.of(
                  p, partitions.get(p), Collections.emptyIterator(), scoring, worker));
    }
    return cluster.relay(
        what + ", sharded",
        indices,
        (p, worker) -> ShardScoring.questions(p, partitions.get(p), scoring, worker),
        shards,
        (shard, questions, worker) -> ShardScoring.answers(shard, questions, scoring, worker),
        partitions.size(),
        (p, answers, worker) ->
            PartitionAccount.of(p, partitions.get(p), answers, scoring, worker));
  }

  private int shards(String path) {
    return Math.max(
        1,
        ((NgramModel) models.stream().filter(m -> m.path().equals(path)).findFirst().orElseThrow())
            .facts()
            .shards());
  }

  private void checkVocabularies(String reference) {
    for (LanguageModel model : models) {
      if (!model.vocabularyFingerprint().equals(reference) && !config.forceVocabularies()) {
        throw new BadInputException(
            ("model %s has another vocabulary than %s: their perplexities cannot be compared."
                    + " Estimate it from counts of that corpus, or pass --force-vocabularies to"
                    + " get figures that are labelled so")
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
    List<InputFile> files = InputFiles.resolve(cluster.hadoop(), config.text());
    if (files.stream().mapToLong(InputFile::length).sum() == 0) {
      throw new BadInputException(config.text() + ": the text is empty (0 bytes)");
    }
    inputs.addAll(textInputs(cluster.hadoop(), config));
    PrepareConfig text = models.get(0).text();
    return TextSplit.plan(files, TEXT_SPLIT).stream()
        .map(split -> HeldOutPartition.ofText(split, text))
        .toList();
  }

  /** The plain text that would be evaluated, for lineage. */
  public static List<Manifest.Input> textInputs(Configuration conf, EvaluateConfig config) {
    return InputFiles.resolve(conf, config.text()).stream().map(InputFile::asInput).toList();
  }

  private List<ModelRef> refs(String reference) {
    long limit =
        config.modelMemory() > 0
            ? config.modelMemory()
            : cluster.memoryPerExecutor() / 2 / models.size();
    List<ModelRef> refs = new ArrayList<>();
    int shards = 0;
    for (LanguageModel model : models) {
      boolean sharded = false;
      if (model instanceof NgramModel ngrams) {
        long needed = NgramModel.memory(ngrams.directory());
        sharded =
            switch (config.serving()) {
              case AUTO -> needed > limit;
              case WHOLE -> false;
              case SHARDED -> true;
            };
        LOG.info(
            "{}: {} MB, {} (limit {} MB)",
            model.name(),
            needed >> 20,
            sharded ? "sharded" : "whole in every executor",
            limit >> 20);
      }
      refs.add(
          new ModelRef(
              run,
              model.path(),
              sharded ? 0 : Long.MAX_VALUE,
              sharded ? shards : -1,
              model.vocabularyFingerprint().equals(reference)));
      if (sharded) {
        shards += Math.max(1, ((NgramModel) model).facts().shards());
      }
    }
    return refs;
  }

  private Evaluation outcome(
      String reference,
      List<HeldOutPartition> partitions,
      List<ModelRef> refs,
      List<PartitionAccount.Result> results) {
    List<Evaluation.ModelResult> outcomes = new ArrayList<>();
    for (int m = 0; m < models.size(); m++) {
      int index = m;
      LanguageModel model = models.get(m);
      List<Tally> parts = results.stream().map(r -> r.models().get(index)).toList();
      Tally total = new Tally();
      parts.forEach(total::add);
      String name = model.name();
      if (!model.normalised()) {
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
              model.normalised(),
              refs.get(m).sharded() ? "sharded" : "whole",
              total,
              parts));
    }
    return new Evaluation(
        config.corpus().isEmpty() ? String.join(",", config.text()) : config.corpus(),
        config.corpus().isEmpty() ? "text" : config.split(),
        models.get(0).vocabulary().predictable(),
        outcomes,
        partitions.stream().map(HeldOutPartition::name).toList(),
        comparisons(results),
        results.stream().flatMap(r -> r.files().stream()).toList(),
        inputs);
  }

  private List<Evaluation.Comparison> comparisons(List<PartitionAccount.Result> results) {
    List<Evaluation.Comparison> comparisons = new ArrayList<>();
    int pair = 0;
    for (int a = 0; a < models.size(); a++) {
      for (int b = a + 1; b < models.size(); b++, pair++) {
        LanguageModel first = models.get(a);
        LanguageModel second = models.get(b);
        if (first.normalised()
            && second.normalised()
            && first.vocabularyFingerprint().equals(second.vocabularyFingerprint())) {
          PairTally total = new PairTally();
          for (PartitionAccount.Result r : results) {
            total.add(r.pairs().get(pair));
          }
          comparisons.add(new Evaluation.Comparison(a, b, total));
        }
      }
    }
    return comparisons;
  }
}

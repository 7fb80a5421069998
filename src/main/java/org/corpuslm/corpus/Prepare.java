package org.corpuslm.corpus;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.corpuslm.runtime.BadInputException;
import org.corpuslm.runtime.Cluster;
import org.corpuslm.runtime.Json;
import org.corpuslm.runtime.Manifest;
import org.corpuslm.runtime.OutputDirectory;
import org.corpuslm.runtime.Published;
import org.corpuslm.runtime.Staging;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Prepares a corpus from text in two passes: the first makes the vocabulary, the second encodes.
 */
public final class Prepare {
  private static final Logger LOG = LoggerFactory.getLogger(Prepare.class);

  // Pieces of text depend on the data only, never on the number of cores.
  private static final long TRAIN_SPLIT = 8L << 20;
  private static final long HELD_OUT_SPLIT = 1L << 20;
  private static final long MAX_SPLITS = 4096;

  private final Cluster cluster;
  private final PrepareConfig config;
  private long passedOver;

  /** Prepares to run {@code config} on a cluster. */
  public Prepare(Cluster cluster, PrepareConfig config) {
    this.cluster = cluster;
    this.config = config;
  }

  /**
   * Returns the inputs of the corpus as its manifest lists them.
   *
   * @throws BadInputException if an input does not exist or cannot be read
   */
  public static List<Manifest.Input> inputs(Configuration conf, PrepareConfig config) {
    List<Manifest.Input> inputs = new ArrayList<>();
    if (!config.vocabulary().isEmpty()) {
      inputs.add(
          WordList.isList(conf, config.vocabulary())
              ? WordList.file(conf, config.vocabulary()).asInput()
              : Published.open(conf, config.vocabulary()).asInput());
    }
    for (List<String> paths : List.of(config.input(), config.valid(), config.test())) {
      if (!paths.isEmpty()) {
        for (InputFile f : InputFiles.find(conf, paths).files()) {
          inputs.add(f.asInput());
        }
      }
    }
    return inputs;
  }

  /**
   * Prepares the corpus and publishes it.
   *
   * @throws BadInputException if the text is missing, empty or invalid
   */
  public Published run(OutputDirectory output) {
    Configuration conf = cluster.hadoop();
    List<Manifest.Input> inputs = inputs(conf, config);
    List<RoleSplit> splits = new ArrayList<>();
    Staging staging = output.staging();
    plan(HoldoutSplit.Part.TRAIN, config.input(), TRAIN_SPLIT, staging, splits);
    plan(HoldoutSplit.Part.VALID, config.valid(), HELD_OUT_SPLIT, staging, splits);
    plan(HoldoutSplit.Part.TEST, config.test(), HELD_OUT_SPLIT, staging, splits);

    Vocabulary vocabulary = vocabulary(output, splits);
    Labels labels = config.labels() == null ? null : LabelPass.run(cluster, config, splits);
    List<EncodePass.Result> results =
        EncodePass.run(cluster, config, splits, vocabulary, labels, output.staging());
    CorpusFacts facts = facts(vocabulary, labels, results);
    if (facts.split("train").sentences() == 0) {
      throw new BadInputException(
          "%s: no training sentence in %d lines; is the input empty, set aside, or all held out?"
              .formatted(String.join(", ", config.input()), facts.lines()));
    }
    results.forEach(r -> output.acceptAll(r.files));
    if (labels != null) {
      labels.write(output);
    }
    writeQuarantine(output, splits, results);
    return output.publish(Corpus.KIND, config, inputs, facts);
  }

  private Vocabulary vocabulary(OutputDirectory output, List<RoleSplit> splits) {
    boolean list = WordList.isList(cluster.hadoop(), config.vocabulary());
    if (list || config.vocabulary().isEmpty()) {
      Vocabulary allowed = list ? WordList.read(cluster.hadoop(), config) : null;
      Vocabulary chosen = VocabularyPass.run(cluster, config, splits, allowed);
      VocabularyFile.write(output, chosen);
      return chosen;
    }
    Published from = Published.open(cluster.hadoop(), config.vocabulary());
    Vocabulary given = VocabularyFile.read(cluster.hadoop(), from);
    if (!given.word(Vocabulary.UNK).equals(config.text().unk())) {
      throw new BadInputException(
          "--unk is %s, but the unknown word of %s is %s; give --unk %s"
              .formatted(
                  config.text().unk(),
                  config.vocabulary(),
                  given.word(Vocabulary.UNK),
                  given.word(Vocabulary.UNK)));
    }
    VocabularyFile.copy(cluster.hadoop(), from, output);
    return given;
  }

  private void plan(
      HoldoutSplit.Part role,
      List<String> paths,
      long targetBytes,
      Staging staging,
      List<RoleSplit> splits) {
    if (paths.isEmpty()) {
      return;
    }
    InputFiles.Found found = InputFiles.find(cluster.hadoop(), paths);
    if (!found.passedOver().isEmpty()) {
      LOG.info("prepare: {}", found.passedOverText());
      passedOver += found.passedOver().size();
    }
    InputFormat format = config.format();
    List<InputFile> files = found.files();
    if (format.usesDataSource()) {
      files =
          CopiedRows.of(
              cluster, format, paths, false, staging.scratch("input-" + Corpus.directory(role)));
      format = format.copied();
    }
    long total = files.stream().mapToLong(InputFile::length).sum();
    if (total == 0) {
      throw new BadInputException(
          "%s: the input is empty (0 bytes); give a file with text"
              .formatted(String.join(", ", paths)));
    }
    long bytes = Math.max(targetBytes, total / MAX_SPLITS);
    // Only an empty line shows where a sentence of many lines begins, so such files stay whole.
    boolean whole = config.labels() != null && config.labels().hasWordPerLine();
    splits.addAll(
        RoleSplit.plan(role, TextSplit.plan(files, whole ? Long.MAX_VALUE : bytes, format), bytes));
  }

  private CorpusFacts facts(Vocabulary vocabulary, Labels labels, List<EncodePass.Result> results) {
    LineStats lines = new LineStats();
    Map<HoldoutSplit.Part, SplitStats> tallies = new TreeMap<>();
    for (EncodePass.Result result : results) {
      lines.add(result.lines);
      result.splits.forEach(
          (part, tally) -> tallies.computeIfAbsent(part, p -> new SplitStats()).add(tally));
    }
    long bad = lines.quarantined.values().stream().mapToLong(Long::longValue).sum();
    long sentences = tallies.values().stream().mapToLong(t -> t.sentences).sum();
    long tokens = tallies.values().stream().mapToLong(t -> t.tokens).sum();
    boolean words = config.labels() != null && config.labels().hasWordPerLine();
    if (lines.lines != lines.kept + lines.skippedEmpty + bad
        || lines.kept != (words ? tokens : sentences)) {
      throw new IllegalStateException(
          "lines do not add up: %d read, %d kept, %d skipped, %d bad, %d sentences, %d words"
              .formatted(lines.lines, lines.kept, lines.skippedEmpty, bad, sentences, tokens));
    }
    Map<String, CorpusFacts.SplitFacts> splits = new LinkedHashMap<>();
    tallies.forEach((part, tally) -> splits.put(Corpus.directory(part), tally.facts()));
    Map<String, Long> quarantined = new TreeMap<>();
    lines.quarantined.forEach(
        (reason, n) -> quarantined.put(reason.name().toLowerCase(Locale.ROOT), n));
    return new CorpusFacts(
        vocabulary.predictable(),
        lines.lines,
        config.format().usesLines() ? null : lines.rows,
        lines.kept,
        lines.skippedEmpty,
        quarantined,
        lines.linesWithNul,
        passedOver,
        splits,
        labels == null ? null : labels.size());
  }

  /** Writes {@code quarantine/samples.jsonl}: the first bad lines of every task. */
  private static void writeQuarantine(
      OutputDirectory output, List<RoleSplit> splits, List<EncodePass.Result> results) {
    StringBuilder text = new StringBuilder();
    long before = 0;
    for (int i = 0; i < results.size(); i++) {
      EncodePass.Result result = results.get(i);
      int next = 0;
      for (int piece = 0; piece < result.linesOf.length; piece++) {
        TextSplit split = splits.get(i).texts().get(piece);
        before = split.start() == 0 ? 0 : before;
        for (; next < result.samples.size(); next++) {
          EncodePass.Sample sample = result.samples.get(next);
          if (sample.piece() != piece) {
            break;
          }
          addSample(split.file().name(), before, sample.line(), text);
        }
        before += result.linesOf[piece];
      }
    }
    if (!text.isEmpty()) {
      output.write("quarantine/samples.jsonl", text.toString());
    }
  }

  private static void addSample(
      String file, long before, LineStats.BadSample bad, StringBuilder to) {
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("file", file);
    row.put("line", before + bad.line());
    row.put("reason", bad.reason().name().toLowerCase(Locale.ROOT));
    row.put("bytes", bad.bytes());
    row.put("sample", bad.sample());
    to.append(Json.tree(row)).append('\n');
  }
}

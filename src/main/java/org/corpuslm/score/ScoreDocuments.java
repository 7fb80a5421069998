package org.corpuslm.score;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.corpuslm.corpus.CopiedRows;
import org.corpuslm.corpus.InputFile;
import org.corpuslm.corpus.InputFiles;
import org.corpuslm.corpus.InputFormat;
import org.corpuslm.corpus.TextSplit;
import org.corpuslm.evaluate.score.ReplicatedModel;
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
 * Scores documents in two passes over pieces of their files: the first scores, which gives the
 * percentiles; the second reads the rows again and writes those that are kept, in their order.
 */
final class ScoreDocuments {
  private static final Logger LOG = LoggerFactory.getLogger(ScoreDocuments.class);
  private static final long SPLIT = 16L << 20;
  private static final long MAX_SPLITS = 8192;

  private final Cluster cluster;
  private final ScoreConfig config;

  ScoreDocuments(Cluster cluster, ScoreConfig config) {
    this.cluster = cluster;
    this.config = config;
  }

  /**
   * Scores the documents and publishes them.
   *
   * @throws BadInputException if a model or a file is missing or damaged, or if a row is bad and
   *     bad rows are not set aside
   */
  Published run(OutputDirectory output) {
    List<Manifest.Input> inputs = config.inputs(cluster.hadoop());
    List<ReplicatedModel> models =
        config.models().stream().map(model -> ReplicatedModel.of(cluster, model.path())).toList();
    Staging staging = output.staging();
    ScoreConfig settings = config; // what tasks receive
    List<TextSplit> splits = splits(staging);
    List<ScorePass.Result> scored =
        cluster.map(
            "score: scoring",
            splits,
            (split, task) -> ScorePass.run(settings, models, split, task, staging));
    Map<String, GroupStats> groups = groups(scored);
    TreeMap<String, WritePass.Limits> limits = limits(groups);
    List<Integer> indices = IntStream.range(0, splits.size()).boxed().toList();
    List<Piece> pieces =
        indices.stream().map(i -> new Piece(splits.get(i), scored.get(i).scores())).toList();
    List<WritePass.Result> written =
        cluster.map(
            "score: writing",
            pieces,
            (piece, task) ->
                WritePass.run(settings, piece.scores(), limits, piece.split(), task, staging));
    written.forEach(result -> output.acceptAll(result.files()));
    ScoreFacts facts = facts(groups, limits, scored, written);
    Examples examples = new Examples();
    written.forEach(result -> examples.add(result.examples()));
    output.write("score.json", Json.write(facts));
    output.write("score.html", new ScorePage(config, facts, groups, examples).html());
    return output.publish(ScoreConfig.KIND, config, inputs, facts);
  }

  /** A split and the file with its scores. */
  private record Piece(TextSplit split, String scores) implements java.io.Serializable {}

  private List<TextSplit> splits(Staging staging) {
    InputFiles.Found found = InputFiles.find(cluster.hadoop(), config.input());
    if (!found.passedOver().isEmpty()) {
      LOG.info("score: {}", found.passedOverText());
    }
    List<InputFile> files = found.files();
    InputFormat format = config.format();
    if (format.usesDataSource()) {
      files = CopiedRows.of(cluster, format, config.input(), true, staging.scratch("input"));
      format = format.copied();
    }
    long total = files.stream().mapToLong(InputFile::length).sum();
    if (total == 0) {
      throw new BadInputException(
          "%s: the input is empty (0 bytes); give a file with documents"
              .formatted(String.join(", ", config.input())));
    }
    return TextSplit.plan(files, Math.max(SPLIT, total / MAX_SPLITS), format);
  }

  private Map<String, GroupStats> groups(List<ScorePass.Result> scored) {
    Map<String, GroupStats> groups = new TreeMap<>();
    for (ScorePass.Result result : scored) {
      result
          .groups()
          .forEach(
              (name, stats) ->
                  groups
                      .computeIfAbsent(name, g -> new GroupStats(config.models().size()))
                      .add(stats));
    }
    if (groups.size() > ScorePass.MAX_GROUPS) {
      throw new BadInputException(
          "--by %s has %,d values; give a column with at most %,d"
              .formatted(config.by(), groups.size(), ScorePass.MAX_GROUPS));
    }
    return groups;
  }

  private TreeMap<String, WritePass.Limits> limits(Map<String, GroupStats> groups) {
    TreeMap<String, WritePass.Limits> limits = new TreeMap<>();
    double keep = config.selection().keepPercentile();
    groups.forEach(
        (name, stats) ->
            limits.put(
                name,
                new WritePass.Limits(
                    config.buckets().stream().mapToInt(stats.histogram::binAt).toArray(),
                    keep == 100 ? Integer.MAX_VALUE : stats.histogram.binAt(keep))));
    return limits;
  }

  private ScoreFacts facts(
      Map<String, GroupStats> groups,
      Map<String, WritePass.Limits> limits,
      List<ScorePass.Result> scored,
      List<WritePass.Result> results) {
    Map<String, Long> quarantined = new TreeMap<>();
    scored.forEach(
        r ->
            r.quarantined()
                .forEach(
                    (reason, n) ->
                        quarantined.merge(reason.name().toLowerCase(Locale.ROOT), n, Long::sum)));
    long rows = scored.stream().mapToLong(ScorePass.Result::rows).sum();
    long written = results.stream().mapToLong(WritePass.Result::written).sum();
    long dropped = results.stream().mapToLong(WritePass.Result::dropped).sum();
    long bad = quarantined.values().stream().mapToLong(Long::longValue).sum();
    if (rows != written + dropped + bad) {
      throw new IllegalStateException(
          "rows do not add up: %d read, %d written, %d dropped, %d bad"
              .formatted(rows, written, dropped, bad));
    }
    Map<String, Long> buckets = new TreeMap<>();
    if (!config.buckets().isEmpty()) {
      results.forEach(r -> r.documents().forEach((name, n) -> buckets.merge(name, n, Long::sum)));
    }
    long nanos = scored.stream().mapToLong(ScorePass.Result::nanos).sum();
    long tokens =
        groups.values().stream()
            .flatMap(group -> group.models.stream())
            .mapToLong(model -> model.tokens)
            .sum();
    List<ScoreFacts.Group> all = new ArrayList<>();
    groups.forEach((name, stats) -> all.add(group(name, stats, limits.get(name))));
    return new ScoreFacts(
        rows, written, dropped, quarantined, buckets, all, tokens / Math.max(1e-9, nanos / 1e9));
  }

  private ScoreFacts.Group group(String name, GroupStats stats, WritePass.Limits limits) {
    List<ScoreFacts.OfModel> models = new ArrayList<>();
    for (int m = 0; m < stats.models.size(); m++) {
      GroupStats.OfModel sums = stats.models.get(m);
      ScoreConfig.NamedModel model = config.models().get(m);
      models.add(
          new ScoreFacts.OfModel(
              model.name(),
              model.path(),
              sums.tokens,
              sums.oov,
              sums.tokens == 0 ? null : (Double) sums.perplexity(),
              sums.bytes == 0 ? null : (Double) sums.bitsPerByte()));
    }
    return new ScoreFacts.Group(
        name,
        stats.documents,
        IntStream.of(limits.buckets()).mapToObj(PerplexityHistogram::upperEnd).toList(),
        limits.keep() == Integer.MAX_VALUE
            ? null
            : (Double) PerplexityHistogram.upperEnd(limits.keep()),
        models);
  }
}

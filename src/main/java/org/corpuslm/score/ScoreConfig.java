package org.corpuslm.score;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import org.corpuslm.corpus.InputFile;
import org.corpuslm.corpus.InputFiles;
import org.corpuslm.corpus.InputFormat;
import org.corpuslm.corpus.PrepareConfig.OnBadLine;
import org.corpuslm.model.saved.Models;
import org.corpuslm.runtime.BadInputException;
import org.corpuslm.runtime.Cluster;
import org.corpuslm.runtime.Job;
import org.corpuslm.runtime.Manifest;
import org.corpuslm.runtime.OutputDirectory;
import org.corpuslm.runtime.Published;

/**
 * The resolved configuration of {@code score}.
 *
 * @param models models with their names, in the order of their columns
 * @param input files, directories and patterns of documents
 * @param format layout of the documents in files
 * @param onBadLine what happens to a row without text
 * @param by column whose values are groups with percentiles of their own; empty = one group
 * @param buckets percentiles between which buckets lie, ascending; empty = no buckets
 * @param selection which documents are kept
 * @param compression compression of JSON lines: {@code none}, {@code gz} or {@code zst}
 * @param partitionByBucket whether each bucket has a directory of its own
 */
public record ScoreConfig(
    List<NamedModel> models,
    List<String> input,
    InputFormat format,
    OnBadLine onBadLine,
    @JsonInclude(JsonInclude.Include.NON_EMPTY) String by,
    @JsonInclude(JsonInclude.Include.NON_EMPTY) List<Double> buckets,
    Selection selection,
    String compression,
    boolean partitionByBucket)
    implements Job, Serializable {
  /** The kind of the directory in its manifest. */
  public static final String KIND = "scored-documents";

  static final List<String> COMPRESSIONS = List.of("none", "gz", "zst");

  /**
   * A model and the name of its columns.
   *
   * @param name letters, digits and underscores; empty for the only model
   * @param path directory of the model
   */
  public record NamedModel(String name, String path) implements Serializable {
    /** Parses {@code NAME=DIR} or {@code DIR}. */
    public static NamedModel parse(String given) {
      int at = given.indexOf('=');
      boolean named = at > 0 && given.substring(0, at).matches("\\w+");
      return named
          ? new NamedModel(given.substring(0, at), given.substring(at + 1))
          : new NamedModel("", given);
    }

    /** Returns the name of a column. */
    String column(String figure) {
      return name.isEmpty() ? "corpuslm_" + figure : "corpuslm_" + name + "_" + figure;
    }
  }

  /**
   * The documents that are kept, by their perplexity under the first model.
   *
   * @param maxPerplexity documents above it are dropped; 0 = none
   * @param keepPercentile documents above this percentile of their group are dropped; 100 = none
   */
  public record Selection(double maxPerplexity, double keepPercentile) implements Serializable {
    /** Keeps all documents. */
    public static final Selection ALL = new Selection(0, 100);

    /**
     * Checks the limits.
     *
     * @throws BadInputException if one is out of range
     */
    public Selection {
      if (!(maxPerplexity == 0 || maxPerplexity >= 1)) {
        throw new BadInputException(
            "--max-perplexity is %s; it must be at least 1".formatted(maxPerplexity));
      }
      if (!(keepPercentile > 0 && keepPercentile <= 100)) {
        throw new BadInputException(
            "--keep-percentile is %s; it must lie above 0 and at most at 100"
                .formatted(keepPercentile));
      }
    }

    boolean dropsAny() {
      return maxPerplexity > 0 || keepPercentile < 100;
    }
  }

  /**
   * Checks the configuration.
   *
   * @throws BadInputException if values do not fit together; the message names the option
   */
  public ScoreConfig {
    by = by == null ? "" : by;
    buckets = buckets == null ? List.of() : List.copyOf(buckets);
    if (models.isEmpty()) {
      throw new BadInputException("no --model given");
    }
    Set<String> names = new HashSet<>();
    for (NamedModel model : models) {
      if (models.size() > 1 && model.name().isEmpty()) {
        throw new BadInputException(
            "--model %s has no name: with several models, give each as NAME=DIR"
                .formatted(model.path()));
      }
      if (!names.add(model.name())) {
        throw new BadInputException("two models are called %s".formatted(model.name()));
      }
    }
    double last = 0;
    for (double percentile : buckets) {
      if (!(percentile > last && percentile < 100)) {
        throw new BadInputException(
            "--buckets is %s; it must be ascending percentiles between 0 and 100, such as 30,60"
                .formatted(buckets));
      }
      last = percentile;
    }
    if (partitionByBucket && buckets.isEmpty()) {
      throw new BadInputException("--partition-by-bucket needs --buckets");
    }
    if (!by.isEmpty() && !format.hasColumns()) {
      throw new BadInputException(
          "--by is for formats with columns, and --format is %s".formatted(format.format()));
    }
    if (!by.isEmpty() && buckets.isEmpty() && selection.keepPercentile() == 100) {
      throw new BadInputException(
          "--by gives groups percentiles of their own; give --buckets or --keep-percentile");
    }
    if (!COMPRESSIONS.contains(compression)) {
      throw new BadInputException(
          "--compression is %s; it must be one of %s".formatted(compression, COMPRESSIONS));
    }
  }

  /** Returns whether the bucket is a column of the rows, not the name of their directory. */
  boolean hasBucketColumn() {
    return !buckets.isEmpty() && !partitionByBucket;
  }

  /**
   * Returns the names of the buckets, lowest perplexities first: {@code p0-30}, {@code p30-60}, …
   */
  List<String> bucketNames() {
    List<String> names = new ArrayList<>();
    String from = "0";
    for (int b = 0; b <= buckets.size() && !buckets.isEmpty(); b++) {
      String to = b == buckets.size() ? "100" : number(buckets.get(b));
      names.add("p%s-%s".formatted(from, to));
      from = to;
    }
    return names;
  }

  private static String number(double percentile) {
    return percentile == Math.rint(percentile)
        ? Long.toString((long) percentile)
        : Double.toString(percentile);
  }

  @Override
  public String kind() {
    return KIND;
  }

  @Override
  public List<Manifest.Input> inputs(Configuration conf) {
    List<Manifest.Input> inputs = new ArrayList<>();
    models.forEach(model -> inputs.add(Models.asInput(conf, model.path())));
    InputFiles.find(conf, input).files().stream().map(InputFile::asInput).forEach(inputs::add);
    return inputs;
  }

  /** Returns the inputs, and the directories and patterns that the documents are found with. */
  @Override
  public List<String> reads(Configuration conf, String output) {
    List<String> reads = new ArrayList<>(Job.super.reads(conf, output));
    reads.addAll(input);
    return reads;
  }

  @Override
  public Published run(Cluster cluster, OutputDirectory target) {
    return new ScoreDocuments(cluster, this).run(target);
  }
}

package org.corpuslm.ngram;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.apache.commons.io.FileUtils;
import org.apache.hadoop.conf.Configuration;
import org.corpuslm.corpus.HoldoutSplit;
import org.corpuslm.corpus.PrepareConfig;
import org.corpuslm.corpus.TextSpec;
import org.corpuslm.evaluate.EvaluateConfig;
import org.corpuslm.evaluate.detail.Details;
import org.corpuslm.evaluate.score.HeldOutText;
import org.corpuslm.evaluate.score.Serving;
import org.corpuslm.evaluate.score.ServingConfig;
import org.corpuslm.ngram.arpa.ArpaExport;
import org.corpuslm.ngram.count.CountConfig;
import org.corpuslm.ngram.count.UpdateConfig;
import org.corpuslm.ngram.count.UpdateConfig.Change;
import org.corpuslm.ngram.model.NgramModel;
import org.corpuslm.ngram.smoothing.EstimateConfig;
import org.corpuslm.report.PerplexityReport;
import org.corpuslm.runtime.Cluster;
import org.corpuslm.runtime.Json;
import org.corpuslm.runtime.LocalCluster;
import org.corpuslm.runtime.OutputDirectory;
import org.corpuslm.runtime.Published;

/**
 * Text on its way through the jobs, in a temporary directory of its own, on one Spark that all
 * tests of the JVM share.
 */
public final class Pipeline implements AutoCloseable {
  private static Cluster cluster;

  private final Path directory;
  private int outputs;

  public Pipeline() {
    try {
      directory = Files.createTempDirectory("corpuslm-test");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The Spark that the tests share; on two cores unless a test has asked for something else. */
  public static synchronized Cluster cluster() {
    if (cluster == null) {
      use("local[2]");
    }
    return cluster;
  }

  /** Works with another master from now on; a JVM can have only one Spark at a time. */
  public static synchronized void use(String master) {
    stop();
    cluster = LocalCluster.open("tests", master);
  }

  /** Stops the shared Spark, if there is one. */
  public static synchronized void stop() {
    if (cluster != null) {
      cluster.close();
      cluster = null;
    }
  }

  public static Configuration conf() {
    return cluster().hadoop();
  }

  /** The text of a corpus, and in how many files each of its splits comes. */
  public record Text(
      List<String> train, List<String> valid, List<String> test, int trainFiles, int otherFiles) {
    public static Text of(List<String> train) {
      return new Text(train, List.of(), List.of(), 1, 1);
    }

    public Text withValid(List<String> lines) {
      return new Text(train, lines, test, trainFiles, otherFiles);
    }

    public Text withTest(List<String> lines) {
      return new Text(train, valid, lines, trainFiles, otherFiles);
    }

    public Text inFiles(int train, int others) {
      return new Text(this.train, valid, test, train, others);
    }
  }

  /** Writes lines to a number of files, the first lines to the first file; returns their folder. */
  public String write(List<String> lines, int files) {
    Path folder = Path.of(fresh("text"));
    try {
      Files.createDirectories(folder);
      for (int f = 0; f < files; f++) {
        List<String> part = lines.subList(f * lines.size() / files, (f + 1) * lines.size() / files);
        Files.write(folder.resolve("part-%02d.txt".formatted(f)), part);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return folder.toString();
  }

  /** Prepares words between white space. */
  public String corpus(Text text) {
    return corpus(text, "whitespace", false);
  }

  public String corpus(Text text, String tokenizer, boolean lowercase) {
    return corpus(
        List.of(write(text.train(), text.trainFiles())),
        text.valid().isEmpty() ? List.of() : List.of(write(text.valid(), text.otherFiles())),
        text.test().isEmpty() ? List.of() : List.of(write(text.test(), text.otherFiles())),
        tokenizer,
        lowercase);
  }

  /** Prepares text that lies in files. */
  public String corpus(
      List<String> train,
      List<String> valid,
      List<String> test,
      String tokenizer,
      boolean lowercase) {
    PrepareConfig config =
        new PrepareConfig(
            train,
            valid,
            test,
            HoldoutSplit.NONE,
            TextSpec.of(tokenizer, lowercase, SlowNgrams.UNKNOWN),
            PrepareConfig.OnBadLine.FAIL,
            1,
            0,
            "",
            null,
            null);
    return config.run(cluster(), fresh("corpus"), false).path();
  }

  /** Counts in shards that split words however rare they are. */
  public String counts(String corpus, int order, int shards) {
    return counts(new CountConfig(corpus, order, shards, 0));
  }

  public String counts(CountConfig config) {
    return config.run(cluster(), fresh("counts"), false).path();
  }

  /** Adds a corpus to a count store; returns the store after. */
  public String append(String store, String corpus) {
    return update(Change.APPEND, store, corpus, fresh("counts"));
  }

  /** Takes a corpus away from a count store; returns the store after. */
  public String remove(String store, String corpus) {
    return update(Change.REMOVE, store, corpus, fresh("counts"));
  }

  /** Changes a count store into another, or in place. */
  public String update(Change change, String store, String corpus, String output) {
    return new UpdateConfig(change, store, corpus, 0, 0)
        .run(cluster(), output, output.equals(store))
        .path();
  }

  /** Estimates with the fall-back discounts where they are needed. */
  public String model(String counts, Recipe recipe) {
    return model(recipe.config(counts, true));
  }

  public String model(EstimateConfig config) {
    return config.run(cluster(), fresh("model"), false).path();
  }

  /** Opens a model whole. */
  public static NgramModel open(String model) {
    return NgramModel.open(conf(), Published.open(conf(), model, NgramModel.KIND), Long.MAX_VALUE);
  }

  /** Writes an ARPA file, compressed if the name ends so. */
  public Path arpa(String model, String name) {
    Path file = directory.resolve(name);
    try (OutputDirectory target = OutputDirectory.createFile(conf(), file.toString(), false)) {
      new ArpaExport(cluster(), open(model)).run(target, name.endsWith(".gz"));
    }
    return file;
  }

  /** A report directory and its {@code report.json}. */
  public record Report(Published directory, String json, PerplexityReport.Content content) {
    public PerplexityReport.Model model(int index) {
      return content.models().get(index);
    }
  }

  /** Evaluates whole models on a split of a corpus. */
  public Report perplexity(List<String> models, String corpus, String split) {
    return perplexity(models, corpus, split, Details.NONE, Serving.REPLICATED);
  }

  public Report perplexity(
      List<String> models, String corpus, String split, Details details, Serving serving) {
    return perplexity(
        new EvaluateConfig(
            models,
            HeldOutText.ofCorpus(corpus, split),
            details,
            ServingConfig.of(serving),
            false,
            false));
  }

  public Report perplexity(EvaluateConfig config) {
    Published report = new PerplexityReport(config).run(cluster(), fresh("report"), false);
    try {
      String json = Files.readString(Path.of(java.net.URI.create(report.path() + "/report.json")));
      return new Report(report, json, Json.MAPPER.readValue(json, PerplexityReport.Content.class));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The words of lines that are split at white space. */
  public static List<List<String>> sentences(List<String> lines) {
    return lines.stream()
        .map(line -> Stream.of(line.split("[ \t]+")).filter(w -> !w.isEmpty()).toList())
        .toList();
  }

  /** A folder for what a test makes beside these; goes with everything else. */
  public Path folder() {
    try {
      return Files.createDirectories(Path.of(fresh("folder")));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private String fresh(String what) {
    return directory.resolve(String.format(Locale.ROOT, "%s-%d", what, outputs++)).toString();
  }

  @Override
  public void close() {
    try {
      FileUtils.deleteDirectory(directory.toFile());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

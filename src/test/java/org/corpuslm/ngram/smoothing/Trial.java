package org.corpuslm.ngram.smoothing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.commons.io.FileUtils;
import org.corpuslm.corpus.HoldoutSplit;
import org.corpuslm.corpus.PrepareConfig;
import org.corpuslm.corpus.PrepareConfig.OnBadLine;
import org.corpuslm.corpus.TextSpec;
import org.corpuslm.ngram.arpa.ArpaExport;
import org.corpuslm.ngram.count.CountConfig;
import org.corpuslm.ngram.model.NgramModel;
import org.corpuslm.runtime.Cluster;
import org.corpuslm.runtime.OutputDirectory;
import org.corpuslm.runtime.Published;

/** Text to models in a temporary directory, with the real commands, on a local Spark. */
final class Trial implements AutoCloseable {
  private final Path directory;
  private final Cluster cluster;
  private int models;

  /** Counts the training text, of which the validation text is no part. */
  Trial(
      Cluster cluster, List<List<String>> train, List<List<String>> valid, int order, int shards) {
    this.cluster = cluster;
    try {
      directory = Files.createTempDirectory("smoothing");
      write("train.txt", train);
      write("valid.txt", valid);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    PrepareConfig prepare =
        new PrepareConfig(
            List.of(at("train.txt")),
            List.of(at("valid.txt")),
            List.of(at("valid.txt")),
            HoldoutSplit.NONE,
            TextSpec.of("whitespace", false, "<unk>"),
            OnBadLine.FAIL,
            1,
            0,
            "",
            null,
            null);
    prepare.run(cluster, at("corpus"), false);
    new CountConfig(at("corpus"), order, shards, 0).run(cluster, at("counts"), false);
  }

  private void write(String file, List<List<String>> sentences) throws IOException {
    Files.writeString(
        directory.resolve(file),
        sentences.stream().map(s -> String.join(" ", s) + "\n").collect(Collectors.joining()));
  }

  private String at(String name) {
    return directory.resolve(name).toUri().toString();
  }

  NgramModel estimate(EstimateConfig.Smoothing smoothing, List<Long> prune) {
    String output = at("model" + models++);
    EstimateConfig config =
        new EstimateConfig(at("counts"), smoothing, 0, Double.NaN, 0.4, prune, true, "");
    Published published = config.run(cluster, output, false);
    return NgramModel.open(cluster.hadoop(), published, Long.MAX_VALUE);
  }

  Path export(NgramModel model) {
    Path file = directory.resolve("model" + models++ + ".arpa");
    try (OutputDirectory output =
        OutputDirectory.createFile(cluster.hadoop(), file.toUri().toString(), false)) {
      new ArpaExport(cluster, model).run(output, false);
    }
    return file;
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

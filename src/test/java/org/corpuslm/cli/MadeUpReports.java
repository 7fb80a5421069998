package org.corpuslm.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.corpuslm.runtime.Columns;
import org.corpuslm.runtime.Json;
import org.corpuslm.runtime.Manifest;
import org.corpuslm.runtime.OutputDirectory;
import org.corpuslm.runtime.TableWriter;

/** Perplexity reports with any figures, published as real ones are. */
final class MadeUpReports {
  private final Path dir;
  private final Configuration conf = new Configuration();
  private Manifest.Input corpus = new Manifest.Input("file:/corpus", "fingerprint");
  private int vocabulary = 1000;

  MadeUpReports(Path dir) {
    this.dir = dir;
  }

  /** A model of the given perplexity with an interval of ± 2 %. */
  static Map<String, Object> model(String directory, String name, double perplexity) {
    Map<String, Object> model = new LinkedHashMap<>();
    model.put("path", "file:/models/" + directory);
    model.put("kind", "ngram-model");
    model.put("name", name);
    model.put("perplexity", perplexity);
    model.put("tokens", 5000);
    model.put("oov", 10);
    model.put("sentences", 500);
    model.put(
        "confidence95",
        Double.isInfinite(perplexity) ? null : new double[] {0.98 * perplexity, 1.02 * perplexity});
    model.put("figureOfAnotherVersion", 1);
    return model;
  }

  static Map<String, Object> score(String directory, String name, double score) {
    Map<String, Object> model = model(directory, name, 1);
    model.put("perplexity", null);
    model.put("confidence95", null);
    model.put("score", score);
    return model;
  }

  /** Reports from now on are about this corpus. */
  MadeUpReports of(String path, String fingerprint) {
    corpus = new Manifest.Input(path, fingerprint);
    return this;
  }

  MadeUpReports vocabulary(int words) {
    vocabulary = words;
    return this;
  }

  @SafeVarargs
  final Path report(String name, Map<String, Object>... models) {
    return report(name, null, models);
  }

  /**
   * A report.
   *
   * @param details log10 of the probability of each sentence, each of 10 tokens, per model; null =
   *     none
   */
  @SafeVarargs
  final Path report(String name, double[][] details, Map<String, Object>... models) {
    Path path = dir.resolve(name);
    try (OutputDirectory output = OutputDirectory.create(conf, path.toString(), false)) {
      Map<String, Object> content = new LinkedHashMap<>();
      content.put("corpus", "corpus");
      content.put("split", "test");
      content.put("vocabularySize", vocabulary);
      content.put("models", models);
      content.put("comparisons", List.of());
      output.write("report.json", Json.write(content));
      List<Manifest.Input> inputs = new ArrayList<>();
      for (Map<String, Object> model : models) {
        inputs.add(new Manifest.Input((String) model.get("path"), "a model"));
      }
      inputs.add(corpus);
      for (int m = 0; details != null && m < details.length; m++) {
        write(output, m, details[m]);
      }
      Map<String, Object> config =
          Map.of(
              "text",
              Map.of("corpus", "corpus"),
              "details",
              details == null ? "NONE" : "SENTENCES");
      output.publish("report", config, inputs, content);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
    return path;
  }

  private static void write(OutputDirectory output, int model, double[] sentences)
      throws IOException {
    Columns columns =
        new Columns()
            .int32("partition")
            .int64("sentence")
            .int32("tokens")
            .int32("oov")
            .float64("logprob");
    String file = "details/model=%d/partition=00000.parquet".formatted(model);
    try (TableWriter table =
        new TableWriter(output.driverTask(), output.staging(), file, columns)) {
      for (int s = 0; s < sentences.length; s++) {
        table.put(0, 0);
        table.put(1, (long) s);
        table.put(2, 10);
        table.put(3, 0);
        table.put(4, sentences[s]);
        table.endRow();
      }
      output.accept(table.finish());
    }
  }

  /** A corpus with these bytes as its test split; returns its input entry. */
  Manifest.Input corpus(String name, String train, String test) {
    try (OutputDirectory output =
        OutputDirectory.create(conf, dir.resolve(name).toString(), false)) {
      output.write("train/part", train);
      output.write("test/part", test);
      return output.publish("corpus", Map.of(), List.of(), Map.of()).asInput();
    }
  }

  /** A version below a release root, with a report made by {@link #report}. */
  void version(String root, String id, String created, String state, String heldOut, Path report) {
    Map<String, Object> release = new LinkedHashMap<>();
    release.put("id", id);
    release.put("path", report.getParent().toUri().toString());
    release.put("created", created);
    release.put("state", state);
    release.put("reason", "");
    release.put("configuration", "c");
    release.put("parts", List.of());
    release.put("heldOut", List.of(new Manifest.Input("file:/heldout", heldOut)));
    release.put("tokens", 5000);
    release.put("vocabulary", vocabulary);
    release.put("perplexity", 1.0);
    release.put("before", 0.0);
    try {
      Files.writeString(
          dir.resolve(root).resolve("versions").resolve(id).resolve("release.json"),
          Json.write(release),
          StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}

package org.corpuslm.fuzz;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.commons.io.FileUtils;
import org.apache.hadoop.conf.Configuration;
import org.corpuslm.cli.Cli;
import org.corpuslm.corpus.Corpus;
import org.corpuslm.neural.model.NeuralFacts;
import org.corpuslm.neural.model.NeuralModelFormat;
import org.corpuslm.neural.network.Architecture;
import org.corpuslm.neural.network.Initialization;
import org.corpuslm.neural.network.NetworkConfig;
import org.corpuslm.runtime.Json;
import org.corpuslm.runtime.Manifest;
import org.corpuslm.runtime.OutputDirectory;
import org.corpuslm.runtime.Published;

/** Small valid directories of every kind, made once, in memory below {@code mem:/dirs}. */
final class SavedDirectories {
  static final String ROOT = "/dirs";

  /** Files by path, by name of the directory. */
  private final Map<String, Map<String, byte[]>> directories = new TreeMap<>();

  private final Configuration conf;

  SavedDirectories(Configuration conf) {
    this.conf = conf;
    try {
      Path root = Files.createTempDirectory("corpuslm-fuzz");
      make(root);
      for (String name : List.of("corpus", "counts", "ngram", "unigram", "neural", "mixture")) {
        directories.put(name, load(root, name));
        put(name);
      }
      mix();
      FileUtils.deleteDirectory(root.toFile());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  List<String> names() {
    return new ArrayList<>(directories.keySet());
  }

  Map<String, byte[]> files(String name) {
    return directories.get(name);
  }

  private static void make(Path root) throws IOException {
    Random random = new Random(5);
    StringBuilder text = new StringBuilder();
    for (int line = 0; line < 60; line++) {
      for (int w = 1 + random.nextInt(8); w > 0; w--) {
        text.append('w').append((int) Math.exp(random.nextDouble() * 3)).append(' ');
      }
      text.append("end\n");
    }
    Path file = Files.writeString(root.resolve("text.txt"), text);
    Path corpus = root.resolve("corpus");
    Path counts = root.resolve("counts");
    Cli.run("prepare", "--input", file, "--output", corpus, "--holdout", "0.1,0.1").succeeded();
    Cli.run("count", "--corpus", corpus, "--output", counts, "--order", 3, "--shards", 2)
        .succeeded();
    for (int order : new int[] {1, 3}) {
      Cli.run(
              "estimate",
              "--counts",
              counts,
              "--output",
              root.resolve(order == 1 ? "unigram" : "ngram"),
              "--smoothing",
              "witten-bell",
              "--order",
              order)
          .succeeded();
    }
    network(new Configuration(), corpus, root.resolve("neural"));
    Cli.run(
            "mix",
            "--model",
            root.resolve("ngram"),
            "--model",
            root.resolve("unigram"),
            "--weights",
            "0.5,0.5",
            "--output",
            root.resolve("mixture"))
        .succeeded();
  }

  private static void network(Configuration conf, Path corpus, Path to) {
    Corpus of = Corpus.open(conf, corpus.toString());
    NetworkConfig config =
        NetworkConfig.of(Architecture.LSTM, of.facts().vocabularySize() + 1, 3, 4, 1);
    float[] parameters =
        new Initialization(Initialization.Scheme.UNIFORM, 0.5, 1, 7).parameters(config);
    try (OutputDirectory output = OutputDirectory.create(conf, to.toString(), false)) {
      NeuralModelFormat.write(
          conf,
          output,
          Map.of("epochs", 1),
          List.of(of.directory().asInput()),
          new NeuralFacts(config, of.text(), Map.of("epochs", 1)),
          parameters,
          of.directory());
    }
  }

  private static Map<String, byte[]> load(Path root, String name) throws IOException {
    Map<String, byte[]> files = new TreeMap<>();
    Path directory = root.resolve(name);
    try (Stream<Path> all = Files.walk(directory)) {
      for (Path file : all.filter(Files::isRegularFile).toList()) {
        files.put(directory.relativize(file).toString(), Files.readAllBytes(file));
      }
    }
    String manifest = new String(files.get(Manifest.FILE), StandardCharsets.UTF_8);
    files.put(Manifest.FILE, bytes(manifest.replace("file:" + root, "mem:" + ROOT)));
    return files;
  }

  private void put(String name) {
    directories
        .get(name)
        .forEach((file, content) -> MemoryFileSystem.put(ROOT + "/" + name + "/" + file, content));
  }

  /** The components of the mixture have other paths in memory, and so other fingerprints. */
  private void mix() throws IOException {
    Map<String, byte[]> files = directories.get("mixture");
    JsonNode manifest = Json.MAPPER.readTree(files.get(Manifest.FILE));
    for (JsonNode component : manifest.at("/facts/components")) {
      String fingerprint =
          Published.open(conf, component.path("path").asText()).manifest().fingerprint();
      ((ObjectNode) component).put("fingerprint", fingerprint);
    }
    files.put(Manifest.FILE, bytes(Json.write(manifest)));
    put("mixture");
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}

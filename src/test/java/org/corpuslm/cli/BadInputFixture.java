package org.corpuslm.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/**
 * Base of tests of user errors: a corpus, its counts and a model, and an output that must not exist
 * afterwards.
 */
abstract class BadInputFixture {
  static final String GOOD = "the rain fell\non the old barn\n";

  @TempDir private static Path shared;
  static Path corpus;
  static Path counts;
  static Path model;

  @TempDir Path root;
  Path out;

  @BeforeAll
  static void makeModel() throws IOException {
    Path text = Files.writeString(shared.resolve("text.txt"), randomText(300));
    corpus = shared.resolve("corpus");
    counts = shared.resolve("counts");
    model = shared.resolve("model");
    Cli.run("prepare", "--input", text, "--output", corpus, "--holdout", "0.1,0.1").succeeded();
    Cli.run("count", "--corpus", corpus, "--output", counts, "--order", 3, "--shards", 1)
        .succeeded();
    estimate(counts, model).succeeded();
  }

  @BeforeEach
  void name() {
    out = root.resolve("out");
  }

  static Cli.Result run(Object... arguments) {
    return Cli.run(arguments);
  }

  Cli.Result prepare(Path input, Object... more) {
    List<Object> command = new ArrayList<>(List.of("prepare", "--input", input, "--output", out));
    command.addAll(List.of(more));
    return run(command.toArray());
  }

  static Cli.Result estimate(Path store, Path output, Object... more) {
    List<Object> command =
        new ArrayList<>(
            List.of(
                "estimate",
                "--counts",
                store,
                "--output",
                output,
                "--smoothing",
                "modified-kneser-ney",
                "--discount-fallback"));
    command.addAll(List.of(more));
    return run(command.toArray());
  }

  Cli.Result perplexity(Path which, Object... more) {
    List<Object> command =
        new ArrayList<>(
            List.of("perplexity", "--model", which, "--corpus", corpus, "--output", out));
    command.addAll(List.of(more));
    return run(command.toArray());
  }

  /** Checks that there is no output, and no trace of one beside it. */
  void nothingIsLeft() {
    assertThat(out).doesNotExist();
    assertThat(out.getParent().toFile().list())
        .noneMatch(name -> name.startsWith("." + out.getFileName()));
  }

  /** SHA-256 of all files, by the manifest. */
  static Map<String, String> checksums(Path directory) {
    Map<String, String> checksums = new TreeMap<>();
    JsonNode inspected = run("inspect", directory, "--verify", "--json").json();
    for (JsonNode file : inspected.at("/manifest/files")) {
      checksums.put(file.path("path").asText(), file.path("sha256").asText());
    }
    return checksums;
  }

  Path write(String name, String content) {
    return write(name, bytes(content));
  }

  Path write(String name, byte[]... parts) {
    ByteArrayOutputStream content = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      content.writeBytes(part);
    }
    try {
      return Files.write(root.resolve(name), content.toByteArray());
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  static byte[] gzip(byte[] content) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (OutputStream stream = new GZIPOutputStream(bytes)) {
      stream.write(content);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    return bytes.toByteArray();
  }

  static String randomText(int lines) {
    Random random = new Random(lines);
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < lines; i++) {
      for (int w = 2 + random.nextInt(8); w > 0; w--) {
        text.append('w').append((int) Math.exp(random.nextDouble() * 4)).append(' ');
      }
      text.append("end\n");
    }
    return text.toString();
  }
}

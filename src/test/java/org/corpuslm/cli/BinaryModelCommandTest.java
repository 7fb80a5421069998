package org.corpuslm.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.corpuslm.runtime.Json;
import org.junit.jupiter.api.Test;

/** Binary files of KenLM wherever a command takes a model. */
class BinaryModelCommandTest extends BadInputFixture {
  private Path export() {
    Path file = root.resolve("lm.bin");
    JsonNode json =
        run("export-binary", "--model", model, "--output", file, "--json").succeeded().json();
    assertThat(json.path("path").asText()).endsWith("/lm.bin");
    assertThat(json.path("bytes").asLong()).isEqualTo(file.toFile().length());
    return file;
  }

  @Test
  void aBinaryFileIsScoredPredictedGeneratedAndMixed() throws IOException {
    Path file = export();
    Path text = Files.writeString(root.resolve("text.txt"), randomText(40));
    String lines = run("perplexity", "--model", file, "--text", text, "--per-line", "-").out();
    assertThat(lines.lines()).hasSize(41); // with a heading
    run("perplexity", "--model", file, "--model", model, "--text", text, "--output", out)
        .succeeded();
    JsonNode report = Json.MAPPER.readTree(out.resolve("report.json").toFile()).path("models");
    double perplexity = report.at("/1/perplexity").asDouble();
    assertThat(report.at("/0/name").asText()).isEqualTo("KenLM probing 3-gram");
    assertThat(report.at("/0/kind").asText()).isEqualTo("kenlm-binary");
    assertThat(report.at("/0/perplexity").asDouble())
        .isCloseTo(perplexity, within(1e-6 * perplexity));
    assertThat(report.at("/0/oov")).isEqualTo(report.at("/1/oov"));

    String next = run("predict", "--model", file, "--context", "w1", "--top", 3).succeeded().out();
    String same = run("predict", "--model", model, "--context", "w1", "--top", 3).succeeded().out();
    assertThat(next).isEqualTo(same);
    run("generate", "--model", file, "--seed", 3).succeeded();

    Path mixed = root.resolve("mixed");
    run("mix", "--model", file, "--model", model, "--corpus", corpus, "--output", mixed)
        .succeeded();
    run("perplexity", "--model", mixed, "--corpus", corpus, "--output", root.resolve("r2"))
        .succeeded();
    run("predict", "--model", mixed, "--context", "w1").succeeded();
    run("inspect", mixed).succeeded();
    Path both = root.resolve("both");
    run("mix", "--model", file, "--model", file, "--weights", "0.5,0.5", "--output", both)
        .succeeded();
    run("perplexity", "--model", both, "--text", text, "--output", root.resolve("r3")).succeeded();

    Files.write(file, Files.readAllBytes(export2()));
    run("perplexity", "--model", mixed, "--corpus", corpus, "--output", root.resolve("r4"))
        .refused("another model than when its weight was set", "lm.bin");
  }

  private Path export2() {
    Path file = root.resolve("lm2.bin");
    run("export-binary", "--model", model, "--output", file, "--probing-multiplier", 2).succeeded();
    return file;
  }

  @Test
  void inspectTellsTheSizeBeforeLoading() {
    Path file = export();
    String text = run("inspect", file, "--verify").succeeded().out();
    assertThat(text)
        .contains("kenlm-binary", "probing hash tables, order 3", "bytes mapped", "in the file");
    JsonNode json = run("inspect", file, "--json").json();
    assertThat(json.path("order").asInt()).isEqualTo(3);
    assertThat(json.path("ngrams")).hasSize(3);
    assertThat(json.path("mappedBytes").asLong()).isLessThan(file.toFile().length());
  }

  @Test
  void commandsThatNeedADirectorySaySo() throws IOException {
    Path file = export();
    run("export-arpa", "--model", file, "--output", root.resolve("x.arpa"))
        .refused(file, "binary file of KenLM", "import-arpa");
    run("prune", "--model", file, "--threshold", "1e-6", "--output", out)
        .refused(file, "binary file of KenLM");
    run(
            "mix",
            "--static",
            "--model",
            file,
            "--model",
            model,
            "--weights",
            "0.5,0.5",
            "--output",
            out)
        .refused(file, "only n-gram models in directories");
    run("perplexity", "--model", file, "--corpus", corpus, "--quantize", 8, "--output", out)
        .refused(file, "--quantize");
    run("export-binary", "--model", model, "--output", file).refused(file, "exists", "--overwrite");
    run("export-binary", "--model", model, "--output", root.resolve("y"), "--probing-multiplier", 1)
        .refused("--probing-multiplier is 1.0");
    byte[] bytes = Files.readAllBytes(file);
    Path cut = write("cut.bin", java.util.Arrays.copyOf(bytes, bytes.length / 2));
    run("inspect", cut).refused(cut, "is truncated");
    run("predict", "--model", cut, "--context", "w1").refused(cut, "is truncated");
    perplexity(cut).refused(cut, "is truncated");
    nothingIsLeft();
  }

  @Test
  void aFileWithoutWordsIsScoredButNotListed() throws IOException {
    Path file = export();
    byte[] bytes = Files.readAllBytes(file);
    int mapped = run("inspect", file, "--json").json().path("mappedBytes").asInt();
    bytes[100] = 0; // the words do not follow
    Path bare = write("bare.bin", java.util.Arrays.copyOf(bytes, mapped));
    assertThat(run("inspect", bare).succeeded().out()).contains("only hashes");
    run("predict", "--model", bare, "--context", "w1").refused(bare, "only their hashes");
    perplexity(bare).succeeded();
    double expected = perplexityOf(out);
    run("perplexity", "--model", model, "--corpus", corpus, "--output", root.resolve("r"))
        .succeeded();
    assertThat(expected).isCloseTo(perplexityOf(root.resolve("r")), within(1e-5));
    Path text = Files.writeString(root.resolve("text.txt"), "w1 w2 nowhere\n");
    run("perplexity", "--model", bare, "--text", text, "--output", root.resolve("r2")).succeeded();
    run(
            "mix",
            "--model",
            bare,
            "--model",
            bare,
            "--weights",
            "0.5,0.5",
            "--output",
            root.resolve("m"))
        .refused(bare, "only their hashes");
  }

  private static double perplexityOf(Path report) throws IOException {
    return Json.MAPPER
        .readTree(report.resolve("report.json").toFile())
        .at("/models/0/perplexity")
        .asDouble();
  }
}

package org.corpuslm.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.corpuslm.runtime.Json;
import org.junit.jupiter.api.Test;

/** {@code pack}, and packed models wherever a model is read. */
class PackCommandTest extends BadInputFixture {
  @Test
  void aPackedModelIsScoredPredictedAndMixedButNotPruned() throws IOException {
    Path packed = root.resolve("packed");
    String told = run("pack", "--model", model, "--output", packed).succeeded().out();
    assertThat(told).contains("per n-gram");
    run("perplexity", "--model", packed, "--model", model, "--corpus", corpus, "--output", out)
        .succeeded();
    JsonNode report = Json.MAPPER.readTree(out.resolve("report.json").toFile()).path("models");
    assertThat(report.at("/0/kind").asText()).isEqualTo("packed-ngram-model");
    assertThat(report.at("/0/name").asText()).endsWith("in 8 bits");
    double exact = report.at("/1/perplexity").asDouble();
    assertThat(report.at("/0/perplexity").asDouble()).isBetween(0.99 * exact, 1.01 * exact);
    run("predict", "--model", packed, "--context", "w1").succeeded();
    Path mixed = root.resolve("mixed");
    run("mix", "--model", packed, "--model", model, "--corpus", corpus, "--output", mixed)
        .succeeded();
    run("inspect", packed, "--verify").succeeded();

    run("prune", "--model", packed, "--threshold", "1e-6", "--output", root.resolve("p"))
        .refused(packed, "packed-ngram-model", "packed from");
    run("export-binary", "--model", packed, "--output", root.resolve("b"))
        .refused(packed, "packed-ngram-model");
    run(
            "mix",
            "--static",
            "--model",
            packed,
            "--model",
            model,
            "--weights",
            "0.5,0.5",
            "--output",
            root.resolve("s"))
        .refused(packed, "only n-gram models in directories");
    run(
            "perplexity",
            "--model",
            packed,
            "--corpus",
            corpus,
            "--quantize",
            8,
            "--output",
            root.resolve("q"))
        .refused(packed, "leave out --quantize");
    run("pack", "--model", model, "--bits", 3, "--output", root.resolve("x"))
        .refused("--bits is 3");
  }

  @Test
  void aDamagedFileIsRefused() throws IOException {
    Path packed = root.resolve("packed");
    run("pack", "--model", model, "--bits", 0, "--output", packed).succeeded();
    Path file = packed.resolve("packed/shard=0/part.bin");
    byte[] bytes = Files.readAllBytes(file);
    bytes[bytes.length / 2] ^= 1;
    Files.write(file, bytes);
    perplexity(packed).refused(file, "make its directory again");
    run("inspect", packed, "--verify").refused(file);
    nothingIsLeft();
    Files.delete(file);
    perplexity(packed).refused(file, "is missing");
  }
}

package org.corpuslm.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.DoubleNode;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.apache.commons.codec.digest.DigestUtils;
import org.corpuslm.ngram.Pipeline;
import org.corpuslm.runtime.Json;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code inspect --verify} finds every damage to every kind of directory, and says where. */
class InspectVerifyTest {
  private static final String STEPS =
      """
      in = "%1$s"
      dir = ${in}/models/versions/x
      steps = [
        { command = prepare, input = [${in}/text.txt], holdout = "0.2,0.2", on-bad-line = quarantine, output = ${dir}/corpus }
        { command = count, corpus = ${dir}/corpus, output = ${dir}/counts, order = 3, shards = 2 }
        { command = estimate, counts = ${dir}/counts, output = ${dir}/model, smoothing = witten-bell }
        { command = train, corpus = ${dir}/corpus, output = ${dir}/net, model = rnn, embedding = 4, hidden = 4,
          epochs = 2, workers = 1, batch = 2, bptt = 4 }
        { command = mix, model = [${dir}/model, ${dir}/net], corpus = ${dir}/corpus, output = ${dir}/mixture }
        { command = perplexity, model = [${dir}/net, ${dir}/mixture], corpus = ${dir}/corpus, split = test,
          details = sentences, output = ${dir}/report }
        { command = perplexity, model = [${dir}/model, ${dir}/net], corpus = ${dir}/corpus, split = valid,
          details = words, output = ${dir}/words }
      ]
      """;

  /** Figures of manifests that are no totals of anything in the directory. */
  private static final List<String> NO_TOTALS =
      List.of(
          "/text/.*", // configuration
          "/(linesWithNul|passedOver)", // of the text, not of what was made from it
          "/splits/[a-z]+/size/.*", // likewise
          "/splitAbove", // configuration
          "/parts/0/outside",
          "/orders/[0-9]/(raw)?[cC]ountsOfCounts/0", // not used: counting begins at 1
          "/parameters/.*", // found by estimation
          "/unseenBackoff",
          "/tuning/.*",
          "/network/dropout.*",
          "/network/variant/order", // of windows only
          "/training/(bestEpoch|workers|words)",
          "/training/epochs/[0-9]/(?!trained|expected).*"); // measured while training

  @TempDir private static Path root;
  private static Path whole;
  @TempDir private Path scratch;

  @BeforeAll
  static void makeAllKinds() throws IOException {
    Pipeline.stop();
    Random random = new Random(1);
    StringBuilder text = new StringBuilder("a line that is \0 cut\n");
    for (int i = 0; i < 300; i++) {
      int word = random.nextInt(30);
      for (int w = random.nextInt(9); w >= 0; w--) {
        text.append('w').append(word).append(' ');
        word = (word * 7 + random.nextInt(3)) % 30;
      }
      text.append('\n');
    }
    Files.writeString(root.resolve("text.txt"), text);
    Path job = Files.writeString(root.resolve("job.conf"), STEPS.formatted(root));
    Cli.run("run", job).succeeded();
    whole = root.resolve("models/versions/x");
  }

  private static Cli.Result verify(Path directory) {
    return Cli.run("inspect", directory, "--verify");
  }

  /** A copy of one of the directories, to be damaged. */
  private Path copy(String kind) throws IOException {
    Path to = scratch.resolve(kind);
    copy(whole.resolve(kind), to);
    return to;
  }

  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : files.toList()) {
        Path target = to.resolve(from.relativize(file).toString());
        if (Files.isDirectory(file)) {
          Files.createDirectories(target);
        } else {
          Files.copy(file, target, StandardCopyOption.REPLACE_EXISTING);
        }
      }
    }
  }

  private static JsonNode manifest(Path directory) throws IOException {
    return Json.MAPPER.readTree(directory.resolve("manifest.json").toFile());
  }

  private static List<String> listed(Path directory) throws IOException {
    return manifest(directory).get("files").findValuesAsText("path");
  }

  @ParameterizedTest
  @ValueSource(strings = {"corpus", "counts", "model", "net", "mixture", "report", "words"})
  void whatIsWholeIsFoundWhole(String kind) throws IOException {
    assertThat(verify(copy(kind)).succeeded().out()).contains("all checksums and totals right");
  }

  @ParameterizedTest
  @ValueSource(strings = {"corpus", "counts", "model", "net", "mixture", "report", "words"})
  void everyFileMayBeDamagedInEveryWay(String kind) throws IOException {
    Path directory = copy(kind);
    assertThat(listed(directory)).isNotEmpty();
    for (String name : listed(directory)) {
      Path file = directory.resolve(name);
      byte[] content = Files.readAllBytes(file);

      byte[] flipped = content.clone();
      flipped[content.length / 2] ^= 4;
      Files.write(file, flipped);
      verify(directory).refused("1 findings", file, "its SHA-256 is not the manifest's");

      Files.write(file, Arrays.copyOf(content, content.length - 1));
      verify(directory).refused("1 findings", file, "bytes, the manifest says " + content.length);

      Files.delete(file);
      verify(directory).refused("1 findings", file, "is missing");
      Files.write(file, content);
    }
    verify(directory).succeeded();
  }

  @Test
  void allDamagedFilesAreNamedAtOnce() throws IOException {
    Path directory = copy("counts");
    List<String> files = listed(directory);
    for (String name : files) {
      Files.delete(directory.resolve(name));
    }
    verify(directory).refused(files.size() + " findings", files.get(0), files.get(1));
  }

  @Test
  void aFileAmongTheTablesThatNobodyListedIsFound() throws IOException {
    Path directory = copy("counts");
    Files.writeString(directory.resolve("notes.txt"), "of no reader's interest");
    Files.writeString(directory.resolve("counts/order=2/shard=0/_SUCCESS"), "");
    verify(directory).succeeded();
    Path stranger = directory.resolve("counts/order=2/shard=0/more.parquet");
    Files.copy(directory.resolve("counts/order=2/shard=0/part.parquet"), stranger);
    verify(directory).refused(stranger, "is not in the manifest; remove it");
  }

  /** Every figure that a manifest tells is checked, but for those named above. */
  @ParameterizedTest
  @ValueSource(strings = {"corpus", "counts", "model", "net", "mixture", "report", "words"})
  void everyTotalIsCompared(String kind) throws IOException {
    Path directory = copy(kind);
    List<String> figures = new ArrayList<>();
    numbers(manifest(directory).get("facts"), "", figures);
    figures.removeIf(pointer -> NO_TOTALS.stream().anyMatch(pointer::matches));
    assertThat(figures).isNotEmpty();
    for (String pointer : figures) {
      edit(directory, manifest -> increase((ObjectNode) manifest.get("facts"), pointer));
      assertThat(verify(directory).exit()).as("%s: %s", kind, pointer).isEqualTo(Main.BAD_INPUT);
      copy(kind);
    }
  }

  private static void numbers(JsonNode node, String pointer, List<String> found) {
    if (node.isNumber()) {
      found.add(pointer);
    }
    node.fields().forEachRemaining(f -> numbers(f.getValue(), pointer + "/" + f.getKey(), found));
    for (int i = 0; node.isArray() && i < node.size(); i++) {
      numbers(node.get(i), pointer + "/" + i, found);
    }
  }

  private static void increase(ObjectNode facts, String pointer) {
    int cut = pointer.lastIndexOf('/');
    JsonNode parent = facts.at(pointer.substring(0, cut));
    JsonNode value = facts.at(pointer);
    JsonNode more =
        value.isIntegralNumber()
            ? LongNode.valueOf(value.asLong() + 1)
            : DoubleNode.valueOf(value.asDouble() + 0.001);
    String name = pointer.substring(cut + 1);
    if (parent instanceof ArrayNode array) {
      array.set(Integer.parseInt(name), more);
    } else {
      ((ObjectNode) parent).set(name, more);
    }
  }

  private static void edit(Path directory, Consumer<JsonNode> change) throws IOException {
    JsonNode manifest = manifest(directory);
    change.accept(manifest);
    Files.writeString(directory.resolve("manifest.json"), Json.write(manifest));
  }

  /** Files that are whole, and their checksums right, but which are not those of this directory. */
  @ParameterizedTest
  @CsvSource({
    "corpus, test/part-00000.parquet, valid/part-00000.parquet, test has",
    "counts, counts/order=2/shard=0/part.parquet, counts/order=2/shard=1/part.parquet, counts/order=2 has",
    "counts, counts/order=3/shard=1/part.parquet, counts/order=3/shard=0/part.parquet, counts/order=3 has",
    "model, ngrams/order=3/shard=0/part.parquet, ngrams/order=3/shard=1/part.parquet, is damaged",
    "model, contexts/length=1/shard=0/part.parquet, contexts/length=1/shard=1/part.parquet, is damaged",
    "report, details/model=0/partition=00000.parquet, details/model=1/partition=00000.parquet, details/model=0 has −Σ",
    "words, details/model=1/partition=00000.parquet, details/model=0/partition=00000.parquet, details/model=1 has −Σ"
  })
  void filesThatWereExchangedAreFound(String kind, String file, String donor, String finding)
      throws IOException {
    Path directory = copy(kind);
    Files.copy(
        directory.resolve(donor), directory.resolve(file), StandardCopyOption.REPLACE_EXISTING);
    edit(
        directory,
        manifest -> {
          ObjectNode to = entry(manifest, file);
          ObjectNode from = entry(manifest, donor);
          to.setAll((ObjectNode) from.deepCopy());
          to.put("path", file);
        });
    verify(directory).refused(finding);
  }

  private static ObjectNode entry(JsonNode manifest, String file) {
    for (JsonNode entry : manifest.get("files")) {
      if (entry.get("path").asText().equals(file)) {
        return (ObjectNode) entry;
      }
    }
    throw new AssertionError(file + " is not listed");
  }

  @Test
  void aParameterThatIsNoNumberIsFound() throws IOException {
    Path directory = copy("net");
    Path file = directory.resolve("parameters.bin");
    byte[] parameters = Files.readAllBytes(file);
    Arrays.fill(parameters, 8, 12, (byte) 0xff);
    Files.write(file, parameters);
    edit(
        directory,
        m -> entry(m, "parameters.bin").put("sha256", DigestUtils.sha256Hex(parameters)));
    verify(directory).refused("parameters.bin has 1 parameters that are not finite");
  }

  @Test
  void aMixtureOfOtherModelsThanThoseThatWereMixedIsFound() throws IOException {
    Path directory = copy("mixture");
    edit(directory, m -> ((ObjectNode) m.at("/facts/components/0")).put("fingerprint", "another"));
    verify(directory).refused("which is another model than when its weight was set");
  }

  @Test
  void rowsAreThoseOfTheTable() throws IOException {
    Path directory = copy("counts");
    String file = "vocabulary/words.parquet";
    edit(directory, m -> entry(m, file).put("rows", 5));
    verify(directory).refused(file, "rows, the manifest says 5");
  }

  @Test
  void aRootOfReleasesIsVerifiedWithAllItsVersions() throws IOException {
    Path models = scratch.resolve("models");
    copy(root.resolve("models"), models);
    JsonNode model = manifest(whole.resolve("report")).at("/facts/models/1");
    ObjectNode release = Json.MAPPER.createObjectNode();
    release.put("id", "x").put("path", "x").put("created", "2026-01-01T00:00:00Z");
    release.put("state", "PUBLISHED").put("reason", "").put("configuration", "c");
    release.putArray("parts");
    release.putArray("heldOut");
    release.put("tokens", model.get("tokens").asLong()).put("vocabulary", 31);
    release.put("perplexity", model.get("perplexity").asDouble()).put("before", 0);
    Path file = models.resolve("versions/x/release.json");
    Files.writeString(file, Json.write(release));
    Files.writeString(
        models.resolve("current.json"), "{\"id\": \"x\", \"path\": \"x\", \"switched\": \"\"}");
    assertThat(verify(models).succeeded().out())
        .contains("versions of re-trained models, all checksums and totals right", "current");
    assertThat(Cli.run("inspect", models, "--json").json().get("current").asText()).isEqualTo("x");

    Path damaged = models.resolve("versions/x/net/parameters.bin");
    byte[] content = Files.readAllBytes(damaged);
    Files.write(damaged, Arrays.copyOf(content, 7));
    Files.delete(models.resolve("versions/x/corpus/manifest.json"));
    release.put("perplexity", 1.5).put("state", "REJECTED");
    Files.writeString(file, Json.write(release));
    verify(models)
        .refused(
            "4 findings",
            damaged,
            "corpus has no manifest.json",
            "a perplexity of 1.5",
            "version x, which was not published");
  }
}

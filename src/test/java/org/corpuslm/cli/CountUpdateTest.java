package org.corpuslm.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.corpuslm.ngram.Pipeline;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code count --append-to} and {@code --remove-from} as people run them, right and wrong. */
class CountUpdateTest {
  private static final String ONE = "the rain fell\non the old barn\n";
  private static final String TWO = "the sun rose\n\nover the old new barn\n";

  @TempDir private static Path shared;
  private static Path one;
  private static Path two;
  private static Path store;

  @TempDir private Path root;

  @BeforeAll
  static void count() {
    Pipeline.stop();
    one = prepare(shared, "one", ONE, "--holdout", "0,0");
    two = prepare(shared, "two", TWO);
    store = shared.resolve("store");
    Cli.run("count", "--corpus", one, "--output", store, "--order", 3, "--shards", 2).succeeded();
  }

  private static Path prepare(Path directory, String name, String text, Object... options) {
    try {
      Path file = Files.writeString(directory.resolve(name + ".txt"), text);
      Path corpus = directory.resolve(name);
      Object[] command = {"prepare", "--input", file, "--output", corpus};
      Cli.run(Stream.concat(Stream.of(command), Stream.of(options)).toArray()).succeeded();
      return corpus;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Cli.Result append(Path to, Path corpus, Object... options) {
    Object[] command = {
      "count", "--append-to", to, "--corpus", corpus, "--output", root.resolve("out")
    };
    return Cli.run(Stream.concat(Stream.of(command), Stream.of(options)).toArray());
  }

  private Cli.Result remove(Path from, Object corpus) {
    return Cli.run(
        "count", "--remove-from", from, "--corpus", corpus, "--output", root.resolve("less"));
  }

  @Test
  void aNightlyStore() throws IOException {
    Path nightly = root.resolve("nightly");
    Cli.run("count", "--corpus", one, "--output", nightly, "--order", 2).succeeded();
    Object[] append = {
      "count", "--append-to", nightly, "--corpus", two, "--output", nightly, "--overwrite", "--json"
    };
    JsonNode facts = Cli.run(append).json().path("facts");
    assertThat(facts.path("tokens").asLong()).isEqualTo(7 + 2 + 8 + 3);
    assertThat(facts.path("parts")).hasSize(2);
    Cli.run(append).refused(two, "is in", nightly, "already", "count twice");
    String fingerprint = facts.at("/parts/1/fingerprint").asText();
    assertThat(Cli.run("inspect", nightly, "--verify").succeeded().out())
        .contains("part", one.toString(), two.toString(), fingerprint);
    JsonNode balance = Cli.run("inspect", nightly, "--json").json().path("balance");
    assertThat(balance.path("shards")).hasSize(2);
    assertThat(balance.at("/shards/0/records").asLong() + balance.at("/shards/1/records").asLong())
        .isEqualTo(facts.at("/orders/1/ngrams").asLong());
    assertThat(balance.at("/records/ratio").asDouble())
        .isEqualTo(balance.at("/records/max").asLong() / balance.at("/records/mean").asDouble());
    assertThat(Cli.run("inspect", nightly, "--shards").succeeded().out())
        .contains("2 shards", "largest/mean", "records/mean");
    assertThat(remove(nightly, fingerprint).succeeded().out()).contains("9 tokens in 2 sentences");
    assertThat(root.resolve("less/sharding")).isDirectory();
    try (Stream<Path> left = Files.list(root)) {
      assertThat(left.map(p -> p.getFileName().toString()))
          .containsExactlyInAnyOrder("nightly", "less");
    }
  }

  @Test
  void aPipelineThatAppendsInPlaceIsRunTwice() throws IOException {
    Path nightly = root.resolve("nightly");
    Path jobs =
        Files.writeString(
            root.resolve("job.conf"),
            "steps = [ { command = count, append = \"%s\", corpus = \"%s\", output = \"%s\" } ]"
                .formatted(nightly, two, nightly));
    Cli.run("count", "--corpus", one, "--output", nightly, "--order", 2).succeeded();
    assertThat(Cli.run("run", jobs, "--json").json().at("/steps/0/skipped").asBoolean()).isFalse();
    assertThat(Cli.run("run", jobs, "--json").json().at("/steps/0/skipped").asBoolean()).isTrue();
  }

  /** The vocabulary of the first corpus stays; the outcome is that of counting with it. */
  @Test
  void aLimitedVocabularyStaysAsItIs() {
    Path limited = prepare(root, "limited", "a b a b\nb a rare\n", "--min-count", 2);
    Path more = prepare(root, "more", "a rare b never\nnever b\n");
    Path before = root.resolve("before");
    Cli.run("count", "--corpus", limited, "--output", before, "--order", 3).succeeded();
    JsonNode grown = append(before, more, "--json").json().path("facts");
    assertThat(grown.at("/parts/1/outside").asInt()).isEqualTo(3);
    Path known = prepare(root, "known", "a b a b\nb a <unk>\na <unk> b <unk>\n<unk> b\n");
    JsonNode expected =
        Cli.run(
                "count",
                "--corpus",
                known,
                "--output",
                root.resolve("expected"),
                "--order",
                3,
                "--json")
            .json()
            .path("facts");
    assertThat(grown.path("orders")).isEqualTo(expected.path("orders"));
    remove(root.resolve("out"), limited)
        .refused(limited, "--min-count or --max-vocab", "its vocabulary");
    assertThat(remove(root.resolve("out"), more).succeeded().out()).contains("9 tokens");
    append(before, prepare(root, "other", "a\n", "--max-vocab", 5), "--overwrite")
        .refused("other", "--max-vocab", "Prepare it without");
  }

  @Test
  void whatDoesNotFit() {
    append(store, one).refused(one, "is in", store, "already");
    append(store, prepare(root, "upper", "A B\n", "--lowercase"))
        .refused("upper", "--lowercase 'true'", store, "'false'", "prepare it again");
    append(store, prepare(root, "chars", "A B\n", "--tokenizer", "chars"))
        .refused("chars", "--tokenizer 'chars'", "'whitespace'");
    append(store, prepare(root, "unknown", "A B\n", "--unk", "UNK")).refused("--unk 'UNK'");
    append(store, two, "--order", 4).refused("--order is 4", store, "with 3", "leave the option");
    append(store, two, "--shards", 7).refused("--shards is 7", store, "with 2");
    append(two, two).refused(two, "is a corpus directory", "a counts directory is needed");
    append(store, store).refused(store, "is a counts directory", "a corpus directory is needed");
    append(store, two, "--remove-from", store).refused("either --append-to or --remove-from");
    Cli.run("count", "--append-to", store, "--corpus", two, "--output", store)
        .refused(store, "exists", "--overwrite");
    Cli.run("count", "--corpus", two, "--output", root.resolve("out"))
        .refused("--order is missing");
    assertThat(root.resolve("out")).doesNotExist();
  }

  @Test
  void whatCannotBeRemoved() throws IOException {
    remove(store, two).refused(two, "was never added to", store, "inspect lists");
    remove(store, one).refused(one, "is all that", store);
    remove(store, "0123456789abcdef").refused("0123456789abcdef", "does not exist");
    Path changing = prepare(root, "changing", "a b\n");
    append(store, changing).succeeded();
    prepare(root, "changing", "a c\n", "--overwrite");
    remove(root.resolve("out"), changing).refused(changing, "written anew", "as it was");
    assertThat(root.resolve("less")).doesNotExist();
  }
}

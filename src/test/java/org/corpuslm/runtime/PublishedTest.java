package org.corpuslm.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Readers refuse what has no manifest, or a wrong one, or other content than it says. */
class PublishedTest {
  private final Configuration conf = new Configuration();

  @TempDir private Path root;
  private Path directory;

  /** Facts for the test. */
  record Facts(long words, List<String> names) {}

  @BeforeEach
  void publish() {
    directory = root.resolve("store");
    try (OutputDirectory output = OutputDirectory.create(conf, directory.toString(), false)) {
      output.write("a/text", "the rain fell\n");
      output.write("b/one", "1");
      output.write("b/two", "2");
      output.publish(
          "counts",
          Map.of("order", 3),
          List.of(new Manifest.Input("in", "f")),
          new Facts(3, List.of("x")));
    }
  }

  @Test
  void tellsWhatWasPublished() {
    Published published = open();
    assertThat(published.path()).isEqualTo("file:" + directory);
    assertThat(published.facts(Facts.class)).isEqualTo(new Facts(3, List.of("x")));
    assertThat(published.configuration(Map.class)).isEqualTo(Map.of("order", 3));
    assertThat(published.manifest().inputs()).containsExactly(new Manifest.Input("in", "f"));
    assertThat(published.manifest().below("b"))
        .extracting(PublishedFile::path)
        .containsExactly("b/one", "b/two");
    assertThatThrownBy(() -> published.only("b"))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("lists 2 files in b, expected 1");
    assertThatThrownBy(() -> published.facts(String[].class))
        .isInstanceOf(BadInputException.class)
        .hasMessageContainingAll("manifest.json", "facts cannot be read");
  }

  @Test
  void theFingerprintIsThatOfTheContent() throws IOException {
    String before = open().manifest().fingerprint();
    Path manifest = directory.resolve("manifest.json");
    String text = Files.readString(manifest);
    Files.writeString(
        manifest, text.replaceFirst("\"created\" : \"[^\"]*\"", "\"created\" : \"x\""));
    assertThat(open().manifest().fingerprint()).isEqualTo(before);
    Files.writeString(manifest, text.replace("\"order\" : 3", "\"order\" : 4"));
    assertThat(open().manifest().fingerprint()).isNotEqualTo(before);
  }

  @Test
  void anotherKindIsRefused() {
    assertThatThrownBy(() -> Published.open(conf, directory.toString(), "corpus", "model"))
        .isInstanceOf(BadInputException.class)
        .hasMessageContainingAll(
            directory.toString(), "is a counts directory", "a corpus or model directory is needed");
  }

  @Test
  void whatIsNotThereIsRefused() throws IOException {
    assertRefused(root.resolve("nothing"), "does not exist", "check the path");
    assertRefused(root, "has no manifest.json", "not written by corpuslm");
    Path file = Files.writeString(root.resolve("file.txt"), "x");
    assertRefused(file, "is a file, but a directory", "corpuslm prepare --input " + file);
    assertThatThrownBy(() -> Published.open(conf, ""))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("no usable path");
    assertThatThrownBy(() -> Published.open(conf, "nosuch:/store"))
        .isInstanceOf(BadInputException.class)
        .hasMessageContainingAll("nosuch:/store", "no usable path");
  }

  /** A manifest that is truncated anywhere is reported as bad input, not as a failure. */
  @Test
  void aTruncatedManifestIsRefusedWhereverItIsCut() throws IOException {
    Path manifest = directory.resolve("manifest.json");
    byte[] whole = Files.readAllBytes(manifest);
    for (int cut = 0; cut < whole.length - 2; cut += 5) {
      Files.write(manifest, Arrays.copyOf(whole, cut));
      assertRefused(directory, "manifest.json is damaged", "make the directory again");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "null",
        "{}",
        "[]",
        "7",
        "{\"format\": 1}",
        "{\"format\": 1, \"kind\": \"counts\"}",
        "{\"name\": \"My web page\"}",
        "{\"format\": 1, \"kind\": \"counts\", \"version\": \"1\", \"created\": \"\","
            + " \"configuration\": {}, \"inputs\": [], \"facts\": {}, \"files\": [null]}",
        "{\"format\": 1, \"kind\": \"counts\", \"version\": \"1\", \"created\": \"\","
            + " \"configuration\": {}, \"inputs\": [], \"facts\": {}, \"files\": [{}]}",
      })
  void aForeignManifestIsRefused(String content) throws IOException {
    Files.writeString(directory.resolve("manifest.json"), content);
    assertRefused(
        directory,
        "manifest.json is damaged",
        "was not written by corpuslm",
        "make the directory again");
  }

  @Test
  void aFileIsComparedWithItsChecksum() throws IOException {
    PublishedFile file = open().only("a");
    Path text = directory.resolve("a/text");
    assertThat(open().text(conf, file)).isEqualTo("the rain fell\n");

    Files.writeString(text, "the rain fall\n");
    assertThatThrownBy(() -> open().text(conf, file))
        .isInstanceOf(BadInputException.class)
        .hasMessageContainingAll("file:" + text, "damaged", "SHA-256", "make its directory again");
    Files.writeString(text, "the rain");
    assertThatThrownBy(() -> open().text(conf, file))
        .isInstanceOf(BadInputException.class)
        .hasMessageContainingAll("file:" + text, "damaged", "8 bytes, the manifest says 14");
    Files.delete(text);
    assertThatThrownBy(() -> open().text(conf, file))
        .isInstanceOf(BadInputException.class)
        .hasMessageContainingAll("file:" + text, "missing", "make its directory again");
  }

  private Published open() {
    return Published.open(conf, directory.toString(), "corpus", "counts");
  }

  private void assertRefused(Path path, String... parts) {
    assertThatThrownBy(() -> Published.open(conf, path.toString()))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining(path.toString())
        .hasMessageContainingAll(parts);
  }
}

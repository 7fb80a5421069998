package org.corpuslm.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A directory from somebody else cannot make corpuslm read files outside of it. */
class EscapeTest {
  private final Configuration conf = new Configuration();

  @TempDir private Path root;
  private Path directory;

  @BeforeEach
  void publish() throws IOException {
    Files.writeString(root.resolve("secret"), "the rain fell\n");
    directory = root.resolve("store");
    try (OutputDirectory output = OutputDirectory.create(conf, directory.toString(), false)) {
      output.write("a/text", "the rain fell\n");
      output.publish("counts", Map.of(), List.of(), Map.of());
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "../secret",
        "a/../../secret",
        "/etc/passwd",
        "//etc/passwd",
        "..",
        ".",
        "a/./text",
        "a//text",
        "a/",
        "",
        "..\\\\secret",
        "a/.."
      })
  void aPathThatLeavesTheDirectory(String path) throws IOException {
    Path manifest = directory.resolve("manifest.json");
    Files.writeString(
        manifest, Files.readString(manifest).replace("\"a/text\"", "\"" + path + "\""));
    assertThatThrownBy(() -> Published.open(conf, directory.toString()))
        .isInstanceOf(BadInputException.class)
        .hasMessageContainingAll(
            manifest.toString(), path.replace("\\\\", "\\"), "no path inside the directory");
  }

  /** The same with the content that the manifest promises, so that checksums do not reveal it. */
  @Test
  void aLinkOutOfTheDirectory() throws IOException {
    Path text = directory.resolve("a/text");
    Files.delete(text);
    Files.createSymbolicLink(text, root.resolve("secret"));
    assertRefused(text);
    Files.delete(text);
    Files.delete(directory.resolve("a"));
    Files.writeString(
        Files.createDirectory(root.resolve("elsewhere")).resolve("text"), "the rain fell\n");
    Files.createSymbolicLink(directory.resolve("a"), root.resolve("elsewhere"));
    assertRefused(text);
  }

  private void assertRefused(Path text) {
    Published published = Published.open(conf, directory.toString());
    assertThatThrownBy(() -> published.text(conf, published.only("a")))
        .isInstanceOf(BadInputException.class)
        .hasMessageContainingAll(text.toString(), "is a link to", "outside of its directory");
  }

  @Test
  void aDirectoryMayBeReachedByALinkAndHaveSomeInside() throws IOException {
    Path link = Files.createSymbolicLink(root.resolve("current"), directory);
    Files.move(directory.resolve("a/text"), directory.resolve("a/other"));
    Files.createSymbolicLink(directory.resolve("a/text"), Path.of("other"));
    Published published = Published.open(conf, link.toString());
    assertThat(published.text(conf, published.only("a"))).isEqualTo("the rain fell\n");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ftp://me:hunter2@host/text",
        "s3a://AKIA:hunter2@bucket/text",
        "hdfs://me:hunter2@nn:8020/x"
      })
  void aPasswordInAPath(String path) {
    for (Runnable use :
        List.<Runnable>of(
            () -> Published.open(conf, path),
            () -> OutputDirectory.create(conf, path, false),
            () -> Storage.qualified(conf, path))) {
      assertThatThrownBy(use::run)
          .isInstanceOf(BadInputException.class)
          .hasMessageContainingAll(":***@", "password", "spark.hadoop.fs")
          .hasMessageNotContaining("hunter2");
    }
  }

  @Test
  void aUserInAPathIsNoSecret() {
    assertThat(Sanitizer.message("hdfs://me@nn:8020/a b:c@d"))
        .isEqualTo("hdfs://me@nn:8020/a b:c@d");
    assertThat(Sanitizer.message("give s3a://k:s@b and\nftp://u:p@h/x"))
        .isEqualTo("give s3a://k:***@b and" + System.lineSeparator() + "ftp://u:***@h/x");
  }

  /** Neither clears the screen nor turns the letters around. */
  @Test
  void messagesAreShownWithoutControlCharacters() {
    assertThat(Sanitizer.message("a\u001b[2J\u009b2J\u202egnp.\u2066x\r\nb\u0007\u200fc\u2028d"))
        .isEqualTo("a·[2J·2J·gnp.·x" + System.lineSeparator() + "b··c·d");
    assertThat(Sanitizer.line("one\ntwo\u0000")).isEqualTo("one·two·");
  }
}

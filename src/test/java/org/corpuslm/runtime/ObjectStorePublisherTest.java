package org.corpuslm.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** On an object store an output is there when its manifest is, and not before. */
class ObjectStorePublisherTest {
  private final Configuration conf = new Configuration();

  @TempDir private Path root;

  @BeforeEach
  void objects() {
    conf.set("fs.s3a.impl", Objects.class.getName());
    conf.setBoolean("fs.s3a.impl.disable.cache", true);
  }

  /** The local disk with what an object store cannot do, and faults on request. */
  public static final class Objects extends RawLocalFileSystem {
    @Override
    public URI getUri() {
      return URI.create("s3a:///");
    }

    @Override
    public File pathToFile(org.apache.hadoop.fs.Path path) {
      return new File(path.toUri().getPath());
    }

    @Override
    public boolean rename(org.apache.hadoop.fs.Path from, org.apache.hadoop.fs.Path to)
        throws IOException {
      FileStatus status = getFileStatus(from);
      assertThat(status.isFile()).as("a directory is no object: %s", from).isTrue();
      assertThat(exists(new org.apache.hadoop.fs.Path(to.getParent(), "manifest.json"))).isFalse();
      if (to.getName().equals(getConf().get("fault.at"))) {
        switch (getConf().get("fault.kind")) {
          case "refused" -> {
            return false;
          }
          case "failed" -> throw new IOException("the storage is out of order");
          default -> throw new AssertionError("killed");
        }
      }
      return super.rename(from, to);
    }
  }

  private OutputDirectory create(boolean overwrite) {
    return OutputDirectory.create(conf, "s3a:" + root.resolve("out"), overwrite);
  }

  private void publish(boolean overwrite, String text) {
    try (OutputDirectory output = create(overwrite)) {
      output.write("a/one", text);
      output.write("two", text);
      output.publish("counts", Map.of(), List.of(), Map.of());
    }
  }

  private Published open() {
    return Published.open(conf, "s3a:" + root.resolve("out"));
  }

  private List<String> all() throws IOException {
    try (Stream<Path> files = Files.walk(root)) {
      return files
          .filter(f -> Files.isRegularFile(f) && !f.toString().endsWith(".crc"))
          .map(f -> root.relativize(f).toString())
          .sorted()
          .toList();
    }
  }

  @Test
  void anOutputIsPublishedAndReplaced() throws IOException {
    for (String text : List.of("first", "second")) {
      publish(text.equals("second"), text);
      assertThat(all()).containsExactly("out/a/one", "out/manifest.json", "out/two");
      PublishedFile one = open().only("a");
      assertThat(open().text(conf, one)).isEqualTo(text);
    }
    assertThatThrownBy(() -> create(false)).hasMessageContainingAll("exists", "--overwrite");
  }

  @ParameterizedTest
  @ValueSource(strings = {"refused", "failed"})
  void whatCannotBeCompletedIsRemoved(String kind) throws IOException {
    fault(kind);
    assertThatThrownBy(() -> publish(false, "first"))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("cannot publish");
    assertThat(all()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void whatAKilledRunBeganIsRefusedAndThenReplaced(boolean replaces) throws IOException {
    if (replaces) {
      publish(false, "first");
    }
    fault("killed");
    assertThatThrownBy(() -> publish(true, "second")).isInstanceOf(AssertionError.class);
    assertThat(all()).contains("out/_unfinished").doesNotContain("out/manifest.json");
    assertThatThrownBy(this::open)
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("has no manifest.json");

    conf.unset("fault.at");
    publish(false, "third"); // nothing is there that needs --overwrite
    assertThat(all()).containsExactly("out/a/one", "out/manifest.json", "out/two");
    assertThat(open().text(conf, open().only("a"))).isEqualTo("third");
  }

  @Test
  void someoneElsesFilesAreNotTakenForUnfinishedOnes() throws IOException {
    Files.createDirectories(root.resolve("out"));
    Files.writeString(root.resolve("out/thesis.txt"), "years of work");
    assertThatThrownBy(() -> create(true)).hasMessageContaining("not written by corpuslm");
    assertThat(root.resolve("out/thesis.txt")).hasContent("years of work");
  }

  @Test
  void aSingleFileIsReplacedInPlace() throws IOException {
    org.apache.hadoop.fs.Path file = new org.apache.hadoop.fs.Path("s3a:" + root + "/current.json");
    for (String text : List.of("first", "second")) {
      AtomicFile.replace(conf, file, text);
      assertThat(root.resolve("current.json")).hasContent(text);
      assertThat(all()).containsExactly("current.json");
    }
  }

  private void fault(String kind) {
    conf.set("fault.at", "two");
    conf.set("fault.kind", kind);
  }
}

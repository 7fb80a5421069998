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
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An output appears whole or not at all, and leaves nothing beside it. */
class OutputDirectoryTest {
  private final Configuration conf = new Configuration();

  @TempDir private Path root;
  private Path target;

  @BeforeEach
  void name() {
    target = root.resolve("out");
  }

  @Test
  void appearsWholeWhenItIsPublished() throws IOException {
    try (OutputDirectory output = create(false)) {
      output.write("a/b.txt", "first\n");
      assertThat(target).doesNotExist();
      output.publish("counts", Map.of("order", 3), List.of(), Map.of());
      assertThat(Files.readString(target.resolve("a/b.txt"))).isEqualTo("first\n");
    }
    assertThat(all(target)).containsExactlyInAnyOrder("a", "a/b.txt", "manifest.json");
    assertThat(all(root)).allMatch(name -> name.startsWith("out"));
    Published published = Published.open(conf, target.toString(), "counts");
    PublishedFile file = published.only("a");
    assertThat(file.bytes()).isEqualTo(6);
    assertThat(published.text(conf, file)).isEqualTo("first\n");
  }

  @Test
  void leavesNothingWhenItIsNotPublished() throws IOException {
    try (OutputDirectory output = create(false)) {
      output.write("a/b.txt", "first\n");
      assertThat(all(root)).hasSizeGreaterThan(2).allMatch(name -> name.startsWith(".out."));
    }
    assertThat(all(root)).isEmpty();
  }

  /** The shutdown of the JVM removes the staging directory while the run continues. */
  @Test
  void whatWasGivenUpIsNeitherWrittenNorPublished() throws IOException {
    OutputDirectory output = create(false);
    output.write("text", "first");
    Staging staging = output.staging();
    output.close();
    assertThatThrownBy(() -> output.publish("counts", Map.of(), List.of(), Map.of()))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContainingAll(target.toString(), "given up");
    assertThatThrownBy(() -> new StagedOutput(output.driverTask(), staging, "late"))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("given up");
    assertThatThrownBy(() -> output.write("late", "second")).hasMessageContaining("late");
    assertThat(all(root)).isEmpty();
  }

  @Test
  void leavesNoDirectoryThatWasMadeForIt() throws IOException {
    target = root.resolve("new/deep/out");
    create(false).close();
    assertThat(all(root)).isEmpty();
    publish(false, "first");
    assertThat(target).isDirectory();
  }

  @Test
  void keepsDirectoriesAboveItThatOthersUseByNow() throws IOException {
    target = root.resolve("new/out");
    try (OutputDirectory output = create(false)) {
      Files.writeString(root.resolve("new/notes.txt"), "mine");
    }
    assertThat(all(root)).containsExactlyInAnyOrder("new", "new/notes.txt");
  }

  @Test
  void anExistingOneIsReplacedOnRequestOnly() throws IOException {
    publish(false, "first");
    assertThatThrownBy(() -> create(false))
        .isInstanceOf(BadInputException.class)
        .hasMessageContainingAll(target.toString(), "exists", "--overwrite");
    assertThat(content()).isEqualTo("first");
    publish(true, "second");
    assertThat(content()).isEqualTo("second");
    assertThat(all(target)).containsExactlyInAnyOrder("text", "manifest.json");
    assertThat(all(root)).allMatch(name -> name.startsWith("out"));
  }

  @Test
  void anExistingOneStaysWhenItsReplacementFails() throws IOException {
    publish(false, "first");
    try (OutputDirectory output = create(true)) {
      output.write("text", "second");
    }
    assertThat(content()).isEqualTo("first");
    assertThat(all(root)).allMatch(name -> name.startsWith("out"));
  }

  @Test
  void anEmptyDirectoryMayBeReplaced() throws IOException {
    Files.createDirectory(target);
    assertThatThrownBy(() -> create(false)).hasMessageContaining("exists");
    publish(true, "first");
    assertThat(content()).isEqualTo("first");
  }

  /** A directory of someone else's is never removed, whatever the options. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{}",
        "null",
        "{\"name\": \"My web page\", \"icons\": []}",
        "{\"format\": 1, \"kind\": \"counts\"",
        "[1, 2]"
      })
  void aForeignDirectoryIsNotReplaced(String manifest) throws IOException {
    Files.createDirectory(target);
    Files.writeString(target.resolve("thesis.txt"), "years of work");
    if (!manifest.isEmpty()) {
      Files.writeString(target.resolve("manifest.json"), manifest);
    }
    assertThatThrownBy(() -> create(true))
        .isInstanceOf(BadInputException.class)
        .hasMessageContainingAll(
            target.toString(), "not written by corpuslm", "remove it yourself");
    assertThat(target.resolve("thesis.txt")).hasContent("years of work");
    assertThat(all(root)).allMatch(name -> name.startsWith("out"));
  }

  @Test
  void anOutputOfAnotherFormatMayBeReplaced() throws IOException {
    publish(false, "first");
    Path manifest = target.resolve("manifest.json");
    String actual = "\"format\" : " + Manifest.FORMAT;
    Files.writeString(manifest, Files.readString(manifest).replace(actual, "\"format\" : 99"));
    assertThatThrownBy(() -> Published.open(conf, target.toString()))
        .hasMessageContainingAll("format 99", "make it again");
    publish(true, "second");
    assertThat(content()).isEqualTo("second");
  }

  @Test
  void aFileIsNoPlaceForADirectory() throws IOException {
    Files.writeString(target, "a file");
    assertThatThrownBy(() -> create(false)).hasMessageContaining("exists");
    assertThatThrownBy(() -> create(true))
        .isInstanceOf(BadInputException.class)
        .hasMessageContainingAll(target.toString(), "is a file", "choose another name");
    target = target.resolve("below");
    assertThatThrownBy(() -> create(false))
        .isInstanceOf(BadInputException.class)
        .hasMessageContainingAll(target.toString(), "cannot be written", "choose a directory");
    assertThat(all(root)).containsExactly("out");
    assertThatThrownBy(() -> OutputDirectory.create(conf, "/", true))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("root directory");
    assertThatThrownBy(() -> OutputDirectory.create(conf, "", true))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("no usable path");
  }

  @Test
  void leftoversOfAKilledRunAreRemoved() throws IOException {
    Path staging = root.resolve(".out.staging-0815/_attempts/1");
    Files.createDirectories(staging);
    Files.writeString(staging.resolve("part"), "half");
    Files.createDirectories(root.resolve(".other.staging-0815"));
    publish(false, "first");
    assertThat(content()).isEqualTo("first");
    assertThat(all(root))
        .containsExactlyInAnyOrder("out", "out/text", "out/manifest.json", ".other.staging-0815");
  }

  @Test
  void whatAKilledRunMovedAsideIsPutBack() throws IOException {
    publish(false, "first");
    Files.move(target, root.resolve(".out.old-0815"));
    assertThatThrownBy(() -> create(false)).hasMessageContaining("exists");
    assertThat(content()).isEqualTo("first");
    publish(true, "second");
    assertThat(all(root)).containsExactlyInAnyOrder("out", "out/text", "out/manifest.json");
  }

  @Test
  void whatAKilledRunHadReplacedIsRemoved() throws IOException {
    publish(false, "first");
    Files.createDirectories(root.resolve(".out.old-0815"));
    publish(true, "second");
    assertThat(content()).isEqualTo("second");
    assertThat(all(root)).containsExactlyInAnyOrder("out", "out/text", "out/manifest.json");
  }

  /** Killed after the last rename, before the lock was gone: nothing is written there again. */
  @Test
  void besideAFinishedOutputWhatAKilledRunLeftIsRemoved() throws Exception {
    publish(false, "first");
    Path lock = root.resolve(".out.lock");
    Process owner = new ProcessBuilder("sleep", "60").start();
    Files.writeString(lock, OutputLock.description(owner.toHandle()));
    Files.createDirectories(root.resolve(".out.old-0815/deep"));
    try {
      OutputDirectory.tidy(conf, target.toString());
      assertThat(lock).as("of a run that is alive").exists();
      assertThat(root.resolve(".out.old-0815")).exists();
    } finally {
      owner.destroyForcibly().waitFor();
    }
    OutputDirectory.tidy(conf, target.toString());
    assertThat(all(root)).containsExactlyInAnyOrder("out", "out/text", "out/manifest.json");
    OutputDirectory.tidy(conf, target.toString());
    assertThat(content()).isEqualTo("first");
  }

  /** A storage that refuses, or fails at, the rename of what is to be published. */
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void theOldOutputIsBackWhenTheRenameFails(boolean thrown) throws IOException {
    publish(false, "first");
    Configuration faulty = new Configuration();
    faulty.set("fs.faulty.impl", FaultyFileSystem.class.getName());
    faulty.setBoolean("faulty.throws", thrown);
    try (OutputDirectory output = OutputDirectory.create(faulty, "faulty:" + target, true)) {
      output.write("text", "second");
      assertThatThrownBy(() -> output.publish("counts", Map.of(), List.of(), Map.of()))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContainingAll("cannot publish", target.toString());
    }
    assertThat(content()).isEqualTo("first");
    assertThat(all(root)).containsExactlyInAnyOrder("out", "out/text", "out/manifest.json");
  }

  @Test
  void aFileIsPublishedAlone() throws IOException {
    target = root.resolve("model.arpa");
    for (String text : List.of("first", "second")) {
      try (OutputDirectory output =
          OutputDirectory.createFile(conf, target.toString(), text.equals("second"))) {
        StagedOutput file = new StagedOutput(output.driverTask(), output.staging(), "model.arpa");
        file.write(text.getBytes(java.nio.charset.StandardCharsets.UTF_8));
        file.close();
        output.publishFile(file.finished(-1));
      }
      assertThat(target).hasContent(text);
      assertThat(all(root)).containsExactly("model.arpa");
    }
    assertThatThrownBy(() -> OutputDirectory.createFile(conf, target.toString(), false))
        .isInstanceOf(BadInputException.class)
        .hasMessageContainingAll("exists", "--overwrite");
    assertThatThrownBy(() -> OutputDirectory.createFile(conf, root.toString(), true))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("is a directory; name a file in it");
  }

  /** Killed between removing the old file and renaming the new one, it would lose both. */
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void theOldFileStaysWhenItsReplacementFails(boolean thrown) throws IOException {
    target = Files.writeString(root.resolve("model.arpa"), "first");
    Configuration faulty = new Configuration();
    faulty.set("fs.faulty.impl", FaultyFileSystem.class.getName());
    faulty.setBoolean("faulty.throws", thrown);
    try (OutputDirectory output = OutputDirectory.createFile(faulty, "faulty:" + target, true)) {
      StagedOutput file = new StagedOutput(output.driverTask(), output.staging(), "new.arpa");
      file.write(1);
      file.close();
      assertThatThrownBy(() -> output.publishFile(file.finished(-1)))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContainingAll("cannot publish", target.toString());
    }
    assertThat(target).hasContent("first");
    assertThat(all(root)).containsExactly("model.arpa");
  }

  @Test
  void filesOfOthersInAnOutputStopItsReplacement() throws IOException {
    publish(false, "first");
    Files.writeString(target.resolve("NOTES.txt"), "mine");
    Files.createDirectories(target.resolve("more/deep"));
    Files.writeString(target.resolve("more/deep/data"), "mine");
    assertThatThrownBy(() -> create(true))
        .isInstanceOf(BadInputException.class)
        .hasMessageContainingAll(
            target.toString(), "did not write (NOTES.txt, more/deep/data)", "move them elsewhere");
    assertThat(content()).isEqualTo("first");
    Files.delete(target.resolve("NOTES.txt"));
    Files.delete(target.resolve("more/deep/data"));
    publish(true, "second");
    assertThat(content()).isEqualTo("second");
  }

  private OutputDirectory create(boolean overwrite) {
    return OutputDirectory.create(conf, target.toString(), overwrite);
  }

  private void publish(boolean overwrite, String text) {
    try (OutputDirectory output = create(overwrite)) {
      output.write("text", text);
      output.publish("counts", Map.of(), List.of(), Map.of());
    }
  }

  private String content() throws IOException {
    return Files.readString(target.resolve("text"));
  }

  /** Everything below a directory. */
  private static List<String> all(Path directory) throws IOException {
    try (Stream<Path> paths = Files.walk(directory)) {
      return paths
          .filter(p -> !p.equals(directory))
          .map(p -> directory.relativize(p).toString())
          .toList();
    }
  }

  /** The local disk, but what comes out of a staging directory cannot be renamed to its name. */
  public static final class FaultyFileSystem extends RawLocalFileSystem {
    @Override
    public URI getUri() {
      return URI.create("faulty:///");
    }

    @Override
    public File pathToFile(org.apache.hadoop.fs.Path path) {
      return new File(path.toUri().getPath());
    }

    @Override
    public boolean rename(org.apache.hadoop.fs.Path from, org.apache.hadoop.fs.Path to)
        throws IOException {
      boolean isDirectory = from.getName().startsWith(".out.staging-");
      if ((isDirectory && to.getName().equals("out")) || to.getName().equals("model.arpa")) {
        if (getConf().getBoolean("faulty.throws", false)) {
          throw new IOException("the storage is out of order");
        }
        return false;
      }
      return super.rename(from, to);
    }
  }
}

package org.corpuslm.corpus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.corpuslm.runtime.BadInputException;
import org.corpuslm.runtime.Published;
import org.corpuslm.runtime.Storage;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class InputFilesTest {
  @TempDir private Path root;

  @BeforeEach
  void write() throws IOException {
    for (String name :
        List.of(
            "books/b.txt",
            "books/a.txt",
            "books/old/c.txt.gz",
            "books/old/deep/d.bz2",
            "books/.hidden",
            "books/_SUCCESS",
            "books/_temporary/part",
            "books/.git/config",
            "notes [2].txt",
            "notes2.txt")) {
      Path file = root.resolve(name);
      Files.createDirectories(file.getParent());
      Files.writeString(file, name);
    }
    Files.createDirectories(root.resolve("empty/inner"));
  }

  @Test
  void aDirectoryMeansAllFilesBelowItButHiddenOnes() {
    assertThat(names("books"))
        .containsExactly(
            "books/a.txt", "books/b.txt", "books/old/c.txt.gz", "books/old/deep/d.bz2");
  }

  @Test
  void globsMatchFilesAndDirectories() {
    assertThat(names("books/*.txt")).containsExactly("books/a.txt", "books/b.txt");
    assertThat(names("books/{b,x}.txt")).containsExactly("books/b.txt");
    assertThat(names("*/old")).containsExactly("books/old/c.txt.gz", "books/old/deep/d.bz2");
  }

  @Test
  void globsPassHiddenNamesOverUnlessTheyAskForThem() {
    assertThat(names("books/*")).isEqualTo(names("books"));
    assertThat(names("books/.h*")).containsExactly("books/.hidden");
    assertThat(names("books/_*")).containsExactly("books/_SUCCESS", "books/_temporary/part");
    assertThat(names("books/.hidden")).containsExactly("books/.hidden");
  }

  @Test
  void theWorkingDirectoryMayBeHidden() throws IOException {
    FileSystem local = Storage.of(TextFiles.CONF, new org.apache.hadoop.fs.Path("/"));
    org.apache.hadoop.fs.Path before = local.getWorkingDirectory();
    Files.writeString(root.resolve("books/.git/readme.txt"), "in a hidden directory");
    try {
      local.setWorkingDirectory(new org.apache.hadoop.fs.Path(root.resolve("books/.git").toUri()));
      for (String input : List.of("*.txt", "readme*", "../.git/*.txt", ".")) {
        assertThat(InputFiles.resolve(TextFiles.CONF, List.of(input)))
            .extracting(InputFile::path)
            .contains("file:" + root + "/books/.git/readme.txt");
      }
      assertThat(InputFiles.resolve(TextFiles.CONF, List.of("../*.txt"))).hasSize(2);
    } finally {
      local.setWorkingDirectory(before);
    }
  }

  @Test
  void aFileOfThatVeryNameComesBeforeThePattern() {
    assertThat(names("notes [2].txt")).containsExactly("notes [2].txt");
    assertThat(names("notes[12].txt")).containsExactly("notes2.txt");
  }

  @Test
  void aColonIsPartOfAName() throws IOException {
    Path times = Files.createDirectory(root.resolve("times"));
    for (String name : List.of("2024-01-01T10:00.txt", "plain.txt", "x:1.log")) {
      Files.writeString(times.resolve(name), name);
    }
    Files.createSymbolicLink(times.resolve("dangling"), root.resolve("nowhere"));
    assertThat(names("times/*.txt"))
        .containsExactly("times/2024-01-01T10:00.txt", "times/plain.txt");
    assertThat(names("times/p*.txt")).containsExactly("times/plain.txt");
    assertThat(names("times/{x:1,y:2}.log", "t*s/x?[0-9].log")).containsExactly("times/x:1.log");
    assertThat(names("*/*:*")).hasSize(2);
    assertThat(names("times/2024-01-01T10:00.txt")).hasSize(1);

    FileSystem local = Storage.of(TextFiles.CONF, new org.apache.hadoop.fs.Path("/"));
    org.apache.hadoop.fs.Path here = local.getWorkingDirectory();
    local.setWorkingDirectory(new org.apache.hadoop.fs.Path(times.toUri()));
    try {
      for (String input : List.of("2024-01-01T10:00.txt", "x:1.log", "x:*", "*:1.log")) {
        assertThat(InputFiles.resolve(TextFiles.CONF, List.of(input))).as(input).hasSize(1);
      }
      assertThatThrownBy(() -> InputFiles.resolve(TextFiles.CONF, List.of("y:1.log")))
          .hasMessageContaining("y:1.log does not exist");
    } finally {
      local.setWorkingDirectory(here);
    }
  }

  @Test
  void aBackslashTakesTheMeaningFromACharacter() throws IOException {
    Files.writeString(root.resolve("books/a*b.txt"), "a star");
    assertThat(names("b*/a\\*b.txt")).containsExactly("books/a*b.txt");
    assertThat(names("*\\[2\\].txt")).containsExactly("notes [2].txt");
  }

  @Test
  void eachFileCountsOnce() {
    assertThat(names("books/a.txt", "books", "books/*.txt", "./books/../books/a.txt"))
        .isEqualTo(names("books"));
  }

  @Test
  void onlyPlainFilesAreCut() {
    assertThat(InputFiles.resolve(TextFiles.CONF, List.of(root.resolve("books").toString())))
        .extracting(InputFile::splittable)
        .containsExactly(true, true, false, false);
  }

  @Test
  void sizesAreThoseOfTheFiles() {
    InputFile file = TextFiles.input(root.resolve("books/old/c.txt.gz"));
    assertThat(file.length()).isEqualTo("books/old/c.txt.gz".length());
    assertThat(file.modified())
        .isEqualTo(root.resolve("books/old/c.txt.gz").toFile().lastModified());
  }

  @Test
  void whatIsPassedOverIsCounted() {
    assertThat(found("books").passedOver())
        .containsExactly(
            root + "/books/.git",
            root + "/books/.hidden",
            root + "/books/_SUCCESS",
            root + "/books/_temporary");
    assertThat(found("books/*", "notes*").passedOver()).hasSize(4);
    assertThat(found("books/*.txt").passedOver()).isEmpty();
    assertThat(found("books").passedOverText())
        .startsWith("4 names that begin with . or _ passed over: " + root + "/books/.git, ");
  }

  /**
   * Links that lead nowhere, in a circle, or to what is no file: refused, and all of them named.
   */
  @Test
  void entriesThatCannotBeReadAreRefused() throws IOException {
    Path mixed = Files.createDirectories(root.resolve("mixed"));
    Files.writeString(mixed.resolve("good.txt"), "good");
    Files.createSymbolicLink(mixed.resolve("gone.txt"), root.resolve("nowhere"));
    Files.createSymbolicLink(mixed.resolve("circle"), mixed.resolve("circle"));
    Files.createSymbolicLink(mixed.resolve("device.txt"), Path.of("/dev/null"));
    Files.createSymbolicLink(mixed.resolve(".hidden"), root.resolve("nowhere"));
    for (String input : List.of("mixed", "mixed/*", "m*")) {
      assertThatThrownBy(() -> names(input))
          .isInstanceOf(BadInputException.class)
          .hasMessageContainingAll(
              input + ": 3 files cannot be read: ",
              mixed + "/gone.txt (a link that leads nowhere)",
              mixed + "/circle (",
              mixed + "/device.txt (neither file nor directory)")
          .hasMessageNotContaining(".hidden");
    }
    assertThat(names("mixed/good*", "mixed/good.txt")).containsExactly("mixed/good.txt");
    assertThatThrownBy(() -> names("mixed/g*.txt")).hasMessageContaining("one file cannot be read");
    assertThatThrownBy(() -> names("*/gone.txt")).hasMessageContaining("does not exist");
  }

  /** A name of bytes that are no UTF-8, which no Java string can hold. */
  @Test
  void namesThatAreNotUtf8AreRefused() throws Exception {
    Path latin = Files.createDirectories(root.resolve("latin/inner"));
    Files.writeString(latin.resolve("plain.txt"), "two");
    Process touch =
        new ProcessBuilder("bash", "-c", "echo three > $'\\xe9t\\xe9.txt'; mkdir $'d\\xff'")
            .directory(latin.toFile())
            .start();
    assertThat(touch.waitFor()).isZero();
    for (String input : List.of("latin", "latin/inner/*", "lat*/*/*")) {
      assertThatThrownBy(() -> names(input))
          .isInstanceOf(BadInputException.class)
          .hasMessageContainingAll(
              "2 files cannot be read",
              latin + "/\\xE9t\\xE9.txt (its name is not UTF-8)",
              latin + "/d\\xFF (its name is not UTF-8)",
              "convmv");
    }
    assertThat(names("latin/inner/plain*")).containsExactly("latin/inner/plain.txt");
  }

  @Test
  void filesWithoutPermissionAreRefused() throws IOException {
    Path closed = Files.createDirectories(root.resolve("closed/room"));
    Files.writeString(root.resolve("closed/secret.txt"), "secret");
    Files.writeString(root.resolve("closed/open.txt"), "open");
    Files.setPosixFilePermissions(closed, Set.of());
    Files.setPosixFilePermissions(root.resolve("closed/secret.txt"), Set.of());
    assumeThat(Files.isReadable(closed)).as("root may read everything").isFalse();
    try {
      assertThatThrownBy(() -> names("closed"))
          .isInstanceOf(BadInputException.class)
          .hasMessageContainingAll(closed + " (no permission)", "secret.txt (no permission)");
    } finally {
      Files.setPosixFilePermissions(closed, PosixFilePermissions.fromString("rwx------"));
    }
  }

  /** Hadoop's own patterns stop at a colon, which it takes for the end of a scheme. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "a b.txt",
        "100%.txt",
        "%41.txt",
        "c#1.txt",
        "a+b.txt",
        "[draft].txt",
        "{a,b}.txt",
        "a\nb.txt",
        "a\\b.txt",
        "~.txt",
        "~home.txt",
        "part:1.txt",
        "2026-11-27T18:00:00.txt",
        "été.txt",
        "日本.txt",
        "a?b*.txt",
        "-x.txt"
      })
  void fileNamesOfAllKinds(String name) throws IOException {
    Path file = root.resolve("names").resolve("in:" + name).resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, "the rain\nfell\n");
    for (String input : List.of("names", "names/*", "names/*/*.txt", "names/*/" + name)) {
      if (input.endsWith("/" + name) && name.matches("(?s).*[?*\\[{\\\\].*")) {
        continue; // means a pattern there
      }
      assertThat(names(input)).as(input).containsExactly("names/in:" + name + "/" + name);
    }
    InputFile found = TextFiles.input(file);
    assertThat(TextFiles.lines(TextSplit.plan(List.of(found), 100).get(0)))
        .containsExactly("the rain", "fell");
  }

  @Test
  void missingInputIsRefused() {
    assertRefused("nothing.txt", "does not exist", "check the path");
    assertRefused("books/*.csv", "matches no file", "check the path");
    assertRefused("empty", "holds no file", "check the path");
    assertRefused("empty/*", "holds no file");
    assertThatThrownBy(() -> InputFiles.resolve(TextFiles.CONF, List.of("")))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("cannot be read");
    assertThatThrownBy(() -> InputFiles.resolve(TextFiles.CONF, List.of("nosuch://host/x")))
        .isInstanceOf(BadInputException.class)
        .hasMessageContainingAll("nosuch://host/x", "No FileSystem for scheme");
  }

  /** On a cluster a name without a scheme means the cluster's file system, not the local disk. */
  @Test
  void whatIsOnlyOnTheLocalDiskIsNamed() {
    Configuration cluster = new Configuration();
    cluster.set("fs.defaultFS", "cluster:///");
    cluster.set("fs.cluster.impl", ClusterFileSystem.class.getName());
    String local = root.resolve("books/a.txt").toString();
    String fix = "there is one on this machine's disk: for that, write file://" + local;
    assertThatThrownBy(() -> InputFiles.resolve(cluster, List.of(local)))
        .isInstanceOf(BadInputException.class)
        .hasMessageContainingAll("input cluster:" + local + " does not exist", fix);
    assertThatThrownBy(() -> Published.open(cluster, local, "corpus"))
        .isInstanceOf(BadInputException.class)
        .hasMessage("cluster:" + local + " does not exist; " + fix);
    for (String input : List.of(local + "x", "cluster:" + local, root + "/books/*.txt")) {
      assertThatThrownBy(() -> InputFiles.resolve(cluster, List.of(input)))
          .isInstanceOf(BadInputException.class)
          .hasMessageContainingAll("cluster:", input, "does not exist", "check the path")
          .hasMessageNotContaining("file:");
    }
    assertThat(InputFiles.resolve(cluster, List.of("file://" + local))).hasSize(1);
  }

  /** Another disk than the local one, with nothing on it. */
  public static final class ClusterFileSystem extends RawLocalFileSystem {
    @Override
    public URI getUri() {
      return URI.create("cluster:///");
    }

    @Override
    public File pathToFile(org.apache.hadoop.fs.Path path) {
      return new File("/nonexistent" + path.toUri().getPath());
    }
  }

  private void assertRefused(String input, String... parts) {
    assertThatThrownBy(() -> names("books/a.txt", input))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining(root.resolve(input).toString())
        .hasMessageContainingAll(parts);
  }

  private InputFiles.Found found(String... inputs) {
    return InputFiles.find(TextFiles.CONF, Arrays.stream(inputs).map(i -> root + "/" + i).toList());
  }

  /** Paths below the root. */
  private List<String> names(String... inputs) {
    List<String> paths = Arrays.stream(inputs).map(i -> root + "/" + i).toList();
    return InputFiles.resolve(TextFiles.CONF, paths).stream()
        .map(f -> f.path().substring(("file:" + root + "/").length()))
        .toList();
  }
}

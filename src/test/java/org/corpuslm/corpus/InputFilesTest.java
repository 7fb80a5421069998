package org.corpuslm.corpus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.apache.hadoop.fs.FileSystem;
import org.corpuslm.runtime.BadInputException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

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
    FileSystem local = FileSystem.get(TextFiles.CONF);
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

    FileSystem local = FileSystem.getLocal(TextFiles.CONF);
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

  private void assertRefused(String input, String... parts) {
    assertThatThrownBy(() -> names("books/a.txt", input))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining(root.resolve(input).toString())
        .hasMessageContainingAll(parts);
  }

  /** Paths below the root. */
  private List<String> names(String... inputs) {
    List<String> paths = Arrays.stream(inputs).map(i -> root + "/" + i).toList();
    return InputFiles.resolve(TextFiles.CONF, paths).stream()
        .map(f -> f.path().substring(("file:" + root + "/").length()))
        .toList();
  }
}

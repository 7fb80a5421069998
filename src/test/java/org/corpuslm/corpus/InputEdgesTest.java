package org.corpuslm.corpus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.corpuslm.runtime.BadInputException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Encodings, formats and links that would otherwise be misread or read more than once. */
class InputEdgesTest {
  @TempDir private Path directory;

  @ParameterizedTest
  @ValueSource(strings = {"UTF-32LE", "UTF-32BE"})
  void utf32IsNamedAsSuch(String charset) {
    byte[] marked = "\ufeffrain\n".getBytes(Charset.forName(charset));
    Path file = TextFiles.write(directory.resolve("u.txt"), marked);
    assertThatThrownBy(() -> TextFiles.lines(TextFiles.whole(file)))
        .isInstanceOf(BadInputException.class)
        .hasMessageContainingAll("u.txt is UTF-32", "iconv -f UTF-32");
  }

  /** Their readers need native libraries, or run out of memory on what is not their format. */
  @ParameterizedTest
  @ValueSource(strings = {".zst", ".snappy", ".lz4"})
  void formatsThatCannotBeReadAreRefused(String suffix) {
    Path file = TextFiles.write(directory.resolve("rain" + suffix), "the rain fell\n");
    assertThatThrownBy(() -> TextFiles.input(file))
        .isInstanceOf(BadInputException.class)
        .hasMessageContainingAll("rain" + suffix, "cannot be read here", "gzip", "rename");
  }

  @Test
  void globsPassHiddenDirectoriesOverUnlessTheyAskForThem() throws IOException {
    for (String name : List.of(".git/a.txt", "_temporary/a.txt", "books/a.txt")) {
      Files.createDirectories(directory.resolve(name).getParent());
      TextFiles.write(directory.resolve(name), "rain");
    }
    assertThat(names("*/a.txt")).containsExactly("books/a.txt");
    assertThat(names(".git/*")).containsExactly(".git/a.txt");
    assertThat(names("_*/*.txt")).containsExactly("_temporary/a.txt");
  }

  @Test
  void aFileReachedByLinksCountsOnce() throws IOException {
    Files.createDirectories(directory.resolve("y/2020"));
    TextFiles.write(directory.resolve("y/2020/a.txt"), "rain");
    Files.createSymbolicLink(directory.resolve("y/latest"), directory.resolve("y/2020"));
    Files.createSymbolicLink(directory.resolve("y/b.txt"), directory.resolve("y/2020/a.txt"));
    Files.createSymbolicLink(directory.resolve("y/2020/up"), directory.resolve("y"));
    Files.createSymbolicLink(directory.resolve("y/2020/again"), directory.resolve("y"));

    assertThat(names("y")).containsExactly("y/2020/a.txt");
    assertThat(names("y/latest")).as("a link that was asked for").hasSize(1);
    assertThat(names("y", "y/latest", "y/b.txt")).containsExactly("y/2020/a.txt");
  }

  @Test
  void aDirectoryThatHoldsOnlyItselfHoldsNoFile() throws IOException {
    Files.createDirectories(directory.resolve("loop"));
    Files.createSymbolicLink(directory.resolve("loop/self"), directory.resolve("loop"));
    assertThatThrownBy(() -> names("loop"))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("holds no file");
  }

  private List<String> names(String... inputs) {
    List<String> paths = Arrays.stream(inputs).map(i -> directory + "/" + i).toList();
    return InputFiles.resolve(TextFiles.CONF, paths).stream()
        .map(f -> f.path().substring(("file:" + directory + "/").length()))
        .toList();
  }
}

package org.corpuslm.corpus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
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
  @ValueSource(strings = {".snappy", ".lz4"})
  void formatsThatCannotBeReadAreRefused(String suffix) {
    Path file = TextFiles.write(directory.resolve("rain" + suffix), "the rain fell\n");
    assertThatThrownBy(() -> TextFiles.input(file))
        .isInstanceOf(BadInputException.class)
        .hasMessageContainingAll("rain" + suffix, "cannot be read here", "gzip", "rename");
  }

  /** Without a mark, too, whatever the script; short texts and long ones. */
  @ParameterizedTest
  @ValueSource(strings = {"UTF-16LE", "UTF-16BE", "UTF-32LE", "UTF-32BE"})
  void wideEncodingsWithoutAMarkAreNamed(String charset) {
    for (String line :
        List.of("the rain fell\r\n", "дождь шёл\n", "η βροχή\n", "ฝนตก\n", "上雨が降った\n", "a\n")) {
      for (int lines : List.of(1, 3000)) {
        byte[] content = line.repeat(lines).getBytes(Charset.forName(charset));
        assertNoText("wide.txt", content, "wide.txt is " + charset, "iconv -f " + charset);
        assertNoText("w.gz", TextFiles.gzip(content), "w.gz holds a file that is " + charset);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"ustar", "pax", "v7", "cpio-newc", "cpio-odc", "cpio-binary"})
  void archivesAreRefusedPlainAndPacked(String format) throws IOException {
    byte[] archive = Archives.of(format, "chapter.txt", "the rain fell\non the barn\n");
    String what = format.startsWith("cpio") ? "a cpio archive" : "a tar archive";
    assertNoText("a.txt", archive, "a.txt is " + what, "Unpack it first");
    assertNoText("a.tar.gz", TextFiles.gzip(archive), "a.tar.gz holds a file that is " + what);
    assertNoText("a.TBZ.BZ2", TextFiles.bzip2(archive), "holds a file that is " + what);
  }

  @Test
  void binaryFilesAreRefused() {
    byte[] numbers = new byte[4 * 1000];
    for (int i = 0; i < 1000; i++) {
      java.nio.ByteBuffer.wrap(numbers).putInt(4 * i, i * 7919);
    }
    assertNoText("ids.bin", numbers, "ids.bin is a binary file", "control characters");
    byte[] noise = new byte[100_000];
    new java.util.Random(1).nextBytes(noise);
    assertNoText("noise", noise, "noise is a binary file");
    assertNoText("a.pdf", "%PDF-1.7\n".getBytes(StandardCharsets.UTF_8), "is a PDF", "pdftotext");
  }

  @Test
  void lineEndsOfOldMacsAreNamed() {
    assertNoText(
        "mac.txt",
        "the rain\rfell\r".getBytes(StandardCharsets.UTF_8),
        "mac.txt ends its lines with carriage returns alone",
        "tr '\\r' '\\n'");
  }

  /**
   * Unusual but valid text: stray NULs and control characters, one letter per line, Windows line
   * ends, numbers.
   */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "a\nb\nc\nd\n",
        "one\0two three\nfour\0\n",
        "\u001b[1mbold\u001b[0m text\n",
        "the rain\r\nfell\r\n",
        "one line\rwith a return\n",
        "070707 is a number\n",
        "ustar\n",
        "\f\n\u001a"
      })
  void textStaysText(String text) throws IOException {
    Path file = TextFiles.write(directory.resolve("t.txt"), text);
    assertThat(String.join("\n", TextFiles.lines(TextFiles.whole(file))))
        .isEqualTo(text.replaceFirst("\n$", ""));
  }

  @ParameterizedTest
  @ValueSource(strings = {"TEXT.TXT.GZ", "Text.Gz", "TEXT.BZ2", "text.Bz2"})
  void endingsMayBeInCapitals(String name) throws IOException {
    byte[] text = "the rain\nfell\n".getBytes(StandardCharsets.UTF_8);
    boolean gzip = name.toLowerCase(java.util.Locale.ROOT).endsWith(".gz");
    Path file =
        TextFiles.write(
            directory.resolve(name), gzip ? TextFiles.gzip(text) : TextFiles.bzip2(text));
    assertThat(TextFiles.input(file).splittable()).isFalse();
    assertThat(TextFiles.lines(TextFiles.whole(file))).containsExactly("the rain", "fell");
  }

  private void assertNoText(String name, byte[] content, String... parts) {
    Path file = TextFiles.write(directory.resolve(name), content);
    assertThatThrownBy(() -> TextFiles.lines(TextFiles.whole(file)))
        .isInstanceOf(BadInputException.class)
        .hasMessageContainingAll(parts);
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

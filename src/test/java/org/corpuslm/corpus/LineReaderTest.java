package org.corpuslm.corpus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.corpuslm.runtime.BadInputException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Long lines, byte order marks, compression, and files that are not what they seem. */
class LineReaderTest {
  private static final List<String> POEM =
      List.of("the rain fell", "", "on the old barn", "all through the night");

  @TempDir private Path directory;

  @Test
  void aLongLineIsSkippedWithoutBeingHeld() throws IOException {
    int length = 50_000_000;
    Path file = directory.resolve("long.txt");
    try (OutputStream out = Files.newOutputStream(file)) {
      out.write("before\n".getBytes(StandardCharsets.UTF_8));
      byte[] piece = "0123456789".repeat(100_000).getBytes(StandardCharsets.UTF_8);
      for (int i = 0; i < length / piece.length; i++) {
        out.write(piece);
      }
      out.write("\nafter".getBytes(StandardCharsets.UTF_8));
    }
    TextSplit split = TextFiles.whole(file);
    TextFiles.lines(TextFiles.whole(TextFiles.write(directory.resolve("warm.txt"), "up")));

    long before = allocated();
    try (LineReader reader = new LineReader(TextFiles.CONF, split, 1 << 20)) {
      assertThat(reader.next()).isTrue();
      assertThat(TextFiles.latin1(reader)).isEqualTo("before");
      assertThat(reader.next()).isTrue();
      assertThat(reader.tooLong()).isTrue();
      assertThat(reader.fullLength()).isEqualTo(length);
      assertThat(TextFiles.latin1(reader)).isEqualTo("0123456789".repeat(20));
      assertThat(reader.next()).isTrue();
      assertThat(reader.tooLong()).isFalse();
      assertThat(TextFiles.latin1(reader)).isEqualTo("after");
      assertThat(reader.lineNumber()).isEqualTo(3);
      assertThat(reader.next()).isFalse();
      assertThat(reader.buffer().length).isLessThanOrEqualTo(4 << 20);
    }
    assertThat(allocated() - before).as("bytes allocated on the way").isLessThan(16 << 20);
  }

  @Test
  void aByteOrderMarkIsDropped() throws IOException {
    Path file = TextFiles.write(directory.resolve("bom.txt"), "\ufeffthe rain\nfell\n");
    try (LineReader reader = new LineReader(TextFiles.CONF, TextFiles.whole(file), 100)) {
      assertThat(reader.next()).isTrue();
      assertThat(TextFiles.latin1(reader)).isEqualTo("the rain");
    }
    byte[] zipped = TextFiles.gzip(Files.readAllBytes(file));
    assertThat(TextFiles.lines(TextFiles.whole(TextFiles.write(directory.resolve("b.gz"), zipped))))
        .containsExactly("the rain", "fell");
    assertThat(
            TextFiles.lines(
                TextFiles.whole(TextFiles.write(directory.resolve("only.txt"), "\ufeff"))))
        .isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"UTF-16", "UTF-16LE", "UTF-16BE"})
  void utf16IsRefused(String charset) {
    byte[] content = "\ufeffrain\n".getBytes(java.nio.charset.Charset.forName(charset));
    byte[] marked = charset.equals("UTF-16") ? Arrays.copyOfRange(content, 2, 14) : content;
    assertRefused("u.txt", marked, "u.txt is UTF-16", "iconv -f UTF-16");
    assertRefused("u.gz", TextFiles.gzip(marked), "u.gz holds", "UTF-16", "iconv -f UTF-16");
  }

  @ParameterizedTest
  @CsvSource({
    "1f8b0800, is compressed with gzip, .gz",
    "425a6839314159265359, is compressed with bzip2, .bz2",
    "504b0304140000, is a zip archive, Unpack",
    "fd377a585a0000, is compressed with xz, Unpack",
    "28b52ffd0488, is compressed with zstd, .zst",
    "50415231151004, is a Parquet file, --format parquet",
  })
  void whatIsNotTextIsRefusedByItsFirstBytes(String hex, String cause, String fix) {
    assertRefused("a.txt", java.util.HexFormat.of().parseHex(hex), "a.txt", cause, fix);
  }

  @Test
  void textMayBeginWithTheLettersOfACompressedFile() throws IOException {
    Path file = TextFiles.write(directory.resolve("z.txt"), "BZh91 is a name\nPK too");
    assertThat(TextFiles.lines(TextFiles.whole(file))).containsExactly("BZh91 is a name", "PK too");
  }

  @ParameterizedTest
  @ValueSource(strings = {".gz", ".bz2", ".zst"})
  void membersOfACompressedFileAreReadOneAfterTheOther(String suffix) throws IOException {
    byte[] first = "the rain fell\n\non the ".getBytes(StandardCharsets.UTF_8);
    byte[] second = "old barn\nall through the night".getBytes(StandardCharsets.UTF_8);
    byte[] content = TextFiles.concat(pack(suffix).apply(first), pack(suffix).apply(second));
    Path file = TextFiles.write(directory.resolve("two" + suffix), content);

    assertThat(TextFiles.lines(TextFiles.whole(file))).isEqualTo(POEM);
  }

  /** A cut anywhere, and the file is refused: never taken for a shorter text. */
  @ParameterizedTest
  @ValueSource(strings = {".gz", ".bz2", ".zst"})
  void aTruncatedFileIsRefusedWhereverItIsCut(String suffix) {
    byte[] whole = pack(suffix).apply(String.join("\n", POEM).getBytes(StandardCharsets.UTF_8));
    for (int cut = 1; cut < whole.length; cut++) {
      byte[] head = Arrays.copyOf(whole, cut);
      assertRefused("cut-%d%s".formatted(cut, suffix), head, "cut-%d%s:".formatted(cut, suffix));
    }
  }

  @Test
  void aTruncationIsToldWithItsLineAndWhatToDo() {
    Random random = new Random(5);
    StringBuilder text = new StringBuilder();
    for (int line = 0; line < 20_000; line++) {
      text.append(random.nextInt(1_000_000)).append(" drops\n");
    }
    byte[] whole = TextFiles.gzip(text.toString().getBytes(StandardCharsets.UTF_8));
    Path file = TextFiles.write(directory.resolve("t.gz"), Arrays.copyOf(whole, whole.length / 2));

    assertThatThrownBy(() -> TextFiles.lines(TextFiles.whole(file)))
        .isInstanceOf(BadInputException.class)
        .hasMessageMatching(".*/t\\.gz:(9|10)\\d{3}: .* truncated .* Copy it again");
  }

  /** Damage anywhere: refused, or harmless (a name or a time in the header). */
  @ParameterizedTest
  @ValueSource(strings = {".gz", ".bz2", ".zst"})
  void damageIsNeverTakenForText(String suffix) throws IOException {
    byte[] whole = pack(suffix).apply(String.join("\n", POEM).getBytes(StandardCharsets.UTF_8));
    int refused = 0;
    for (int i = 0; i < whole.length; i++) {
      byte[] damaged = whole.clone();
      damaged[i] ^= 0x10;
      Path file = TextFiles.write(directory.resolve("damaged-" + i + suffix), damaged);
      try {
        assertThat(TextFiles.lines(TextFiles.whole(file))).isEqualTo(POEM);
      } catch (BadInputException e) {
        assertThat(e).hasMessageContainingAll("damaged-" + i + suffix + ":", "Copy it again");
        refused++;
      }
    }
    assertThat(refused).isGreaterThan(whole.length - 20);
  }

  @ParameterizedTest
  @ValueSource(strings = {".gz", ".bz2", ".zst"})
  void plainTextUnderACompressedNameIsRefused(String suffix) {
    byte[] text = "the rain fell\n".getBytes(StandardCharsets.UTF_8);
    assertRefused(
        "p" + suffix, text, "p" + suffix + ":1: ", "not compressed as its name says", "rename");
  }

  @Test
  void anEmptyFileHasNoLines() throws IOException {
    Path file = TextFiles.write(directory.resolve("empty.txt"), "");
    assertThat(TextFiles.lines(TextFiles.whole(file))).isEmpty();
    Path packed = TextFiles.write(directory.resolve("empty.gz"), TextFiles.gzip(new byte[0]));
    assertThat(TextFiles.lines(TextFiles.whole(packed))).isEmpty();
    Path newline = TextFiles.write(directory.resolve("newline.txt"), "\n");
    assertThat(TextFiles.lines(TextFiles.whole(newline))).containsExactly("");
  }

  @Test
  void aFileThatIsGoneIsRefused() throws IOException {
    Path file = TextFiles.write(directory.resolve("gone.txt"), "rain");
    TextSplit split = TextFiles.whole(file);
    Files.delete(file);
    assertThatThrownBy(() -> TextFiles.lines(split))
        .isInstanceOf(BadInputException.class)
        .hasMessageContainingAll("gone.txt", "removed", "start again");
  }

  @Test
  void errorsInALaterSplitHaveTheNumberOfTheLineInTheFile() throws IOException {
    StringBuilder text = new StringBuilder();
    IntStream.rangeClosed(1, 500).forEach(i -> text.append("line ").append(i).append('\n'));
    int bad = text.indexOf("line 437\n");
    byte[] content = text.toString().getBytes(StandardCharsets.UTF_8);
    content[bad] = (byte) 0xff;
    InputFile file = TextFiles.input(TextFiles.write(directory.resolve("n.txt"), content));
    for (int start : List.of(1, 100, bad - 1, bad)) {
      TextSplit split = new TextSplit(1, file, start, file.length());
      assertThatThrownBy(
              () ->
                  EncodedText.of(
                      TextFiles.CONF, split, Configs.plain().text(), Configs.vocabulary()))
          .isInstanceOf(BadInputException.class)
          .hasMessageContainingAll("n.txt:437: the line is not valid UTF-8", "iconv");
    }
  }

  private void assertRefused(String name, byte[] content, String... parts) {
    Path file = TextFiles.write(directory.resolve(name), content);
    assertThatThrownBy(() -> TextFiles.lines(TextFiles.whole(file)))
        .as(name)
        .isInstanceOf(BadInputException.class)
        .hasMessageContainingAll(parts);
  }

  private static UnaryOperator<byte[]> pack(String suffix) {
    return switch (suffix) {
      case ".gz" -> TextFiles::gzip;
      case ".bz2" -> TextFiles::bzip2;
      default -> TextFiles::zstd;
    };
  }

  private static long allocated() {
    return ((ThreadMXBean) ManagementFactory.getThreadMXBean())
        .getThreadAllocatedBytes(Thread.currentThread().getId());
  }
}

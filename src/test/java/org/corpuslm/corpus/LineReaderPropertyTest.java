package org.corpuslm.corpus;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.lifecycle.AfterProperty;
import net.jqwik.api.lifecycle.BeforeProperty;

/** However a file is cut, the lines of its pieces are the lines of the file. */
class LineReaderPropertyTest {
  private static final int SAMPLE = 200;

  private Path directory;
  private int files;

  @BeforeProperty
  void makeDirectory() throws IOException {
    directory = Files.createTempDirectory("line-reader");
  }

  @AfterProperty
  void removeDirectory() throws IOException {
    try (var all = Files.list(directory)) {
      for (Path file : all.toList()) {
        Files.delete(file);
      }
    }
    Files.delete(directory);
  }

  /** A line as read: what is held of it, its full length, its number in the file. */
  private record Line(String held, long length, boolean tooLong, long number) {}

  @Property(tries = 400)
  void splitsGiveEveryLineOnceAndInOrder(
      @ForAll("texts") String text,
      @ForAll boolean bom,
      @ForAll @Size(max = 12) List<@IntRange(max = 6000) Integer> cuts,
      @ForAll @IntRange(min = 1, max = 70) int bufferBytes,
      @ForAll("limits") int maxLineBytes)
      throws IOException {
    byte[] content =
        (bom ? "\u00ef\u00bb\u00bf" + text : text).getBytes(StandardCharsets.ISO_8859_1);
    InputFile file = TextFiles.input(TextFiles.write(file(".txt"), content));
    Set<Long> bounds = new TreeSet<>(List.of(0L, file.length()));
    cuts.stream().filter(c -> c < file.length()).forEach(c -> bounds.add((long) c));

    List<Line> lines = new ArrayList<>();
    Long start = null;
    for (long end : bounds) {
      if (start != null) {
        read(new TextSplit(0, file, start, end), maxLineBytes, bufferBytes, lines);
      }
      start = end;
    }

    assertThat(lines).isEqualTo(slowly(text, maxLineBytes));
  }

  @Property(tries = 100)
  void compressedFilesGiveTheSameLines(
      @ForAll("texts") String text,
      @ForAll boolean bzip2,
      @ForAll @IntRange(min = 1, max = 70) int bufferBytes,
      @ForAll("limits") int maxLineBytes)
      throws IOException {
    byte[] content = text.getBytes(StandardCharsets.ISO_8859_1);
    Path file =
        bzip2
            ? TextFiles.write(file(".bz2"), TextFiles.bzip2(content))
            : TextFiles.write(file(".gz"), TextFiles.gzip(content));

    List<Line> lines = new ArrayList<>();
    read(TextFiles.whole(file), maxLineBytes, bufferBytes, lines);

    assertThat(lines).isEqualTo(slowly(text, maxLineBytes));
  }

  @Property
  void plansCoverEveryFileOnce(
      @ForAll @Size(max = 8) List<@IntRange(max = 1000) Integer> lengths,
      @ForAll @IntRange(min = 1, max = 300) int target) {
    List<InputFile> inputs = new ArrayList<>();
    for (int i = 0; i < lengths.size(); i++) {
      inputs.add(new InputFile("f" + i, lengths.get(i), 0, i % 3 != 2));
    }
    List<TextSplit> splits = TextSplit.plan(inputs, target);

    for (InputFile file : inputs) {
      List<TextSplit> mine = splits.stream().filter(s -> s.file().equals(file)).toList();
      long at = 0;
      for (TextSplit split : mine) {
        assertThat(split.start()).isEqualTo(at);
        at = split.end();
        assertThat(split.end() - split.start() < 2L * target || !file.splittable()).isTrue();
      }
      assertThat(at).isEqualTo(file.length());
      assertThat(file.splittable() || mine.size() == 1).isTrue();
    }
    assertThat(splits.stream().map(TextSplit::index))
        .isEqualTo(java.util.stream.IntStream.range(0, splits.size()).boxed().toList());
  }

  private Path file(String suffix) {
    return directory.resolve(files++ + suffix);
  }

  private static void read(TextSplit split, int maxLineBytes, int bufferBytes, List<Line> to)
      throws IOException {
    long before = LineNumbers.before(TextFiles.CONF, split);
    try (LineReader reader = new LineReader(TextFiles.CONF, split, maxLineBytes, bufferBytes)) {
      while (reader.next()) {
        to.add(
            new Line(
                TextFiles.latin1(reader),
                reader.fullLength(),
                reader.tooLong(),
                before + reader.lineNumber()));
      }
      assertThat(reader.next()).as("the end stays the end").isFalse();
    }
  }

  private static List<Line> slowly(String text, int maxLineBytes) {
    List<Line> lines = new ArrayList<>();
    String rest = text;
    while (!rest.isEmpty()) {
      int end = rest.indexOf('\n');
      String line = end < 0 ? rest : rest.substring(0, end);
      rest = end < 0 ? "" : rest.substring(end + 1);
      boolean tooLong = line.length() > maxLineBytes;
      String held = tooLong ? line.substring(0, Math.min(SAMPLE, line.length())) : line;
      lines.add(new Line(held, line.length(), tooLong, lines.size() + 1));
    }
    return lines;
  }

  /** Lines of any length, many of them empty, with and without a newline at the end. */
  @Provide
  Arbitrary<String> texts() {
    Arbitrary<String> line =
        Arbitraries.frequencyOf(
                Tuple.of(3, Arbitraries.just(0)),
                Tuple.of(6, Arbitraries.integers().between(1, 40)),
                Tuple.of(1, Arbitraries.integers().between(41, 2000)))
            .flatMap(
                length ->
                    Arbitraries.strings()
                        .withChars("ab \r\0\u00c3\u00a9")
                        .ofLength(length)
                        .edgeCases(c -> c.none()));
    return line.list()
        .ofMaxSize(20)
        .map(lines -> String.join("\n", lines))
        .flatMap(text -> Arbitraries.of(text, text + "\n"))
        .filter(LineReaderPropertyTest::isText);
  }

  /** Few characters, NUL and carriage return among them, may look like another encoding. */
  private static boolean isText(String text) {
    return Stream.of(text, "\u00ef\u00bb\u00bf" + text)
        .map(t -> t.getBytes(StandardCharsets.ISO_8859_1))
        .allMatch(b -> FileStart.complaint(b, Math.min(b.length, FileStart.BYTES)) == null);
  }

  @Provide
  Arbitrary<Integer> limits() {
    return Arbitraries.of(1, 10, 39, 200, 201, 1000, 1 << 20);
  }
}

package org.corpuslm.corpus;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.corpuslm.fuzz.MemoryFileSystem;
import org.corpuslm.runtime.BadInputException;
import org.corpuslm.runtime.Cluster;
import org.corpuslm.runtime.LocalCluster;
import org.corpuslm.runtime.OutputDirectory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Bytes that are no text, at any place, and files that do not stay as they are. */
class BadBytesTest {
  private static final String TEXT = "the rain\r\nfell \n\non the\told barn\ncaf\u00e9";

  private static final Configuration CONF = MemoryFileSystem.configuration();

  @TempDir private Path root;

  /** One line is set aside, under its number; all others are as they were. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "ff",
        "c0",
        "c080",
        "e08080",
        "f0808080", // never, or overlong
        "eda080",
        "edbfbf",
        "eda0bdedb880", // surrogates, also in pairs as CESU-8 has them
        "f4908080",
        "f8888080", // beyond U+10FFFF
        "c3",
        "e282",
        "f09f98",
        "80" // cut short
      })
  void invalidUtf8AtEveryPlace(String hex) throws IOException {
    byte[] text = TEXT.getBytes(StandardCharsets.UTF_8);
    byte[] bad = HexFormat.of().parseHex(hex);
    Configs.Builder config = new Configs.Builder();
    config.quarantine = true;
    for (int at = 0; at <= text.length; at++) {
      byte[] content =
          TextFiles.concat(Arrays.copyOf(text, at), bad, Arrays.copyOfRange(text, at, text.length));
      int line = 1;
      for (int i = 0; i < at; i++) {
        line += text[i] == '\n' ? 1 : 0;
      }
      List<Long> numbers = new ArrayList<>();
      LineStats all = new LineStats();
      InputFile file =
          new InputFile(MemoryFileSystem.put("/bad.txt", content), content.length, 0, true);
      for (TextSplit split : TextSplit.plan(List.of(file), 9)) {
        LineStats tally = CheckedLines.of(config.build()).read(CONF, split, new Nothing());
        long before = LineNumbers.before(CONF, split);
        tally.samples.forEach(s -> numbers.add(before + s.line()));
        all.add(tally);
      }
      assertThat(numbers).as("%s at %d", hex, at).containsExactly((long) line);
      assertThat(all.lines).isEqualTo(5);
      assertThat(all.kept).isEqualTo(4);
      assertThat(all.quarantined).isEqualTo(Map.of(BadLine.INVALID_UTF8, 1L));
    }
  }

  private static final class Nothing implements CheckedLines.Sink {
    @Override
    public boolean begin(byte[] buf, int off, int len) {
      return true;
    }

    @Override
    public void token(byte[] buf, int off, int len) {}

    @Override
    public void end() {}
  }

  /**
   * Samples are shown on terminals: without anything that moves a cursor or turns letters around.
   */
  @Test
  void samplesArePrintable() throws IOException {
    byte[] content = "a\u001b[2J\u0085b\u202ec\u009bd <s>\n".getBytes(StandardCharsets.UTF_8);
    InputFile file =
        new InputFile(MemoryFileSystem.put("/esc.txt", content), content.length, 0, true);
    Configs.Builder config = new Configs.Builder();
    config.quarantine = true;
    TextSplit split = new TextSplit(0, file, 0, content.length);
    LineStats tally = CheckedLines.of(config.build()).read(CONF, split, new Nothing());
    assertThat(tally.samples.get(0).sample()).isEqualTo("a·[2J·b·c·d <s>");
  }

  /** Whoever appends to the text meanwhile: it is refused, or it is the text of the beginning. */
  @Test
  void aFileThatGrowsWhileItIsRead() throws Exception {
    Path text = root.resolve("log.txt");
    Files.writeString(text, "one two\n".repeat(20_000));
    Thread writer =
        new Thread(
            () -> {
              try (var out =
                  Files.newBufferedWriter(text, java.nio.file.StandardOpenOption.APPEND)) {
                while (!Thread.interrupted()) {
                  out.write("three\n");
                  out.flush();
                }
              } catch (IOException e) {
                return; // interrupted in the middle of it
              }
            });
    int refused = 0;
    try (Cluster cluster = LocalCluster.open("growing-test")) {
      writer.start();
      for (int run = 0; run < 5; run++) {
        try (OutputDirectory output =
            OutputDirectory.create(cluster.hadoop(), root.resolve("out" + run).toString(), false)) {
          new Prepare(cluster, Configs.of(text).build()).run(output);
        } catch (BadInputException e) {
          assertThat(e).hasMessageContainingAll(text.toString(), "changed", "start again");
          refused++;
        }
      }
    } finally {
      writer.interrupt();
      writer.join(10_000);
    }
    assertThat(refused).as("of 5 runs over a file that is being written").isEqualTo(5);
  }

  /** More files than there may be tasks go together, and nothing gets lost between them. */
  @Test
  void manySmallFilesGoTogether() {
    List<TextSplit> pieces = new ArrayList<>();
    for (int i = 0; i < 10_000; i++) {
      pieces.add(new TextSplit(i, new InputFile("f" + i, i % 50, 0, true), 0, i % 50));
    }
    List<RoleSplit> splits = RoleSplit.plan(HoldoutSplit.Part.TRAIN, pieces, 100_000);
    assertThat(splits).hasSizeBetween(10, 12);
    assertThat(splits.stream().flatMap(s -> s.texts().stream()).toList()).isEqualTo(pieces);
    List<RoleSplit> few = RoleSplit.plan(HoldoutSplit.Part.TRAIN, pieces.subList(0, 4096), 100_000);
    assertThat(few).hasSize(4096).allMatch(s -> s.texts().size() == 1);
    assertThat(RoleSplit.plan(HoldoutSplit.Part.TRAIN, pieces, 1)).hasSizeGreaterThan(9000);
    assertThat(RoleSplit.plan(HoldoutSplit.Part.TRAIN, List.of(), 1)).isEmpty();
  }
}

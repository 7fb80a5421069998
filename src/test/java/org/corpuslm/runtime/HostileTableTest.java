package org.corpuslm.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.apache.commons.codec.digest.DigestUtils;
import org.apache.hadoop.conf.Configuration;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.core.config.Configurator;
import org.corpuslm.fuzz.MemoryFileSystem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Tables with a right checksum over wrong content: whoever can write both writes what they like.
 */
class HostileTableTest {
  private static final Configuration CONF = MemoryFileSystem.configuration();
  private static final int ROWS = 40;

  @TempDir private Path root;

  private byte[] table() throws IOException {
    Configuration local = new Configuration();
    Path directory = root.resolve("table");
    try (OutputDirectory output = OutputDirectory.create(local, directory.toString(), false)) {
      try (TableWriter table =
          new TableWriter(output.driverTask(), output.staging(), "t/rows.parquet", columns())) {
        for (int i = 0; i < ROWS; i++) {
          table.put(0, i);
          table.put(1, (long) i * i);
          table.put(2, i / 2.0);
          table.put(3, i % 5 == 0 ? null : ("w" + i).getBytes(StandardCharsets.UTF_8));
          table.endRow();
        }
        output.accept(table.finish());
      }
      output.publish("table", Map.of(), List.of(), Map.of());
    }
    return Files.readAllBytes(directory.resolve("t/rows.parquet"));
  }

  private static Columns columns() {
    return new Columns().word("a").int64("b").float64("c").text("d");
  }

  /** Large and negative lengths, as bytes, words and variable-length numbers, over every place. */
  @ParameterizedTest
  @ValueSource(strings = {"ff", "00", "ffffff7f", "7fffffff", "ffffffff07", "ffffffffffffffffff01"})
  void anyLengthAnywhere(String hex) throws IOException {
    Configurator.setLevel("org.apache.parquet", Level.OFF);
    byte[] good = table();
    byte[] bad = HexFormat.of().parseHex(hex);
    int refused = 0;
    for (int at = 0; at + bad.length <= good.length; at++) {
      byte[] content = good.clone();
      System.arraycopy(bad, 0, content, at, bad.length);
      refused += isRead(content, ROWS, 100) ? 0 : 1;
    }
    assertThat(refused).isGreaterThan(50);
  }

  @Test
  void figuresThatDoNotFit() throws IOException {
    byte[] good = table();
    assertThat(isRead(good, ROWS, 100)).isTrue();
    assertThat(isRead(good, ROWS, ROWS)).isTrue();
    assertThat(isRead(good, ROWS, ROWS - 1)).as("a word beyond the vocabulary").isFalse();
    assertThat(isRead(good, ROWS + 1, 100)).as("one row less than promised").isFalse();
    assertThat(isRead(good, Integer.MAX_VALUE, 100)).isFalse();
    assertThat(isRead(good, -1, 100)).isFalse();
  }

  /**
   * Returns whether the table is read to its end; any outcome but that and a refusal fails the
   * test.
   */
  private static boolean isRead(byte[] content, long rows, long words) throws IOException {
    String path = MemoryFileSystem.put("/hostile.parquet", content);
    PublishedFile file =
        new PublishedFile("hostile.parquet", content.length, rows, DigestUtils.sha256Hex(content));
    int read = 0;
    try (TableReader table = new TableReader(CONF, path, file, columns(), words)) {
      while (table.next()) {
        assertThat(table.int32(0)).isBetween(0, (int) words - 1);
        read++;
      }
    } catch (BadInputException | IOException e) {
      return false;
    }
    assertThat(read).isEqualTo((int) rows);
    return true;
  }
}

package org.corpuslm.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tables come back as they were written, over pages and row groups. */
class TableTest {
  private static final int PAGE = TableWriter.PAGE_ROWS;

  private final Configuration conf = new Configuration();

  @TempDir private Path root;

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 7, PAGE - 1, PAGE, PAGE + 1, 3 * PAGE + 5})
  void rowsOfAnyNumberComeBack(int rows) throws IOException {
    Published published = write(rows, 20);
    PublishedFile file = published.only("t");
    assertThat(file.rows()).isEqualTo(rows);
    SplittableRandom random = new SplittableRandom(rows);
    try (TableReader table = new TableReader(conf, published, file, columns())) {
      for (int i = 0; i < rows; i++) {
        assertThat(table.next()).isTrue();
        assertThat(table.int32(0)).isEqualTo(number(random, i).intValue());
        assertThat(table.int64(1)).isEqualTo(number(random, i));
        assertThat(table.float64(2))
            .isEqualTo(Double.valueOf(Double.longBitsToDouble(number(random, i))));
        assertThat(table.text(3)).isEqualTo(text(random, 20));
      }
      assertThat(table.next()).isFalse();
      assertThat(table.next()).isFalse();
    }
  }

  @Test
  void rowGroupsFollowEachOther() throws IOException {
    int rows = 3 * PAGE;
    Published published = write(rows, 3000);
    PublishedFile file = published.only("t");
    assertThat(file.bytes()).as("more than one row group").isGreaterThan(32L << 20);
    SplittableRandom random = new SplittableRandom(rows);
    try (TableReader table = new TableReader(conf, published, file, columns())) {
      for (int i = 0; i < rows; i++) {
        assertThat(table.next()).isTrue();
        for (int skipped = 0; skipped < 3; skipped++) {
          number(random, i);
        }
        byte[] expected = text(random, 3000);
        if (i % 1000 == 0) {
          assertThat(table.text(3)).isEqualTo(expected);
        }
      }
      assertThat(table.next()).isFalse();
    }
  }

  @Test
  void otherColumnsAreRefused() throws IOException {
    Published published = write(3, 20);
    assertThatThrownBy(
            () ->
                new TableReader(
                    conf, published, published.only("t"), new Columns().int32("id").int64("n")))
        .isInstanceOf(BadInputException.class)
        .hasMessageContainingAll("rows.parquet", "other columns");
  }

  /** A bit anywhere in the file: the checksum comes before any decoding. */
  @Test
  void damageAnywhereIsRefused() throws IOException {
    Published published = write(50, 20);
    PublishedFile file = published.only("t");
    Path path = Path.of(published.at(file).substring("file:".length()));
    byte[] good = Files.readAllBytes(path);
    for (int i = 0; i < good.length; i += 41) {
      byte[] bad = good.clone();
      bad[i] ^= 1;
      Files.write(path, bad);
      assertThatThrownBy(() -> new TableReader(conf, published, file, columns()))
          .isInstanceOf(BadInputException.class)
          .hasMessageContainingAll(path.toString(), "damaged", "make its directory again");
    }
  }

  private static Columns columns() {
    return new Columns().int32("a").int64("b").float64("c").text("d");
  }

  private Published write(int rows, int longest) throws IOException {
    SplittableRandom random = new SplittableRandom(rows);
    try (OutputDirectory output =
        OutputDirectory.create(conf, root.resolve("table").toString(), false)) {
      try (TableWriter table =
          new TableWriter(output.driverTask(), output.staging(), "t/rows.parquet", columns())) {
        for (int i = 0; i < rows; i++) {
          table.put(0, number(random, i).intValue());
          table.put(1, number(random, i));
          table.put(2, Double.longBitsToDouble(number(random, i)));
          table.put(3, text(random, longest));
          table.endRow();
        }
        assertThat(table.rows()).isEqualTo(rows);
        output.accept(table.finish());
      }
      return output.publish("table", Map.of(), List.of(), Map.of());
    }
  }

  /** Anything, the extremes included. */
  private static Long number(SplittableRandom random, int row) {
    long value = random.nextLong();
    return switch (row % 5) {
      case 0 -> Long.MIN_VALUE;
      case 1 -> Long.MAX_VALUE;
      case 2 -> value >>> 40;
      default -> value;
    };
  }

  private static byte[] text(SplittableRandom random, int longest) {
    int length = random.nextInt(longest);
    return length % 7 == 0 ? null : "\u00e9".repeat(length / 2).getBytes(StandardCharsets.UTF_8);
  }
}

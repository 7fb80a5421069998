package org.corpuslm.cli.output;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToLongFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.corpuslm.runtime.PublishedFile;

/**
 * Sizes of the shards of a count store or a model, without unigrams, which all shards share.
 *
 * @param bytes spread of the sizes in bytes
 * @param records spread of the numbers of n-grams, and of contexts of a model
 * @param shards every shard
 */
public record ShardBalance(Spread bytes, Spread records, List<Shard> shards) {
  private static final Pattern IN_SHARD = Pattern.compile("(.*)/shard=([0-9]+)/.*");

  /** Size of one shard. */
  public record Shard(int shard, long bytes, long records) {
    private Shard plus(Shard other) {
      return new Shard(shard, bytes + other.bytes, records + other.records);
    }
  }

  /**
   * Smallest, mean and largest size.
   *
   * @param ratio largest divided by mean size; 1 if all are equal
   */
  public record Spread(long min, double mean, long max, double ratio) {
    private static Spread of(List<Shard> shards, ToLongFunction<Shard> size) {
      var all = shards.stream().mapToLong(size).summaryStatistics();
      double ratio = all.getMax() == 0 ? 1 : all.getMax() / all.getAverage();
      return new Spread(all.getMin(), all.getAverage(), all.getMax(), ratio);
    }
  }

  /** Returns the balance of the files of a directory; null if it has no shards. */
  public static ShardBalance of(List<PublishedFile> files) {
    Map<Integer, Shard> shards = new TreeMap<>();
    for (PublishedFile f : files) {
      Matcher m = IN_SHARD.matcher(f.path());
      if (m.matches() && !m.group(1).endsWith("order=1")) {
        int shard = Integer.parseInt(m.group(2));
        shards.merge(shard, new Shard(shard, f.bytes(), f.rows()), Shard::plus);
      }
    }
    List<Shard> all = List.copyOf(shards.values());
    return all.isEmpty()
        ? null
        : new ShardBalance(Spread.of(all, Shard::bytes), Spread.of(all, Shard::records), all);
  }

  /** Returns the spreads as a table. */
  public TextTable table() {
    TextTable table =
        new TextTable(shards.size() + " shards", "smallest", "mean", "largest", "largest/mean");
    row(table, "bytes", bytes);
    row(table, "records", records);
    return table;
  }

  private static void row(TextTable table, String name, Spread s) {
    table.row(
        name,
        "%,d".formatted(s.min()),
        "%,.0f".formatted(s.mean()),
        "%,d".formatted(s.max()),
        "%.3f".formatted(s.ratio()));
  }

  /** Returns a row per shard. */
  public TextTable eachShard() {
    TextTable table = new TextTable("shard", "bytes", "records", "records/mean");
    for (Shard s : shards) {
      table.row(
          String.valueOf(s.shard()),
          "%,d".formatted(s.bytes()),
          "%,d".formatted(s.records()),
          "%.3f".formatted(s.records() / Math.max(1, records.mean())));
    }
    return table;
  }
}

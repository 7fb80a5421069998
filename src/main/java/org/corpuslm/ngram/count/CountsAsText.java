package org.corpuslm.ngram.count;

import java.io.IOException;
import java.io.OutputStream;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.zip.GZIPOutputStream;
import org.apache.hadoop.conf.Configuration;
import org.corpuslm.corpus.Vocabulary;
import org.corpuslm.runtime.BroadcastHandle;
import org.corpuslm.runtime.ByteSink;
import org.corpuslm.runtime.Cluster;
import org.corpuslm.runtime.OutputDirectory;
import org.corpuslm.runtime.Published;
import org.corpuslm.runtime.StagedOutput;
import org.corpuslm.runtime.Staging;
import org.corpuslm.runtime.TableReader;

/**
 * Writes the raw counts of a store as text lines: n-gram, tab, count. The driver writes one file
 * like SRILM's {@code ngram-count -write}; or tasks write directories laid out like Google's Web
 * 1T, one file per order and shard. All unigrams are written, even those with count 0; {@code <s>}
 * has the number of sentences as its count.
 */
public final class CountsAsText {
  /** Kind of a directory in the layout of Web 1T. */
  public static final String KIND = "counts-text";

  private static final int FLUSH = 1 << 16;

  private final CountStore store;

  /** Prepares to write the counts of a store. */
  public CountsAsText(CountStore store) {
    this.store = store;
  }

  /**
   * Writes all n-grams into one stream: shorter n-grams first, each order in the order of the
   * store. Does not close the stream.
   *
   * @return number of lines
   */
  public long write(Configuration conf, OutputStream out) throws IOException {
    Vocabulary vocabulary = store.vocabulary(conf);
    int shards = store.sharding(conf, vocabulary).allShards();
    long lines = unigrams(conf, vocabulary, ids(vocabulary), Marks.SRILM, out);
    for (int k = 2; k <= store.facts().order(); k++) {
      for (int shard = 0; shard < shards; shard++) {
        lines += ngrams(conf, vocabulary, k, shard, Marks.SRILM, out);
      }
    }
    return lines;
  }

  private static List<Integer> ids(Vocabulary vocabulary) {
    return IntStream.range(0, vocabulary.size()).boxed().toList();
  }

  /** Spelling of the sentence marks. */
  private enum Marks {
    SRILM,
    GOOGLE;

    void put(int id, Vocabulary vocabulary, ByteSink line) {
      if (this == GOOGLE && (id == Vocabulary.BOS || id == Vocabulary.EOS)) {
        byte[] mark = (id == Vocabulary.BOS ? "<S>" : "</S>").getBytes(StandardCharsets.US_ASCII);
        line.put(mark, 0, mark.length);
      } else {
        vocabulary.write(id, line);
      }
    }
  }

  private static void end(ByteSink line, long count, OutputStream out) throws IOException {
    byte[] number = ("\t" + count + "\n").getBytes(StandardCharsets.US_ASCII);
    line.put(number, 0, number.length);
    if (line.size() > FLUSH) {
      line.drainTo(out);
    }
  }

  private long unigrams(
      Configuration conf, Vocabulary vocabulary, List<Integer> ids, Marks marks, OutputStream out)
      throws IOException {
    double[] counts = store.unigrams(conf).raw();
    ByteSink line = new ByteSink(2 * FLUSH);
    for (int id : ids) {
      marks.put(id, vocabulary, line);
      end(line, count(counts, id), out);
    }
    line.drainTo(out);
    return ids.size();
  }

  private long count(double[] counts, int id) {
    return id == Vocabulary.BOS ? store.facts().sentences() : (long) counts[id];
  }

  private long ngrams(
      Configuration conf, Vocabulary vocabulary, int k, int shard, Marks marks, OutputStream out)
      throws IOException {
    long lines = 0;
    ByteSink line = new ByteSink(2 * FLUSH);
    try (TableReader table = store.table(conf, k, shard)) {
      while (table.next()) {
        for (int w = 0; w < k; w++) {
          if (w > 0) {
            line.put(' ');
          }
          marks.put(table.int32(w), vocabulary, line);
        }
        end(line, table.int64(k), out);
        lines++;
      }
    }
    line.drainTo(out);
    return lines;
  }

  /** One file of n-grams. */
  private record Part(int order, int shard) implements Serializable {}

  /** Writes the layout of Web 1T and publishes it. */
  public Published writeGoogle(Cluster cluster, OutputDirectory output) {
    Configuration conf = cluster.hadoop();
    Vocabulary vocabulary = store.vocabulary(conf);
    BroadcastHandle<Vocabulary> words = cluster.broadcast(vocabulary);
    String path = store.directory().path();
    Staging staging = output.staging();
    try {
      output.accept(unigrams(output, vocabulary, "vocab.gz", byWord(vocabulary)));
      output.accept(unigrams(output, vocabulary, "vocab_cs.gz", byCount(conf, vocabulary)));
    } catch (IOException e) {
      throw new IllegalStateException("cannot write " + output.path(), e);
    }
    output.write("1gms/total", store.facts().tokens() + store.facts().sentences() + "\n");
    int shards = store.sharding(conf, vocabulary).allShards();
    List<Part> parts = new ArrayList<>();
    for (int k = 2; k <= store.facts().order(); k++) {
      for (int shard = 0; shard < shards; shard++) {
        parts.add(new Part(k, shard));
      }
    }
    List<Staging.StagedFile> files =
        cluster.map(
            "export-counts",
            parts,
            (part, task) -> {
              int k = part.order();
              String file = "%dgms/%dgm-%04d.gz".formatted(k, k, part.shard());
              CountsAsText text = new CountsAsText(CountStore.open(task.hadoop(), path));
              StagedOutput staged = new StagedOutput(task, staging, file);
              long lines;
              try (OutputStream out = new GZIPOutputStream(staged, FLUSH)) {
                lines =
                    text.ngrams(task.hadoop(), words.value(), k, part.shard(), Marks.GOOGLE, out);
              }
              return staged.finished(lines);
            });
    output.acceptAll(files);
    return output.publish(
        KIND,
        Map.of("counts", path, "format", "google"),
        List.of(store.directory().asInput()),
        Map.of("order", store.facts().order(), "sentences", store.facts().sentences()));
  }

  private Staging.StagedFile unigrams(
      OutputDirectory output, Vocabulary vocabulary, String name, List<Integer> ids)
      throws IOException {
    StagedOutput staged = new StagedOutput(output.driverTask(), output.staging(), "1gms/" + name);
    long lines;
    try (OutputStream out = new GZIPOutputStream(staged, FLUSH)) {
      lines = unigrams(output.driverTask().hadoop(), vocabulary, ids, Marks.GOOGLE, out);
    }
    return staged.finished(lines);
  }

  private static List<Integer> byWord(Vocabulary vocabulary) {
    return ids(vocabulary).stream()
        .sorted((a, b) -> Arrays.compareUnsigned(vocabulary.bytes(a), vocabulary.bytes(b)))
        .toList();
  }

  private List<Integer> byCount(Configuration conf, Vocabulary vocabulary) {
    double[] counts = store.unigrams(conf).raw();
    return byWord(vocabulary).stream()
        .sorted(Comparator.comparingLong((Integer id) -> count(counts, id)).reversed())
        .toList();
  }
}

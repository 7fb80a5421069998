package org.corpuslm.ngram.count;

import java.util.ArrayList;
import java.util.List;
import org.apache.commons.codec.digest.DigestUtils;
import org.apache.hadoop.conf.Configuration;
import org.corpuslm.corpus.InputFile;
import org.corpuslm.corpus.TextSplit;
import org.corpuslm.corpus.Vocabulary;
import org.corpuslm.corpus.VocabularyFile;
import org.corpuslm.corpus.VocabularyOrigin;
import org.corpuslm.corpus.WordCounts;
import org.corpuslm.runtime.BadInputException;
import org.corpuslm.runtime.BroadcastHandle;
import org.corpuslm.runtime.Cluster;
import org.corpuslm.runtime.Manifest;
import org.corpuslm.runtime.MemoryBudget;
import org.corpuslm.runtime.OutputDirectory;
import org.corpuslm.runtime.Published;
import org.corpuslm.runtime.RunMetrics;
import org.corpuslm.runtime.Staging;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Builds a count store from counts as text, as SRILM's {@code ngram-count -write} and Google's Web
 * 1T have them. The result equals the store counted from the text itself. Shorter n-grams are
 * derived from those of the highest order and from sentence beginnings; where the files list them
 * too, their sums must agree.
 */
public final class FromCounts {
  private static final Logger LOG = LoggerFactory.getLogger(FromCounts.class);
  private static final long SPLIT_BYTES = 32L << 20;
  private static final int MAX_PARTITIONS = 256;

  private final Cluster cluster;
  private final FromCountsConfig config;
  private final long splitBytes;

  /** Prepares to build; {@code config} names the files. */
  public FromCounts(Cluster cluster, FromCountsConfig config) {
    this(cluster, config, SPLIT_BYTES);
  }

  /** Reads files in splits of {@code splitBytes} bytes. */
  FromCounts(Cluster cluster, FromCountsConfig config, long splitBytes) {
    this.cluster = cluster;
    this.config = config;
    this.splitBytes = splitBytes;
  }

  /** Returns the files of counts with their sizes, for the manifest. */
  public static List<Manifest.Input> inputs(Configuration conf, FromCountsConfig config) {
    return CountFiles.resolve(conf, config.files()).stream().map(InputFile::asInput).toList();
  }

  /**
   * Builds the store into {@code output} and publishes it.
   *
   * @throws BadInputException if the files do not hold counts, or their counts contradict each
   *     other
   */
  public Published run(OutputDirectory output) {
    List<InputFile> files = CountFiles.resolve(cluster.hadoop(), config.files());
    List<TextSplit> splits = TextSplit.plan(files, splitBytes);
    CountFiles.Outline outline =
        cluster
            .map(
                "count: outline of %d files".formatted(files.size()),
                splits,
                (split, task) -> CountFiles.outline(task.hadoop(), split))
            .stream()
            .reduce(new CountFiles.Outline(), CountFiles.Outline::plus);
    int order = order(outline);
    Vocabulary vocabulary = vocabulary(splits, order, outline);
    long sentences = vocabulary.count(Vocabulary.EOS);
    if (sentences == 0) {
      throw new BadInputException(
          names()
              + ": no n-gram ends in </s>, so no sentence can end. Count sentences with <s> and"
              + " </s> (ngram-count does so by itself)");
    }
    long tokens = -sentences;
    for (int id = 0; id < vocabulary.size(); id++) {
      tokens += id == Vocabulary.BOS ? 0 : vocabulary.count(id);
    }
    int shards = config.shards() > 0 ? config.shards() : ShardLimits.defaultShards(tokens);
    CountDemand.of(order, shards, tokens)
        .check(cluster.memory().beside(MemoryBudget.vocabulary(vocabulary.size(), 0)));
    Sharding sharding = WordPacking.pack(vocabulary, shards, Sharding.SPLIT_ABOVE);
    List<ShardWriter.Result> results =
        exchange(splits, order, outline, vocabulary, sharding, tokens, output.staging());
    StoreStats totals = StoreStats.stated(order, outline, sentences, names());
    List<CountFacts.OrderFacts> orders = totals.accept(output, results);
    List<Manifest.Input> inputs = inputs(cluster.hadoop(), config);
    long counted = orders.get(0).total();
    CountFacts facts =
        new CountFacts(
            order,
            shards,
            Sharding.SPLIT_ABOVE,
            counted,
            sentences,
            orders,
            config.text(),
            VocabularyOrigin.COUNTS,
            List.of(
                new CountFacts.Part(
                    names(), DigestUtils.sha256Hex(inputs.toString()), counted, sentences, 0)));
    cluster.figures().add(RunMetrics.Figure.TOKENS_COUNTED, (double) counted);
    VocabularyFile.write(output, vocabulary);
    sharding.write(output);
    return output.publish(CountNgrams.KIND, config, inputs, facts);
  }

  private String names() {
    return String.join(", ", config.files());
  }

  private int order(CountFiles.Outline outline) {
    int longest = outline.order();
    int order = config.order() == 0 ? longest : config.order();
    if (longest == 0) {
      throw new BadInputException(
          names() + " holds no counts; a line is an n-gram, a tab and its count");
    }
    if (!outline.has(order)) {
      throw new BadInputException(
          "--order is %d, but %s holds no n-grams of that length; the longest have %d words"
              .formatted(order, names(), longest));
    }
    for (int k = 2; k < order; k++) {
      if (!outline.has(k)) {
        LOG.warn(
            "{}: no n-grams of order {}; they follow from longer ones, but sentences of fewer than"
                + " {} words, which have none, are missing",
            names(),
            k,
            order - 1);
      }
    }
    return order;
  }

  private Vocabulary vocabulary(List<TextSplit> splits, int order, CountFiles.Outline outline) {
    int partitions = Math.min(MAX_PARTITIONS, Math.max(1, splits.size() / 4));
    List<byte[]> merged =
        cluster.exchange(
            "count: words",
            splits,
            (split, task) ->
                new CountRuns(order, outline)
                    .words(task.hadoop(), split)
                    .blocks(partitions)
                    .iterator(),
            partitions,
            (partition, blocks, task) -> WordCounts.merge(blocks));
    long memory = Math.min(Runtime.getRuntime().maxMemory(), cluster.memoryPerExecutor());
    return WordCounts.rank(merged, config.unk(), memory);
  }

  private List<ShardWriter.Result> exchange(
      List<TextSplit> splits,
      int order,
      CountFiles.Outline outline,
      Vocabulary vocabulary,
      Sharding sharding,
      long tokens,
      Staging staging) {
    BroadcastHandle<Vocabulary> words = cluster.broadcast(vocabulary);
    BroadcastHandle<Sharding> shared = cluster.broadcast(sharding);
    return new CountExchange(order, vocabulary.size(), shared, staging)
        .run(
            cluster.exchange(
                "count: n-grams of order 1 to " + order,
                new ArrayList<>(splits),
                (split, task) ->
                    new CountRuns(order, outline)
                        .of(task.hadoop(), split, words.value(), shared.value())),
            sharding.tasks(tokens, cluster.slots()),
            CountExchange.ofRuns(order));
  }
}

package org.corpuslm.ngram.arpa;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.hadoop.conf.Configuration;
import org.corpuslm.corpus.InputFile;
import org.corpuslm.corpus.InputFiles;
import org.corpuslm.corpus.LineReader;
import org.corpuslm.corpus.TextSplit;
import org.corpuslm.corpus.Vocabulary;
import org.corpuslm.corpus.VocabularyFile;
import org.corpuslm.ngram.count.ShardLimits;
import org.corpuslm.ngram.count.Sharding;
import org.corpuslm.ngram.model.NgramModelOutput;
import org.corpuslm.ngram.model.NgramShardWriter;
import org.corpuslm.ngram.model.ShardRows;
import org.corpuslm.runtime.BadInputException;
import org.corpuslm.runtime.BroadcastHandle;
import org.corpuslm.runtime.Cluster;
import org.corpuslm.runtime.Manifest;
import org.corpuslm.runtime.OutputDirectory;
import org.corpuslm.runtime.Published;
import org.corpuslm.runtime.Staging;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Imports the ARPA file of any tool as an n-gram model. The driver reads the unigrams; tasks find
 * the sections in pieces of the file and send the n-grams through one shuffle to their shards.
 * Contexts that a back-off model needs but the file does not list are added with back-off weight 1.
 * Memory: the vocabulary everywhere, and in tasks one shard at a time ({@link ShardRows}).
 */
public final class ArpaImport {
  private static final Logger LOG = LoggerFactory.getLogger(ArpaImport.class);
  private static final long SPLIT_BYTES = 32L << 20;
  private static final double SUM_TOLERANCE = 1e-3;

  /** Name of the parameter with the number of log10 probabilities above 0, which count as 0. */
  public static final String POSITIVE = "positiveLogProbs";

  /** Name of the parameter with the largest log10 probability above 0. */
  public static final String LARGEST_POSITIVE = "largestPositiveLogProb";

  private final Cluster cluster;
  private final ImportConfig config;
  private final long splitBytes;

  /** Prepares to import; {@code config} names the file. */
  public ArpaImport(Cluster cluster, ImportConfig config) {
    this(cluster, config, SPLIT_BYTES);
  }

  /** Reads the file in splits of {@code splitBytes} bytes. */
  ArpaImport(Cluster cluster, ImportConfig config, long splitBytes) {
    this.cluster = cluster;
    this.config = config;
    this.splitBytes = splitBytes;
  }

  /**
   * Returns the file to import, with its size.
   *
   * @throws BadInputException if the option does not name exactly one file
   */
  public static InputFile file(Configuration conf, ImportConfig config) {
    List<InputFile> files = InputFiles.find(conf, List.of(config.arpa())).files();
    if (files.size() != 1) {
      throw new BadInputException(
          "--arpa %s means %d files; give one".formatted(config.arpa(), files.size()));
    }
    return files.get(0);
  }

  /**
   * Imports into {@code output} and publishes the model.
   *
   * @throws BadInputException if the file is not a complete ARPA file
   */
  public Published run(OutputDirectory output) {
    Configuration conf = cluster.hadoop();
    InputFile file = file(conf, config);
    ArpaHead head = head(conf, file, config);
    List<TextSplit> splits = TextSplit.plan(List.of(file), splitBytes);
    ArpaOutline outline =
        ArpaOutline.of(
            head,
            cluster.map(
                "import-arpa: sections",
                splits,
                (split, task) -> ArpaOutline.scan(task.hadoop(), split)));
    boolean own = config.vocabulary().isEmpty();
    ArpaVocabulary words =
        own ? ArpaVocabulary.of(head, config) : ArpaVocabulary.of(head, config, conf);
    checkSum(head, words);
    int order = head.order();
    long rows = head.sizes().stream().mapToLong(Long::longValue).sum();
    int shards = config.shards() > 0 ? config.shards() : ShardLimits.defaultShards(rows);
    for (int k = 2; k <= order; k++) {
      ShardLimits.checkShards(head.sizes().get(k - 1), k, shards);
    }
    List<Manifest.Input> inputs = new ArrayList<>(List.of(file.asInput()));
    if (own) {
      VocabularyFile.write(output, words.vocabulary());
    } else {
      Published from = Published.open(conf, config.vocabulary());
      VocabularyFile.copy(conf, from, output);
      inputs.add(from.asInput());
    }
    Map<String, Object> parameters = new LinkedHashMap<>();
    parameters.put("arpa", file.name());
    parameters.put(
        "vocabularyCounts",
        own ? "unigram probability × " + ArpaVocabulary.PSEUDO_TOKENS : config.vocabulary());
    ArpaOutline.Positive positive = head.positive().plus(outline.positive());
    if (positive.rows() > 0) {
      parameters.put(POSITIVE, positive.rows());
      parameters.put(LARGEST_POSITIVE, positive.largest());
    }
    Sharding sharding = Sharding.of(words.vocabulary(), shards);
    return new NgramModelOutput(output, order, sharding)
        .shards(
            order == 1
                ? List.of()
                : exchange(
                    splits, outline, words.vocabulary(), order, rows, sharding, output.staging()))
        .unigrams(words.log10())
        .publish(config, inputs, "arpa", parameters, words.text());
  }

  private List<NgramShardWriter.Result> exchange(
      List<TextSplit> splits,
      ArpaOutline outline,
      Vocabulary vocabulary,
      int order,
      long rows,
      Sharding packed,
      Staging staging) {
    BroadcastHandle<Vocabulary> words = cluster.broadcast(vocabulary);
    BroadcastHandle<Sharding> sharding = cluster.broadcast(packed);
    int size = vocabulary.size();
    ImportConfig rules = config;
    TextSplit whole = whole(splits.get(0).file());
    List<ArpaOutline.Start> starts = outline.starts();
    return cluster.exchange(
        "import-arpa: n-grams",
        IntStream.range(0, splits.size()).boxed().toList(),
        (i, task) ->
            new ArpaRows(
                task.hadoop(),
                splits.get(i),
                rules,
                starts.get(i),
                order,
                words.value(),
                sharding.value()),
        packed.tasks(rows, cluster.slots()),
        (shard, blocks, task) ->
            ShardRows.write(
                order,
                size,
                shard,
                blocks,
                ngram -> duplicate(task.hadoop(), whole, words.value(), ngram),
                task,
                staging));
  }

  private static TextSplit whole(InputFile file) {
    return TextSplit.plan(List.of(file), Math.max(1, file.length())).get(0);
  }

  private static ArpaHead head(Configuration conf, InputFile file, ImportConfig config) {
    try {
      return ArpaHead.read(conf, whole(file), config);
    } catch (IOException e) {
      throw BadInputException.unreadable(file.name(), e);
    }
  }

  private static void checkSum(ArpaHead head, ArpaVocabulary words) {
    double sum = Arrays.stream(words.log10()).map(x -> Math.pow(10, x)).sum();
    if (Math.abs(sum - 1) > SUM_TOLERANCE) {
      LOG.warn(
          "{}: the unigram probabilities sum to {}, not to 1; perplexities of this model are not"
              + " comparable with those of others",
          head.file(),
          sum);
    }
  }

  /**
   * Returns the error for an n-gram that the file has twice; reads the whole file to find its
   * lines.
   */
  private static BadInputException duplicate(
      Configuration conf, TextSplit whole, Vocabulary vocabulary, int[] ngram) throws IOException {
    StringBuilder words = new StringBuilder();
    for (int id : ngram) {
      words.append(words.isEmpty() ? "" : " ");
      words.append(new String(vocabulary.bytes(id), StandardCharsets.UTF_8));
    }
    List<Long> lines = new ArrayList<>();
    ArpaLine line = new ArpaLine(whole.file().name());
    int section = ArpaOutline.PREAMBLE;
    try (LineReader reader = new LineReader(conf, whole, ArpaHead.maxLineBytes())) {
      while (reader.next() && section <= ngram.length) {
        line.set(reader.buffer(), reader.offset(), reader.length(), reader.lineNumber());
        if (line.isMark()) {
          section = ArpaOutline.after(section, line.text());
        } else if (section == ngram.length && !line.isEmpty() && isNgram(line, vocabulary, ngram)) {
          lines.add(reader.lineNumber());
        }
      }
    }
    return new BadInputException(
        "%s:%d: the n-gram '%s' stands twice, on lines %s. Keep one of them, or write the file again"
            .formatted(whole.file().name(), lines.get(lines.size() - 1), words, lines));
  }

  private static boolean isNgram(ArpaLine line, Vocabulary vocabulary, int[] ngram) {
    return IntStream.range(0, ngram.length).allMatch(w -> line.find(w + 1, vocabulary) == ngram[w]);
  }
}

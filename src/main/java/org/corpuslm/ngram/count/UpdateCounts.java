package org.corpuslm.ngram.count;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.corpuslm.corpus.Corpus;
import org.corpuslm.corpus.CorpusFacts.SplitFacts;
import org.corpuslm.corpus.Vocabulary;
import org.corpuslm.corpus.VocabularyChange;
import org.corpuslm.corpus.VocabularyFile;
import org.corpuslm.ngram.count.CountFacts.Part;
import org.corpuslm.runtime.BadInputException;
import org.corpuslm.runtime.BroadcastHandle;
import org.corpuslm.runtime.Cluster;
import org.corpuslm.runtime.MemoryBudget;
import org.corpuslm.runtime.OutputDirectory;
import org.corpuslm.runtime.Published;
import org.corpuslm.runtime.RunMetrics;
import org.corpuslm.runtime.Staging;
import org.corpuslm.runtime.TaskContext;

/**
 * Adds a corpus to a count store, or subtracts one that was added before. The result equals
 * counting all remaining text at once, except for the ids of words. Only the n-grams of that corpus
 * are sorted and shuffled; each shard merges them with its tables in one pass.
 */
public final class UpdateCounts {
  private final Cluster cluster;
  private final UpdateConfig config;
  private final CountStore store;
  private final Corpus corpus;

  /**
   * Opens store and corpus.
   *
   * @throws BadInputException if they do not fit together
   */
  public UpdateCounts(Cluster cluster, UpdateConfig config) {
    this.cluster = cluster;
    this.config = config;
    store = CountStore.open(cluster.hadoop(), config.store());
    corpus = corpus(cluster.hadoop(), config, store);
    config.check(store.facts());
    if (config.removes()) {
      checkRemovable();
    } else {
      checkAddable();
    }
  }

  /**
   * Opens the corpus that the options name by its directory, or by its fingerprint among the parts
   * of the store.
   */
  public static Corpus corpus(Configuration conf, UpdateConfig config, CountStore store) {
    String named =
        config.removes()
            ? store.parts().stream()
                .filter(p -> p.fingerprint().equals(config.corpus()))
                .map(Part::path)
                .findFirst()
                .orElse(config.corpus())
            : config.corpus();
    return Corpus.open(conf, named);
  }

  /** Returns the index of a corpus among the parts of a store, or −1. */
  public static int indexOf(CountStore store, Corpus corpus) {
    String fingerprint = corpus.directory().manifest().fingerprint();
    return store.parts().stream().map(Part::fingerprint).toList().indexOf(fingerprint);
  }

  private void checkAddable() {
    int index = indexOf(store, corpus);
    if (index >= 0) {
      throw new BadInputException(
          ("corpus %s is in %s already (as %s) and would count twice; corpuslm inspect lists what"
                  + " is in a store")
              .formatted(config.corpus(), config.store(), store.parts().get(index).path()));
    }
    corpus.text().checkSame(config.corpus(), store.facts().text(), config.store());
    if (corpus.config().origin().isClosed()) {
      throw new BadInputException(
          ("corpus %s was prepared with --min-count or --max-vocab: words that it left out cannot"
                  + " be counted. Prepare it without them; if %s was, its vocabulary still stays as it"
                  + " is")
              .formatted(config.corpus(), config.store()));
    }
  }

  private void checkRemovable() {
    int index = indexOf(store, corpus);
    List<Part> parts = store.parts();
    String path = corpus.directory().path();
    if (index < 0 && parts.stream().anyMatch(p -> p.path().equals(path))) {
      throw new BadInputException(
          ("corpus %s was written anew since it was added to %s, so what was counted is not known;"
                  + " prepare it again as it was, or count all other text again")
              .formatted(path, config.store()));
    }
    if (index < 0) {
      throw new BadInputException(
          "corpus %s was never added to %s; corpuslm inspect lists what is in a store"
              .formatted(config.corpus(), config.store()));
    }
    if (parts.size() == 1) {
      throw new BadInputException(
          "corpus %s is all that %s was counted from; nothing would be left. Remove the directory"
              .formatted(config.corpus(), config.store()));
    }
    if (index == 0 && closed()) {
      throw new BadInputException(
          ("corpus %s was prepared with --min-count or --max-vocab and gave %s its vocabulary;"
                  + " without it, count all other text again")
              .formatted(config.corpus(), config.store()));
    }
  }

  /**
   * Returns whether the vocabulary was limited when it was built; no word may join or leave it
   * then.
   */
  private boolean closed() {
    return store.facts().origin().isClosed();
  }

  /** Writes the changed store into {@code output} and publishes it. */
  public Published run(OutputDirectory output) {
    Configuration conf = cluster.hadoop();
    boolean removes = config.removes();
    Vocabulary before = store.vocabulary(conf);
    Vocabulary own = corpus.vocabulary(conf);
    VocabularyChange change =
        removes
            ? VocabularyChange.remove(before, own, closed())
            : VocabularyChange.add(before, own, closed());
    long tokens = corpus.facts().split("train").tokens() + store.facts().tokens();
    CountDemand.of(store.facts().order(), store.facts().shards(), tokens)
        .check(cluster.memory().beside(MemoryBudget.vocabulary(change.vocabulary().size(), 0)));
    Sharding old = store.sharding(conf, before);
    Sharding sharding =
        WordPacking.grow(old, change.vocabulary(), change.kept(), store.facts().splitAbove());
    // N-grams keep their previous ids until they are written; an addition changes none of these.
    List<ShardWriter.Result> results =
        merge(
            removes ? old : sharding, sharding, idsAfter(before, change), change, output.staging());
    StoreStats totals =
        StoreStats.of(store.facts()).plus(corpus.facts().split("train"), removes ? -1 : 1);
    CountFacts facts =
        new CountFacts(
            store.facts().order(),
            store.facts().shards(),
            store.facts().splitAbove(),
            totals.tokens(),
            totals.sentences(),
            totals.accept(output, results),
            store.facts().text(),
            store.facts().origin(),
            parts(change.outside()));
    SplitFacts changed = corpus.facts().split("train");
    cluster
        .figures()
        .add(RunMetrics.Figure.TOKENS_COUNTED, (double) (changed.tokens() + changed.sentences()));
    VocabularyFile.write(output, change.vocabulary());
    sharding.write(output);
    return output.publish(
        CountNgrams.KIND,
        config,
        List.of(store.directory().asInput(), corpus.directory().asInput()),
        facts);
  }

  private List<Part> parts(long outside) {
    List<Part> parts = new ArrayList<>(store.parts());
    if (config.removes()) {
      parts.remove(indexOf(store, corpus));
    } else {
      parts.add(Part.of(corpus, outside));
    }
    return parts;
  }

  /** Returns the new ids by previous id; null if no word leaves. */
  private static int[] idsAfter(Vocabulary before, VocabularyChange change) {
    if (change.kept().length == before.size()) {
      return null;
    }
    int[] after = new int[before.size()];
    for (int id = 0; id < change.kept().length; id++) {
      after[change.kept()[id]] = id;
    }
    return after;
  }

  private List<ShardWriter.Result> merge(
      Sharding sharding,
      Sharding shardingAfter,
      int[] idsAfter,
      VocabularyChange change,
      Staging staging) {
    BroadcastHandle<Sharding> shared = cluster.broadcast(sharding);
    BroadcastHandle<Sharding> sharedAfter = cluster.broadcast(shardingAfter);
    BroadcastHandle<CorpusIds> ids = cluster.broadcast(CorpusIds.of(change.corpusIds()));
    BroadcastHandle<CorpusIds> after =
        cluster.broadcast(idsAfter == null ? CorpusIds.same() : CorpusIds.of(idsAfter));
    String directory = corpus.directory().path();
    String path = store.directory().path();
    int n = store.facts().order();
    int words = sharding.words();
    int sign = config.removes() ? -1 : 1;
    return new CountExchange(n, change.vocabulary().size(), sharedAfter, staging)
        .run(
            cluster.exchange(
                "count: %s %s"
                    .formatted(config.removes() ? "removing" : "appending", config.corpus()),
                new ArrayList<>(corpus.files("train")),
                (file, task) ->
                    SortedRuns.of(
                        task, directory, file, false, ids.value(), n, words, shared.value())),
            sharding.tasks(store.facts().tokens(), cluster.slots()),
            task -> {
              CountStore opened = CountStore.open(task.hadoop(), path);
              return (shard, runs, builder) ->
                  merge(opened, sign, after.value(), shared.value(), shard, runs, builder, task);
            });
  }

  private static void merge(
      CountStore store,
      int sign,
      CorpusIds after,
      Sharding sharding,
      int shard,
      Iterator<byte[]> runs,
      AdjustedCountBuilder builder,
      TaskContext task)
      throws IOException {
    int order = store.facts().order();
    List<StoredRun> stored = StoredRun.of(task.hadoop(), store, sharding, shard);
    try {
      int[] renumbered = new int[order];
      new RunMerger(order, runs, sign, stored)
          .run(
              (key, count) -> {
                if (count < 0) {
                  throw new BadInputException(
                      store.directory().path()
                          + " has fewer n-grams than the corpus to be removed; count it again");
                }
                if (count > 0) {
                  for (int w = 0; w < order; w++) {
                    renumbered[w] = after.of(key[w], null);
                  }
                  builder.add(renumbered, count);
                }
              });
    } finally {
      for (StoredRun run : stored) {
        run.close();
      }
    }
  }
}

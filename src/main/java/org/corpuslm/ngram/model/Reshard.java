package org.corpuslm.ngram.model;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.corpuslm.corpus.Vocabulary;
import org.corpuslm.corpus.VocabularyFile;
import org.corpuslm.ngram.count.ContextReader;
import org.corpuslm.ngram.count.Sharding;
import org.corpuslm.runtime.BadInputException;
import org.corpuslm.runtime.Block;
import org.corpuslm.runtime.BroadcastHandle;
import org.corpuslm.runtime.Cluster;
import org.corpuslm.runtime.OutputDirectory;
import org.corpuslm.runtime.Published;
import org.corpuslm.runtime.Staging;
import org.corpuslm.runtime.TableReader;

/** Writes a model again in other shards: one shuffle of its rows. */
final class Reshard {
  private Reshard() {}

  /**
   * Writes and publishes it.
   *
   * @param job what it is done for, as the log says it
   */
  static Published run(
      String job, Cluster cluster, NgramModel model, Sharding to, OutputDirectory output) {
    Configuration conf = cluster.hadoop();
    NgramFacts facts = model.facts();
    Published directory = model.directory();
    String path = directory.path();
    Vocabulary vocabulary = model.vocabulary();
    int shards = to.shards();
    BroadcastHandle<Sharding> sharding = cluster.broadcast(to);
    int order = facts.order();
    int size = vocabulary.size();
    Staging staging = output.staging();
    List<NgramShardWriter.Result> results =
        cluster
            .<NgramShardWriter.Result>exchange(
                "%s: %s to %d shards".formatted(job, model.name(), shards),
                model.sharding().allTasks(facts.size(), cluster.slots()),
                (shard, task) -> send(task.hadoop(), path, order, shard, shards, sharding.value()))
            .reduce(
                to.tasks(facts.size(), cluster.slots()),
                (shard, blocks, task) ->
                    ShardRows.write(
                        order, size, shard, blocks, ngram -> damaged(path), task, staging));
    VocabularyFile.copy(conf, directory, output);
    return new NgramModelOutput(output, order, to)
        .shards(results)
        .unigrams(model.unigrams())
        .publish(
            directory.manifest().configuration(),
            List.of(directory.asInput()),
            facts.smoothing(),
            facts.parameters(),
            facts.text());
  }

  private static BadInputException damaged(String path) {
    return new BadInputException(path + " is damaged: an n-gram stands twice in it; make it again");
  }

  /** All rows of one shard, an order at a time. */
  private static Iterator<Block> send(
      Configuration conf, String path, int order, int shard, int shards, Sharding sharding) {
    Published model = Published.open(conf, path, NgramModel.KIND);
    return new Iterator<>() {
      private final ShardRows.Sender sender = new ShardRows.Sender(order, shards);
      private final List<Block> ready = new ArrayList<>();
      private int next = 2;

      @Override
      public boolean hasNext() {
        while (ready.isEmpty() && next <= order) {
          try {
            sendOrder(conf, model, next++, shard, sharding, sender);
          } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
          }
          ready.addAll(next > order ? sender.rest() : sender.full());
        }
        return !ready.isEmpty();
      }

      @Override
      public Block next() {
        return ready.remove(ready.size() - 1);
      }
    };
  }

  private static void sendOrder(
      Configuration conf, Published model, int k, int shard, Sharding to, ShardRows.Sender sender)
      throws IOException {
    int length = k - 1;
    int[] key = new int[k];
    try (TableReader table = NgramModelTables.openContexts(conf, model, length, shard)) {
      while (table.next()) {
        for (int w = 0; w < length; w++) {
          key[length - 1 - w] = table.int32(w);
        }
        sender.context(to.shardOf(key, length), key, length, table.float64(length));
      }
    }
    try (ContextReader contexts =
        ContextReader.ofModel(NgramModelTables.openNgrams(conf, model, k, shard), k)) {
      while (contexts.next()) {
        System.arraycopy(contexts.key(), 0, key, 0, length);
        for (int i = 0; i < contexts.size(); i++) {
          key[length] = contexts.words()[i];
          sender.ngram(to.shardOf(key, length), key, k, contexts.first()[i]);
        }
      }
    }
  }
}

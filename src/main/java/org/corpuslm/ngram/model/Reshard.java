package org.corpuslm.ngram.model;

import java.io.IOException;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.corpuslm.corpus.Vocabulary;
import org.corpuslm.corpus.VocabularyFile;
import org.corpuslm.ngram.count.ContextReader;
import org.corpuslm.ngram.count.Sharding;
import org.corpuslm.runtime.BadInputException;
import org.corpuslm.runtime.BroadcastHandle;
import org.corpuslm.runtime.Cluster;
import org.corpuslm.runtime.OutputDirectory;
import org.corpuslm.runtime.Published;
import org.corpuslm.runtime.Staging;
import org.corpuslm.runtime.TableReader;

/** Rewrites a model with another sharding, by one shuffle of its rows. */
final class Reshard {
  private Reshard() {}

  /**
   * Rewrites a model into {@code output} and publishes it.
   *
   * @param job name of the command that needs it, for logs
   * @param to the new sharding
   */
  static Published run(
      String job, Cluster cluster, NgramModel model, Sharding to, OutputDirectory output) {
    Configuration conf = cluster.hadoop();
    NgramFacts facts = model.facts();
    Published directory = model.directory();
    String path = directory.path();
    Vocabulary vocabulary = model.vocabulary();
    BroadcastHandle<Sharding> sharding = cluster.broadcast(to);
    int order = facts.order();
    int size = vocabulary.size();
    Staging staging = output.staging();
    List<NgramShardWriter.Result> results =
        cluster
            .<NgramShardWriter.Result>exchange(
                "%s: %s to %d shards".formatted(job, model.name(), to.shards()),
                model.sharding().allTasks(facts.size(), cluster.slots()),
                (shard, task) -> new Sender(task.hadoop(), path, order, shard, sharding.value()))
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
    return new BadInputException(path + " is damaged: it has an n-gram twice; make it again");
  }

  /** Sends all rows of one shard, one order at a time. */
  private static final class Sender extends ShardRows.Sender {
    private final Configuration conf;
    private final Published model;
    private final int order;
    private final int shard;
    private final Sharding to;
    private int next = 2; // order to send next

    Sender(Configuration conf, String path, int order, int shard, Sharding to) {
      super(order, to.shards());
      this.conf = conf;
      this.model = Published.open(conf, path, NgramModel.KIND);
      this.order = order;
      this.shard = shard;
      this.to = to;
    }

    @Override
    protected boolean pack() throws IOException {
      if (next > order) {
        return false;
      }
      contexts(next - 1);
      ngrams(next++);
      return true;
    }

    private void contexts(int length) throws IOException {
      int[] key = new int[length];
      try (TableReader table = NgramModelTables.openContexts(conf, model, length, shard)) {
        while (table.next()) {
          for (int w = 0; w < length; w++) {
            key[length - 1 - w] = table.int32(w);
          }
          context(to.shardOf(key, length), key, length, table.float64(length));
        }
      }
    }

    private void ngrams(int k) throws IOException {
      int[] key = new int[k];
      try (ContextReader contexts =
          ContextReader.ofModel(NgramModelTables.openNgrams(conf, model, k, shard), k)) {
        while (contexts.next()) {
          System.arraycopy(contexts.key(), 0, key, 0, k - 1);
          for (int i = 0; i < contexts.size(); i++) {
            key[k - 1] = contexts.words()[i];
            ngram(to.shardOf(key, k - 1), key, k, contexts.first()[i]);
          }
        }
      }
    }
  }
}

package org.corpuslm.ngram.model;

import java.io.IOException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.corpuslm.corpus.VocabularyFile;
import org.corpuslm.ngram.count.Sharding;
import org.corpuslm.runtime.BroadcastHandle;
import org.corpuslm.runtime.Cluster;
import org.corpuslm.runtime.Job;
import org.corpuslm.runtime.Manifest;
import org.corpuslm.runtime.OutputDirectory;
import org.corpuslm.runtime.Published;
import org.corpuslm.runtime.StagedOutput;
import org.corpuslm.runtime.Staging;
import org.corpuslm.runtime.TaskContext;

/**
 * The options of {@code pack}, checked: makes a packed model, whose shards are mapped into memory
 * as they are stored. It can be scored, but not pruned, folded or exported, because it has no
 * tables. Memory of a task: one shard, as if it was loaded, and its packed rows.
 *
 * @param model directory of the n-gram model
 * @param bits bits per value, 4 to 16; 0 = single precision
 */
public record PackConfig(String model, int bits) implements Job, Serializable {
  /**
   * Checks the options.
   *
   * @throws org.corpuslm.runtime.BadInputException if the number of bits is out of range
   */
  public PackConfig {
    NgramModel.checkBits("--bits", bits);
  }

  @Override
  public String kind() {
    return NgramModel.PACKED_KIND;
  }

  @Override
  public List<Manifest.Input> inputs(Configuration conf) {
    return List.of(Published.open(conf, model, NgramModel.KIND).asInput());
  }

  @Override
  public Published run(Cluster cluster, OutputDirectory target) {
    Configuration conf = cluster.hadoop();
    List<Manifest.Input> inputs = inputs(conf);
    Published directory = Published.open(conf, model, NgramModel.KIND);
    NgramModel whole = NgramModel.open(conf, directory, 0);
    NgramFacts facts = whole.facts();
    List<Staging.StagedFile> shards =
        facts.order() == 1 ? List.of() : pack(cluster, whole, target.staging());
    target.acceptAll(shards);
    if (facts.order() > 1) {
      whole.sharding().write(target);
    }
    NgramModelTables.writeUnigrams(target, whole.unigrams());
    VocabularyFile.copy(conf, directory, target);
    long bytes = shards.stream().mapToLong(file -> file.file().bytes()).sum();
    return target.publish(
        NgramModel.PACKED_KIND, this, inputs, new PackedFacts(facts, bits, bytes));
  }

  private List<Staging.StagedFile> pack(Cluster cluster, NgramModel whole, Staging staging) {
    BroadcastHandle<Sharding> sharding = cluster.broadcast(whole.sharding());
    String path = whole.path();
    int valueBits = bits;
    List<Staging.StagedFile> files = new ArrayList<>();
    cluster
        .map(
            "pack: " + whole.facts().size() + " n-grams",
            whole.tasks(cluster.slots()).ranges(),
            (shards, task) -> {
              ArrayList<Staging.StagedFile> written = new ArrayList<>();
              for (int shard = shards.from(); shard < shards.to(); shard++) {
                written.add(pack(task, staging, path, sharding.value(), shard, valueBits));
              }
              return written;
            })
        .forEach(files::addAll);
    return files;
  }

  private static Staging.StagedFile pack(
      TaskContext task, Staging staging, String path, Sharding sharding, int shard, int bits)
      throws IOException {
    Published directory = Published.open(task.hadoop(), path, NgramModel.KIND);
    NgramFacts facts = directory.facts(NgramFacts.class);
    NgramShard loaded = new ShardLoader(task.hadoop(), directory, sharding, 0).load(shard);
    StagedOutput file;
    try (StagedOutput out =
        new StagedOutput(task, staging, PackedShards.directory(shard) + "/part.bin")) {
      file = out;
      new PackedShardWriter(loaded, facts, bits, out).run();
    }
    return file.finished(-1);
  }
}

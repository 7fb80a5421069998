package org.corpuslm.ngram.arpa;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.io.IOUtils;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.corpuslm.corpus.Vocabulary;
import org.corpuslm.ngram.count.Sharding;
import org.corpuslm.ngram.model.NgramFacts;
import org.corpuslm.ngram.model.NgramModel;
import org.corpuslm.runtime.BadInputException;
import org.corpuslm.runtime.Block;
import org.corpuslm.runtime.BroadcastHandle;
import org.corpuslm.runtime.Cluster;
import org.corpuslm.runtime.Exchange;
import org.corpuslm.runtime.OutputDirectory;
import org.corpuslm.runtime.Published;
import org.corpuslm.runtime.StagedOutput;
import org.corpuslm.runtime.Staging;
import org.corpuslm.runtime.Storage;
import org.corpuslm.runtime.TaskGroups;

/**
 * Writes an n-gram model as an ARPA file. One shuffle brings the back-off weight of every context
 * to the shard that has the probability of the same words. Each shard then writes its part of every
 * section, and the driver concatenates the parts. N-grams therefore come in the order of the
 * shards, and within a shard in key order; the same model gives the same bytes. A {@code .gz} file
 * consists of several gzip members.
 *
 * <p>Memory of a task: the back-off weights of one shard and one length ({@link BackoffTable}).
 */
public final class ArpaExport {
  private final Cluster cluster;
  private final NgramModel model;

  /**
   * Prepares to export.
   *
   * @param model an open model
   * @throws BadInputException if ARPA cannot represent the model
   */
  public ArpaExport(Cluster cluster, NgramModel model) {
    this.cluster = cluster;
    this.model = model;
    if (!model.normalized()) {
      throw new BadInputException(
          ("%s holds %s scores: an ARPA file cannot hold a back-off weight for contexts that were"
                  + " not seen. Export a model of another smoothing")
              .formatted(model.path(), model.facts().smoothing()));
    }
  }

  /**
   * A written file.
   *
   * @param path its path
   * @param ngrams number of n-grams per order, unigrams first
   * @param bytes its size
   */
  public record Written(String path, List<Long> ngrams, long bytes) {}

  /**
   * Writes and publishes the file.
   *
   * @param output a target for one file
   * @param gzip whether to compress it
   */
  public Written run(OutputDirectory output, boolean gzip) {
    NgramFacts facts = model.facts();
    long total = facts.size();
    BroadcastHandle<Vocabulary> vocabulary = cluster.broadcast(model.vocabulary());
    Published directory = model.directory();
    String path = directory.path();
    Staging staging = output.staging();
    BroadcastHandle<Sharding> sharding = cluster.broadcast(model.sharding());
    int order = facts.order();
    int unigrams = model.sharding().allShards(); // partition of the unigrams, after all shards
    int shards = order == 1 ? 0 : unigrams;
    TaskGroups shardTasks = model.sharding().allTasks(total, cluster.slots());
    List<ArpaSections.Result> results =
        cluster
            .<TaskGroups.Range, ArpaSections.Result>exchange(
                "export-arpa: " + total + " n-grams",
                order == 1 ? List.of() : shardTasks.ranges(),
                (range, task) ->
                    new BackoffSender(task.hadoop(), path, order, range, sharding.value()))
            .then(
                shardTasks.and(TaskGroups.each(1)),
                (received, sent, task) -> {
                  ArpaSections sections =
                      new ArpaSections(task, staging, path, order, vocabulary.value(), gzip);
                  while (received.hasNext()) {
                    Exchange.Shard shard = received.next();
                    sent.accept(
                        shard.number() == unigrams
                            ? sections.unigrams(unigrams, shard.blocks())
                            : shard.number() < shards
                                ? sections.ngrams(shard.number(), shard.blocks())
                                : sections.none(shard.blocks()));
                  }
                  return List.<Block>of().iterator();
                })
            .collect();
    return concatenate(output, results, gzip);
  }

  private Written concatenate(
      OutputDirectory output, List<ArpaSections.Result> results, boolean gzip) {
    int order = model.facts().order();
    List<Long> ngrams = new ArrayList<>();
    for (int k = 1; k <= order; k++) {
      int index = k - 1;
      ngrams.add(results.stream().mapToLong(r -> r.lines()[index]).sum());
    }
    Configuration conf = cluster.hadoop();
    StringBuilder header = new StringBuilder("\\data\\\n");
    for (int k = 1; k <= order; k++) {
      header.append("ngram ").append(k).append('=').append(ngrams.get(k - 1)).append('\n');
    }
    StagedOutput file;
    try (StagedOutput out =
        StagedOutput.unlisted(output.driverTask(), output.staging(), "model.arpa")) {
      file = out;
      text(out, header.toString(), gzip);
      for (int k = 1; k <= order; k++) {
        text(out, "\n\\" + k + "-grams:\n", gzip);
        for (ArpaSections.Result r : results) {
          if (r.parts()[k - 1] == null) {
            continue;
          }
          Path part = new Path(r.parts()[k - 1]);
          try (InputStream in = Storage.open(conf, part)) {
            IOUtils.copyLarge(in, out, new byte[1 << 20]);
          }
          // Deleted at once, so that the next part can use the space on the disk and in the cache.
          part.getFileSystem(conf).delete(part, false);
        }
      }
      text(out, "\n\\end\\\n", gzip);
    } catch (IOException e) {
      throw new IllegalStateException("cannot write " + output.path(), e);
    }
    Staging.StagedFile staged = file.finished(-1);
    output.publishFile(staged);
    return new Written(output.path(), ngrams, staged.file().bytes());
  }

  private static void text(OutputStream out, String text, boolean gzip) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    if (!gzip) {
      out.write(bytes);
      return;
    }
    GZIPOutputStream member = new GZIPOutputStream(out);
    member.write(bytes);
    member.finish();
  }
}

package org.corpuslm.neural.training;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.apache.hadoop.conf.Configuration;
import org.corpuslm.corpus.Corpus;
import org.corpuslm.neural.dl4j.Kernels;
import org.corpuslm.neural.kernel.Blas;
import org.corpuslm.neural.network.NetworkConfig;
import org.corpuslm.neural.network.Trainable;
import org.corpuslm.runtime.ExecutorCache;
import org.corpuslm.runtime.LocalTempFiles;

/**
 * What a JVM keeps from round to round, in {@link ExecutorCache}: networks with their buffers, and
 * on its local disk the text of the workers that it has trained, of one corpus at a time. Nothing
 * here is needed for the result: an executor that is new makes it again.
 */
final class TrainingCache {
  private static final String TEXT = "training text ";

  /** Networks of one configuration that no task uses at the moment. */
  private final Queue<Trainable> idle = new ConcurrentLinkedQueue<>();

  private final NetworkConfig network;
  private final Kernels kernels;

  private TrainingCache(NetworkConfig network, Kernels kernels) {
    this.network = network;
    this.kernels = kernels;
  }

  /**
   * The networks of a configuration, for as long as the running task lasts.
   *
   * @param slots tasks that this JVM runs at the same time
   */
  static TrainingCache networks(NetworkConfig network, Kernels kernels, int slots) {
    long each = 2L * Float.BYTES * network.parameters(); // parameters and gradient
    return ExecutorCache.ofJvm()
        .forTask(
            "networks %s %s".formatted(network, kernels),
            slots * each,
            () -> new TrainingCache(network, kernels));
  }

  /**
   * The text of one worker, for as long as the running task lasts; that of other corpora goes, and
   * that of an application that has ended, whose files are gone.
   */
  static LocalText text(
      Configuration conf, String corpus, String fingerprint, BatchPlan plan, int worker) {
    String ofCorpus = TEXT + LocalTempFiles.application() + " " + fingerprint;
    long from = plan.firstWord(worker);
    long to = plan.endWord(worker);
    ExecutorCache cache = ExecutorCache.ofJvm();
    cache.dropUnused(key -> key.startsWith(TEXT) && !key.startsWith(ofCorpus));
    return cache.forTask(
        "%s, words %d to %d".formatted(ofCorpus, from, to),
        0, // on disk
        () -> LocalText.copy(conf, Corpus.open(conf, corpus), from, to));
  }

  Trainable borrow() {
    Blas.ready(); // the kernel of the run, or an error that names it
    Trainable network = idle.poll();
    return network != null ? network : kernels.network(this.network);
  }

  void giveBack(Trainable network) {
    idle.add(network);
  }
}

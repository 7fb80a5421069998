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
 * The data that an executor keeps from round to round in its {@link ExecutorCache}: networks with
 * their buffers and, on its local disk, the text of the workers that it has trained, of one corpus
 * at a time. Results do not depend on it; a new executor rebuilds everything.
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
   * Returns the networks of a configuration; the cache keeps them at least until the running task
   * ends.
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
   * Returns the text of one worker, which the cache keeps at least until the running task ends and
   * closes later. Texts of other corpora, and of applications that have ended, are dropped.
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

  /**
   * Returns a network that no other task uses, with any parameters and state; see {@link
   * #giveBack}.
   */
  Trainable borrow() {
    Blas.ready(); // the kernel of the run, or an error that names it
    Trainable network = idle.poll();
    return network != null ? network : kernels.network(this.network);
  }

  /** Takes a network back. */
  void giveBack(Trainable network) {
    idle.add(network);
  }
}

package org.corpuslm.neural.training;

import java.util.Map;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.corpuslm.neural.kernel.Blas;
import org.corpuslm.neural.network.Kernels;
import org.corpuslm.neural.network.NetworkConfig;
import org.corpuslm.neural.network.Trainable;

/**
 * What a JVM keeps from round to round of one training run: the text of the workers it has seen (4
 * bytes a word) and networks with their buffers. Nothing here is needed for the result: an executor
 * that is new makes it again.
 */
final class WorkerCache {
  private static final Map<String, WorkerCache> RUNS = new ConcurrentHashMap<>();

  private final Map<Integer, int[]> texts = new ConcurrentHashMap<>();
  private final Queue<Trainable> networks = new ConcurrentLinkedQueue<>();

  private WorkerCache() {}

  /** That of a run; those of others are dropped. */
  static WorkerCache of(String run) {
    WorkerCache cache = RUNS.computeIfAbsent(run, k -> new WorkerCache());
    RUNS.keySet().removeIf(key -> !key.equals(run));
    return cache;
  }

  static void drop(String run) {
    RUNS.remove(run);
  }

  int[] text(int worker, Callable<int[]> reader) throws Exception {
    int[] text = texts.get(worker);
    if (text == null) {
      text = reader.call();
      texts.put(worker, text);
    }
    return text;
  }

  Trainable borrow(NetworkConfig config, Kernels kernels) {
    Blas.ready(); // the kernel of the run, or an error that names it
    Trainable network = networks.poll();
    return network != null ? network : kernels.network(config);
  }

  void giveBack(Trainable network) {
    networks.add(network);
  }
}

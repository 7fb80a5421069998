package org.corpuslm.ngram.model;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.corpuslm.runtime.BadInputException;

/**
 * The shards of a model that are in memory: loaded when first asked for, the one not used for
 * longest given up when the limit is reached. Where all of them fit, none is ever given up, and
 * several can be loaded at a time. Thread-safe.
 */
final class ShardCache {
  private final ShardLoader loader;
  private final long limit;
  private final AtomicReferenceArray<NgramShard> all; // null if they do not fit
  private final Object[] loading;
  private final Map<Integer, NgramShard> held = new LinkedHashMap<>(16, 0.75f, true);
  private long used;

  /**
   * Holds nothing yet.
   *
   * @param memory bytes that all shards take
   * @param limit bytes that those held may take
   */
  ShardCache(ShardLoader loader, int shards, long memory, long limit) {
    this.loader = loader;
    this.limit = limit;
    this.all = memory <= limit ? new AtomicReferenceArray<>(shards) : null;
    this.loading = new Object[shards];
    for (int s = 0; s < shards; s++) {
      loading[s] = new Object();
    }
  }

  /** Another one of the same shards, which holds nothing yet and gives nothing up. */
  ShardCache unlimited() {
    return new ShardCache(loader, loading.length, 0, Long.MAX_VALUE);
  }

  NgramShard get(int shard) {
    if (all == null) {
      return getHeld(shard);
    }
    NgramShard found = all.get(shard);
    if (found == null) {
      synchronized (loading[shard]) {
        found = all.get(shard);
        if (found == null) {
          found = loader.load(shard);
          all.set(shard, found);
        }
      }
    }
    return found;
  }

  /** Loads all shards, if they fit, with all cores. */
  void loadAll() {
    if (all == null || all.length() == 0) {
      return;
    }
    int threads = Math.min(all.length(), Runtime.getRuntime().availableProcessors());
    ExecutorService pool = Executors.newFixedThreadPool(threads, ShardCache::thread);
    try {
      List<Future<NgramShard>> shards = new ArrayList<>();
      for (int s = 0; s < all.length(); s++) {
        int shard = s;
        shards.add(pool.submit(() -> get(shard)));
      }
      for (Future<NgramShard> shard : shards) {
        shard.get();
      }
    } catch (ExecutionException e) {
      BadInputException bad = BadInputException.in(e);
      throw bad != null ? bad : new IllegalStateException("a shard cannot be loaded", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while a model was loaded", e);
    } finally {
      pool.shutdownNow();
    }
  }

  private static Thread thread(Runnable work) {
    Thread thread = new Thread(work, "shard-loader");
    thread.setDaemon(true);
    return thread;
  }

  private synchronized NgramShard getHeld(int shard) {
    NgramShard found = held.get(shard);
    if (found == null) {
      long bytes = loader.memory(shard);
      var oldest = held.keySet().iterator();
      while (used + bytes > limit && oldest.hasNext()) {
        int old = oldest.next();
        oldest.remove();
        used -= loader.memory(old);
      }
      found = loader.load(shard);
      held.put(shard, found);
      used += bytes;
    }
    return found;
  }
}

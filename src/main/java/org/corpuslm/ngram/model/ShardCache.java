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
 * The shards of a model that are in memory, loaded when first needed. If all shards fit into the
 * limit, none is dropped, and several can be loaded at a time; else the least recently used are
 * dropped to stay below the limit. Thread-safe.
 */
final class ShardCache {
  private final ShardSource loader;
  private final long limit;
  private final AtomicReferenceArray<NgramShard> all; // null if they do not fit
  private final Object[] loading;
  private final Map<Integer, NgramShard> held = new LinkedHashMap<>(16, 0.75f, true);
  private long used;

  /**
   * Starts empty.
   *
   * @param shards number of shards
   * @param memory bytes that all shards take
   * @param limit bytes that loaded shards may take together
   */
  ShardCache(ShardSource loader, int shards, long memory, long limit) {
    this.loader = loader;
    this.limit = limit;
    this.all = memory <= limit ? new AtomicReferenceArray<>(shards) : null;
    this.loading = new Object[shards];
    for (int s = 0; s < shards; s++) {
      loading[s] = new Object();
    }
  }

  /** Returns an empty cache of the same shards that never drops any. */
  ShardCache unlimited() {
    return new ShardCache(loader, loading.length, 0, Long.MAX_VALUE);
  }

  /** Returns a shard; loads it if necessary. */
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

  /** Loads all shards with all cores, if they fit into the limit. */
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

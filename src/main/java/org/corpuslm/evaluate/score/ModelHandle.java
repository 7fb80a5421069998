package org.corpuslm.evaluate.score;

import java.io.Serializable;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.hadoop.conf.Configuration;
import org.corpuslm.corpus.TextSpec;
import org.corpuslm.model.LanguageModel;
import org.corpuslm.model.saved.Models;
import org.corpuslm.runtime.BadInputException;
import org.corpuslm.runtime.ExecutorCache;
import org.corpuslm.runtime.Published;

/**
 * A model that tasks can open. The tasks of one JVM share it: {@link ExecutorCache} opens it once
 * and keeps it for later jobs.
 *
 * @param path directory of the model
 * @param fingerprint fingerprint of the directory's content
 * @param vocabularyOf directory whose word ids a binary file takes; null = the model's own
 * @param memory bytes that loaded parts of the model may take in one JVM
 * @param bits bits per quantized value of n-gram models; 0 = exact values
 * @param bytes bytes that the loaded model takes in one JVM
 * @param firstShard index of the model's first shard among the shards of all sharded models; −1 if
 *     every executor loads the whole model
 * @param sameIds whether its vocabulary is that of the held-out text
 * @param vocabulary fingerprint of its vocabulary
 * @param text settings that turn plain text into its words
 */
record ModelHandle(
    String path,
    String fingerprint,
    String vocabularyOf,
    long memory,
    int bits,
    long bytes,
    int firstShard,
    boolean sameIds,
    String vocabulary,
    TextSpec text)
    implements Serializable {

  /** An open model, and the time it took to open and load it that no task has reported yet. */
  private static final class Open {
    final LanguageModel model;
    final AtomicLong nanos;
    boolean loaded;

    Open(LanguageModel model, long nanos) {
      this.model = model;
      this.nanos = new AtomicLong(nanos);
    }

    synchronized void load() {
      if (!loaded) {
        long start = System.nanoTime();
        model.load();
        nanos.addAndGet(System.nanoTime() - start);
        loaded = true;
      }
    }
  }

  boolean sharded() {
    return firstShard >= 0;
  }

  /**
   * Returns whether held-out text becomes the same word ids as for another model.
   *
   * @param plain whether it is plain text, not the words of a corpus
   */
  boolean readsAs(ModelHandle other, boolean plain) {
    return vocabulary.equals(other.vocabulary) && (!plain || text.givesTokensOf(other.text));
  }

  /**
   * Returns the model, for as long as the running task lasts.
   *
   * @throws BadInputException if the directory no longer has the content of the fingerprint
   */
  LanguageModel model(Configuration conf) {
    return open(conf).model;
  }

  /**
   * Loads the model into memory unless a task of this JVM has done so.
   *
   * @return nanoseconds that opening and loading took; 0 for all tasks but one
   */
  long load(Configuration conf) {
    Open open = open(conf);
    open.load();
    return open.nanos.getAndSet(0);
  }

  private Open open(Configuration conf) {
    String key =
        "model %s %s, words of %s, %d bits, %s"
            .formatted(path, fingerprint, vocabularyOf, bits, sharded() ? "sharded" : "replicated");
    return ExecutorCache.ofJvm().forTask(key, bytes, () -> read(conf));
  }

  private Open read(Configuration conf) {
    long start = System.nanoTime();
    if (!Models.asInput(conf, path).fingerprint().equals(fingerprint)) {
      throw new BadInputException(
          path + " was replaced while it was being read; run the command again");
    }
    LanguageModel model = Models.open(conf, path, memory, bits);
    if (vocabularyOf != null) {
      model = Models.withVocabularyOf(conf, model, Published.open(conf, vocabularyOf), text);
    }
    return new Open(model, System.nanoTime() - start);
  }
}

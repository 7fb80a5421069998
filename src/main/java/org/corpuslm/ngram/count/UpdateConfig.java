package org.corpuslm.ngram.count;

import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.corpuslm.corpus.Corpus;
import org.corpuslm.runtime.BadInputException;
import org.corpuslm.runtime.Cluster;
import org.corpuslm.runtime.Job;
import org.corpuslm.runtime.Manifest;
import org.corpuslm.runtime.OutputDirectory;
import org.corpuslm.runtime.Published;
import org.corpuslm.runtime.Storage;

/**
 * The options of {@code count --append-to} and {@code count --remove-from}, checked.
 *
 * @param change the change to the store
 * @param store the count store to be changed
 * @param corpus directory of the corpus; a corpus to be removed may be given by its fingerprint
 * @param order the order that the store must have; 0 = any. It cannot be changed
 * @param shards the number of shards that the store must have; 0 = any. It cannot be changed
 */
public record UpdateConfig(Change change, String store, String corpus, int order, int shards)
    implements Job {

  /** The change to a store. */
  public enum Change {
    APPEND,
    REMOVE
  }

  /** Returns whether a corpus is removed. */
  boolean removes() {
    return change == Change.REMOVE;
  }

  /**
   * Checks order and shards against those of the store.
   *
   * @throws BadInputException if they differ
   */
  void check(CountFacts facts) {
    check("--order", order, facts.order());
    check("--shards", shards, facts.shards());
  }

  private void check(String option, int wanted, int found) {
    if (wanted != 0 && wanted != found) {
      throw new BadInputException(
          "%s is %d, but %s was counted with %d; leave the option out, or count all text again"
              .formatted(option, wanted, store, found));
    }
  }

  @Override
  public String kind() {
    return CountNgrams.KIND;
  }

  @Override
  public List<Manifest.Input> inputs(Configuration conf) {
    CountStore opened = CountStore.open(conf, store);
    Corpus changed = UpdateCounts.corpus(conf, this, opened);
    return List.of(opened.directory().asInput(), changed.directory().asInput());
  }

  /** Returns the inputs except the output itself: a store may be updated in place. */
  @Override
  public List<String> reads(Configuration conf, String output) {
    String place = Storage.qualified(conf, output).toString();
    return Job.super.reads(conf, output).stream().filter(path -> !path.equals(place)).toList();
  }

  @Override
  public Published run(Cluster cluster, OutputDirectory target) {
    return new UpdateCounts(cluster, this).run(target);
  }

  /**
   * Returns a store that is updated in place if it already contains the corpus to add, or no longer
   * contains the corpus to remove.
   */
  @Override
  public Published unchanged(Configuration conf, String output) {
    if (!Storage.qualified(conf, store).equals(Storage.qualified(conf, output))) {
      return Job.super.unchanged(conf, output);
    }
    try {
      CountStore opened = CountStore.open(conf, store);
      boolean isIn = UpdateCounts.indexOf(opened, UpdateCounts.corpus(conf, this, opened)) >= 0;
      return isIn == (change == Change.APPEND) ? opened.directory() : null;
    } catch (BadInputException e) {
      return null;
    }
  }
}

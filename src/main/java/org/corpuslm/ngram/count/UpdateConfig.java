package org.corpuslm.ngram.count;

import org.corpuslm.runtime.BadInputException;

/**
 * The resolved configuration of {@code count --append-to} and {@code count --remove-from}.
 *
 * @param change what to do
 * @param store the count store as it is
 * @param corpus directory of the corpus; one to be removed may be named by its fingerprint
 * @param order what the store must have, 0 = anything: it cannot be changed
 * @param shards the same
 */
public record UpdateConfig(Change change, String store, String corpus, int order, int shards) {

  /** What happens to the text of a corpus. */
  public enum Change {
    APPEND,
    REMOVE
  }

  boolean removes() {
    return change == Change.REMOVE;
  }

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
}

package org.corpuslm.ngram.count;

import java.io.Serializable;
import org.corpuslm.corpus.Vocabulary;

/**
 * Maps the word ids of a corpus to those of a count store. Immutable and thread-safe. Memory: 4
 * bytes per word of the corpus.
 */
final class CorpusIds implements Serializable {
  private static final long serialVersionUID = 1;

  private final int[] ids;
  private final Vocabulary store;

  private CorpusIds(int[] ids, Vocabulary store) {
    this.ids = ids;
    this.store = store;
  }

  /** Returns the identity, for a corpus and a store with the same vocabulary. */
  static CorpusIds same() {
    return new CorpusIds(null, null);
  }

  /**
   * Returns the mapping of an array.
   *
   * @param ids the store's id, by id in the corpus
   */
  static CorpusIds of(int[] ids) {
    return new CorpusIds(ids, null);
  }

  /**
   * Returns the mapping for held-out text: every word is looked up in the store, including unknown
   * words whose form is stored.
   */
  static CorpusIds byWord(Vocabulary corpus, Vocabulary store) {
    int[] ids = new int[corpus.size()];
    for (int id = 0; id < ids.length; id++) {
      ids[id] = find(store, corpus.bytes(id));
    }
    return new CorpusIds(ids, store);
  }

  private static int find(Vocabulary store, byte[] word) {
    return Math.max(Vocabulary.UNK, store.find(word, 0, word.length));
  }

  /**
   * Returns the number of words of the corpus.
   *
   * @param store number of words of the store
   */
  int words(int store) {
    return ids == null ? store : ids.length;
  }

  /**
   * Returns the store's id of a token.
   *
   * @param id the id in the corpus
   * @param form UTF-8 of a word outside the corpus's vocabulary, if it is stored; else null
   */
  int of(int id, byte[] form) {
    if (ids == null) {
      return id;
    }
    return form != null && store != null ? find(store, form) : ids[id];
  }
}

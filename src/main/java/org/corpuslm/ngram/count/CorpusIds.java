package org.corpuslm.ngram.count;

import org.corpuslm.corpus.Vocabulary;

/** The word ids of a corpus in those of a count store. Read-only and thread-safe. */
final class CorpusIds {
  private final int[] ids;
  private final Vocabulary store;

  private CorpusIds(int[] ids, Vocabulary store) {
    this.ids = ids;
    this.store = store;
  }

  /** Both have the same vocabulary. */
  static CorpusIds same() {
    return new CorpusIds(null, null);
  }

  /** By the ids in the corpus. */
  static CorpusIds of(int[] ids) {
    return new CorpusIds(ids, null);
  }

  /** Of held-out text: every word is looked up in the store as it was written. */
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
   * Number of words of the corpus.
   *
   * @param store that of the store
   */
  int words(int store) {
    return ids == null ? store : ids.length;
  }

  /**
   * The id of a token.
   *
   * @param form of a word that is not in the vocabulary of the corpus, if it is known; else null
   */
  int of(int id, byte[] form) {
    if (ids == null) {
      return id;
    }
    return form != null && store != null ? find(store, form) : ids[id];
  }
}

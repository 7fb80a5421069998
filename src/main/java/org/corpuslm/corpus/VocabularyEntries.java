package org.corpuslm.corpus;

import java.io.Serializable;
import org.corpuslm.runtime.ByteSink;

/** The entries of a vocabulary, numbered from 0. Immutable and thread-safe in a vocabulary. */
interface VocabularyEntries extends Serializable {
  /** Returns the number of entries. */
  int size();

  /** Returns the entry of the word at {@code buf[off … off+len−1]}, or −1. */
  int find(byte[] buf, int off, int len);

  /** Returns the count of an entry. */
  long count(int entry);

  /** Returns a copy of a word's UTF-8 bytes. */
  byte[] word(int entry);

  /** Appends a word's UTF-8 bytes. */
  void write(int entry, ByteSink out);

  /** Returns a hash of a word, which depends only on its bytes. */
  int hash(int entry);

  /** Returns the approximate memory, in bytes of heap. */
  long memory();
}

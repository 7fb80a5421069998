package org.corpuslm.ngram.kenlm;

import java.util.Map;
import org.corpuslm.runtime.BadInputException;
import org.corpuslm.runtime.MappedFile;

/** The words and n-grams of a binary file. Immutable and thread-safe; cursors are not. */
interface NgramSearch {
  /** Returns the hashes of the words. */
  WordIndex words();

  /** Returns a new cursor. */
  Cursor cursor();

  /** Returns the offset in the file after the n-grams. */
  long end();

  /** Returns sizes and settings that the header does not have, by name. */
  Map<String, Object> details();

  /** Returns a description of the quantization of values; null if they are exact. */
  String approximation();

  /**
   * Reads all n-grams and checks that they fit together.
   *
   * @throws BadInputException if they do not
   */
  void verify();

  /**
   * Finds the data structures that follow a header.
   *
   * @param name of the file, for messages
   * @throws BadInputException if the file is truncated or damaged
   */
  static NgramSearch of(MappedFile file, BinaryHeader header, String name) {
    try {
      return header.type().isTrie()
          ? new TrieSearch(file, header, name)
          : new ProbingSearch(file, header, name);
    } catch (IndexOutOfBoundsException e) {
      throw BinaryFile.damaged(name, e);
    } catch (ArithmeticException e) {
      throw new BadInputException(
          "%s is damaged: its header states %s n-grams, which no file can hold. Build it again from the ARPA file"
              .formatted(name, header.ngrams()),
          e);
    }
  }
}

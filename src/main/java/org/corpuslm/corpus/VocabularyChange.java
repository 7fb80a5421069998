package org.corpuslm.corpus;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.corpuslm.runtime.BadInputException;

/**
 * The change of a vocabulary when the training text of a corpus is added or subtracted. Words that
 * stay keep their order; new words follow, in the order of their ids in the corpus. An open
 * vocabulary accepts every word and drops words without occurrences; a closed vocabulary keeps its
 * words, and all others count as the unknown word.
 *
 * @param vocabulary the vocabulary after the change
 * @param kept old ids of the words that stay, ascending; their new ids are 0, 1, 2 …
 * @param corpusIds by id in the corpus: the old id of a known word, or for new words ids from the
 *     size of the old vocabulary on
 * @param outside tokens of the corpus that a closed vocabulary lacks
 */
public record VocabularyChange(Vocabulary vocabulary, int[] kept, int[] corpusIds, long outside) {

  /**
   * Adds a text; no id changes.
   *
   * @param before the vocabulary before the change
   * @param corpus the vocabulary of the corpus, with its training counts
   * @param closed whether no word may join the vocabulary
   */
  public static VocabularyChange add(Vocabulary before, Vocabulary corpus, boolean closed) {
    return of(before, corpus, closed, 1);
  }

  /**
   * Subtracts a text that was added before; see {@link #add}.
   *
   * @throws BadInputException if a count would become negative, so the text was never added
   */
  public static VocabularyChange remove(Vocabulary before, Vocabulary corpus, boolean closed) {
    return of(before, corpus, closed, -1);
  }

  private static VocabularyChange of(
      Vocabulary before, Vocabulary corpus, boolean closed, int sign) {
    WordTable words = new WordTable(before.size());
    for (int id = 0; id < before.size(); id++) {
      add(words, before.bytes(id), before.count(id));
    }
    int[] corpusIds = new int[corpus.size()];
    long outside = 0;
    for (int id = 0; id < corpusIds.length; id++) {
      byte[] word = corpus.bytes(id);
      if (closed && before.find(word, 0, word.length) < 0) {
        outside += corpus.count(id);
        word = before.bytes(Vocabulary.UNK);
      }
      corpusIds[id] = add(words, word, sign * corpus.count(id));
    }
    int[] stay = IntStream.range(0, words.size()).filter(id -> stays(words, id, closed)).toArray();
    List<Vocabulary.Entry> entries = new ArrayList<>(stay.length);
    for (int id : stay) {
      entries.add(new Vocabulary.Entry(words.word(id), words.count(id)));
    }
    int[] kept = IntStream.of(stay).filter(id -> id < before.size()).toArray();
    return new VocabularyChange(Vocabulary.of(entries), kept, corpusIds, outside);
  }

  private static int add(WordTable words, byte[] word, long count) {
    return words.add(word, 0, word.length, count);
  }

  private static boolean stays(WordTable words, int id, boolean closed) {
    if (words.count(id) < 0) {
      throw new BadInputException(
          "the word '%s' would be left with a count of %d: this text was never added"
              .formatted(
                  new String(words.word(id), java.nio.charset.StandardCharsets.UTF_8),
                  words.count(id)));
    }
    return closed || id <= Vocabulary.EOS || words.count(id) > 0;
  }
}

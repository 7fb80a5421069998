package org.corpuslm.ngram.kenlm;

import java.nio.charset.StandardCharsets;
import org.corpuslm.corpus.Vocabulary;
import org.corpuslm.runtime.BadInputException;
import org.corpuslm.runtime.ByteSink;

/** The words at the end of a binary file: {@code <unk>}, then the others, each ended by NUL. */
final class WordStrings {
  private WordStrings() {}

  /**
   * Returns the words in the order of their ids.
   *
   * @param path of the model, for messages
   * @throws BadInputException if a word has a NUL character, or is {@code <unk>} but not the
   *     unknown word
   */
  static byte[] of(Vocabulary vocabulary, String path) {
    byte[] unk = Vocabulary.UNK_WORD.getBytes(StandardCharsets.UTF_8);
    int other = vocabulary.find(unk, 0, unk.length);
    if (other > Vocabulary.UNK) {
      throw new BadInputException(
          "%s has the word <unk>, but its unknown word is %s; KenLM's is always <unk>. Export a model that was prepared with --unk <unk>"
              .formatted(path, vocabulary.word(Vocabulary.UNK)));
    }
    ByteSink out = new ByteSink(1 << 16);
    out.put(unk, 0, unk.length);
    out.put(0);
    for (int id = 1; id < vocabulary.size(); id++) {
      byte[] word = vocabulary.bytes(id);
      for (byte b : word) {
        if (b == 0) {
          throw new BadInputException(
              "%s: word %d has a NUL character, which ends a word in binary files. Prepare the text without it"
                  .formatted(path, id));
        }
      }
      out.put(word, 0, word.length);
      out.put(0);
    }
    return out.take();
  }
}

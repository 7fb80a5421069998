package org.corpuslm.corpus;

import java.util.Map;
import java.util.Objects;
import org.corpuslm.runtime.BadInputException;

/**
 * What the manifest of a corpus says of its content.
 *
 * @param vocabularySize predictable words: all but {@code <s>}
 * @param lines of all inputs; read = kept + skippedEmpty + the sum of quarantined
 * @param kept lines that became sentences
 * @param skippedEmpty lines without words, left out on request
 * @param quarantined bad lines by reason
 * @param linesWithNul kept lines with NUL bytes, which count as white space
 * @param passedOver names in directories and patterns of the input that begin with {@code .} or
 *     {@code _}; a directory counts as one
 * @param splits train, valid and test
 */
public record CorpusFacts(
    int vocabularySize,
    long lines,
    long kept,
    long skippedEmpty,
    Map<String, Long> quarantined,
    long linesWithNul,
    long passedOver,
    Map<String, SplitFacts> splits) {

  public CorpusFacts {
    boolean complete =
        quarantined != null
            && quarantined.values().stream().allMatch(Objects::nonNull)
            && splits != null
            && splits.values().stream().allMatch(SplitFacts::isComplete);
    if (!complete || vocabularySize < 2) {
      throw new BadInputException("vocabularySize, quarantined or splits are missing");
    }
  }

  /**
   * One split of a corpus.
   *
   * @param partitions its files
   * @param tokens without {@code </s>}
   * @param oov tokens that are not in the vocabulary, or are its literal unknown word
   * @param shortSentences number of sentences with 0, 1, … 8 words ({@code </s>} not counted)
   */
  public record SplitFacts(
      int partitions, long sentences, long tokens, long oov, long[] shortSentences) {
    private static boolean isComplete(SplitFacts facts) {
      return facts != null
          && facts.shortSentences != null
          && facts.shortSentences.length == SplitStats.SHORT_SENTENCES;
    }
  }

  /** Facts of one split; an empty one if the corpus has none of that name. */
  public SplitFacts split(String name) {
    return splits.getOrDefault(
        name, new SplitFacts(0, 0, 0, 0, new long[SplitStats.SHORT_SENTENCES]));
  }
}

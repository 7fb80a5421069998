package org.corpuslm.corpus;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.Map;
import java.util.Objects;
import org.corpuslm.runtime.BadInputException;

/**
 * The figures of a corpus in its manifest.
 *
 * @param vocabularySize number of predictable words: all but {@code <s>}
 * @param lines lines of all inputs: kept + skippedEmpty + the sum of quarantined
 * @param documents rows that the lines, paragraphs, documents or sentences counted in {@code lines}
 *     come from; null if every line is read as it is
 * @param kept lines that became sentences; of labeled text with one word per line, words
 * @param skippedEmpty lines without words that were left out ({@code --skip-empty-lines}); in
 *     labeled text also comments and the lines between sentences
 * @param quarantined bad lines by reason
 * @param linesWithNul kept lines with NUL bytes, which count as white space
 * @param passedOver hidden names (that begin with {@code .} or {@code _}) which were ignored in
 *     directories and patterns; a directory counts as one
 * @param splits figures by split: train, valid, test
 * @param labels number of labels; null for plain text
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record CorpusFacts(
    int vocabularySize,
    long lines,
    @JsonInclude(JsonInclude.Include.NON_NULL) Long documents,
    long kept,
    long skippedEmpty,
    Map<String, Long> quarantined,
    long linesWithNul,
    long passedOver,
    Map<String, SplitFacts> splits,
    Integer labels) {

  /**
   * Checks that nothing is missing.
   *
   * @throws BadInputException if something is
   */
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
   * The figures of one split.
   *
   * @param partitions number of files
   * @param sentences number of sentences
   * @param tokens number of words, without {@code </s>}
   * @param oov words that are not in the vocabulary, or are literally the unknown word
   * @param shortSentences number of sentences with 0, 1, … 8 words ({@code </s>} not counted)
   * @param size bytes, characters and words of the lines; null in a corpus of an earlier build
   */
  public record SplitFacts(
      int partitions,
      long sentences,
      long tokens,
      long oov,
      long[] shortSentences,
      @JsonInclude(JsonInclude.Include.NON_NULL) TextSize size) {
    private static boolean isComplete(SplitFacts facts) {
      return facts != null
          && facts.shortSentences != null
          && facts.shortSentences.length == SplitStats.SHORT_SENTENCES;
    }
  }

  /** Returns the figures of a split; zeros if the corpus lacks it. */
  public SplitFacts split(String name) {
    return splits.getOrDefault(
        name, new SplitFacts(0, 0, 0, 0, new long[SplitStats.SHORT_SENTENCES], TextSize.NONE));
  }
}

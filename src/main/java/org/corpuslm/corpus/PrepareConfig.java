package org.corpuslm.corpus;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.hadoop.conf.Configuration;
import org.corpuslm.runtime.BadInputException;
import org.corpuslm.runtime.Cluster;
import org.corpuslm.runtime.Job;
import org.corpuslm.runtime.Manifest;
import org.corpuslm.runtime.OutputDirectory;
import org.corpuslm.runtime.Published;

/**
 * The resolved configuration of {@code prepare}.
 *
 * @param input text files, directories or globs
 * @param valid explicit validation text; empty when held out of the input
 * @param test explicit test text; empty when held out of the input
 * @param holdoutValid share of the input's lines held out for validation, by their content
 * @param holdoutTest share of the input's lines held out for test
 * @param seed of the hold-out hash
 * @param tokenizer whitespace, words or chars
 * @param lowercase Unicode lower case before splitting
 * @param minCount training words seen less often become the unknown word
 * @param maxVocab keep the most frequent training words besides the special ones; 0 = all
 * @param unk name of the unknown word
 * @param maxLineBytes longer lines are bad lines
 * @param skipEmptyLines leave out lines without words, which else are sentences of {@code </s>}
 * @param onBadLine what to do with a line that is not valid text
 * @param replaceSpecial replacement of a literal {@code <s>} or {@code </s>}; empty = a bad line
 * @param vocabulary a published directory whose words are the vocabulary, or a list of words in a
 *     text file; empty = the words of the training text
 * @param skipSpecial leave out a literal {@code <s>}, {@code </s>} or unknown word
 */
public record PrepareConfig(
    List<String> input,
    List<String> valid,
    List<String> test,
    double holdoutValid,
    double holdoutTest,
    long seed,
    String tokenizer,
    boolean lowercase,
    long minCount,
    int maxVocab,
    String unk,
    int maxLineBytes,
    boolean skipEmptyLines,
    OnBadLine onBadLine,
    String replaceSpecial,
    String vocabulary,
    @JsonInclude(JsonInclude.Include.NON_DEFAULT) boolean skipSpecial)
    implements Job, Serializable {

  /** What to do with a line that is not valid text. */
  public enum OnBadLine {
    FAIL,
    QUARANTINE
  }

  public PrepareConfig {
    vocabulary = vocabulary == null ? "" : vocabulary; // of a directory made before there was one
    if (!vocabulary.isEmpty() && (minCount > 1 || maxVocab > 0)) {
      throw new BadInputException(
          "--vocabulary is given: then --min-count and --max-vocab have nothing to choose; leave"
              + " them out");
    }
    if (minCount < 1) {
      throw new BadInputException("--min-count is " + minCount + "; it must be at least 1");
    }
    if (maxVocab < 0) {
      throw new BadInputException(
          "--max-vocab is " + maxVocab + "; it must be at least 0 (0: all)");
    }
    if (maxLineBytes < 1 || maxLineBytes > 1 << 30) {
      throw new BadInputException(
          "--max-line-bytes is " + maxLineBytes + "; it must lie between 1 and 1073741824");
    }
    checkWord("--unk", unk, lowercase);
    if (skipSpecial && !replaceSpecial.isEmpty()) {
      throw new BadInputException("give either --skip-special or --replace-special, not both");
    }
    if (!replaceSpecial.isEmpty()) {
      checkWord("--replace-special", replaceSpecial, lowercase);
    }
    if (holdoutValid + holdoutTest > 0 && !(valid.isEmpty() && test.isEmpty())) {
      throw new BadInputException("give either --holdout or --valid and --test, not both");
    }
    Tokenizers.of(tokenizer, lowercase);
    new HoldoutSplit(holdoutValid, holdoutTest, seed);
  }

  /** Special words in the text are not left out. */
  public PrepareConfig(
      List<String> input,
      List<String> valid,
      List<String> test,
      double holdoutValid,
      double holdoutTest,
      long seed,
      String tokenizer,
      boolean lowercase,
      long minCount,
      int maxVocab,
      String unk,
      int maxLineBytes,
      boolean skipEmptyLines,
      OnBadLine onBadLine,
      String replaceSpecial,
      String vocabulary) {
    this(
        input,
        valid,
        test,
        holdoutValid,
        holdoutTest,
        seed,
        tokenizer,
        lowercase,
        minCount,
        maxVocab,
        unk,
        maxLineBytes,
        skipEmptyLines,
        onBadLine,
        replaceSpecial,
        vocabulary,
        false);
  }

  /** The same for text whose special words are left out. */
  public PrepareConfig skippingSpecial() {
    return new PrepareConfig(
        input,
        valid,
        test,
        holdoutValid,
        holdoutTest,
        seed,
        tokenizer,
        lowercase,
        minCount,
        maxVocab,
        unk,
        maxLineBytes,
        skipEmptyLines,
        onBadLine,
        "",
        vocabulary,
        true);
  }

  private static void checkWord(String option, String word, boolean lowercase) {
    if (word.isEmpty() || word.codePoints().anyMatch(WordTokenizer::isSpace)) {
      throw new BadInputException(
          "%s is '%s'; it must be one word, without white space".formatted(option, word));
    }
    if (word.equals(Vocabulary.BOS_WORD) || word.equals(Vocabulary.EOS_WORD)) {
      throw new BadInputException(
          "%s is %s, which marks sentences; choose another word".formatted(option, word));
    }
    if (lowercase && !word.equals(word.toLowerCase(Locale.ROOT))) {
      throw new BadInputException(
          "%s is %s, but with --lowercase no word of the text is that; write %s"
              .formatted(option, word, word.toLowerCase(Locale.ROOT)));
    }
  }

  /** Whether the vocabulary may lack words of the training text. */
  public boolean limitsVocabulary() {
    return minCount > 1 || maxVocab > 0 || !vocabulary.isEmpty();
  }

  /**
   * Checks that text becomes the same sentences and words as in another corpus.
   *
   * @param path what was prepared so
   * @param other how the other was prepared
   * @param otherPath where it is
   * @throws BadInputException if it does not
   */
  public void checkSameWords(String path, PrepareConfig other, String otherPath) {
    checkSame("--tokenizer", path, tokenizer, otherPath, other.tokenizer);
    checkSame("--lowercase", path, lowercase, otherPath, other.lowercase);
    checkSame("--unk", path, unk, otherPath, other.unk);
    checkSame("--skip-empty-lines", path, skipEmptyLines, otherPath, other.skipEmptyLines);
    checkSame("--replace-special", path, replaceSpecial, otherPath, other.replaceSpecial);
    checkSame("--skip-special", path, skipSpecial, otherPath, other.skipSpecial);
  }

  private static void checkSame(
      String option, String path, Object value, String otherPath, Object otherValue) {
    if (!value.equals(otherValue)) {
      throw new BadInputException(
          "%s was prepared with %s '%s', but %s with '%s'; prepare it again like that"
              .formatted(path, option, value, otherPath, otherValue));
    }
  }

  HoldoutSplit holdout() {
    return new HoldoutSplit(holdoutValid, holdoutTest, seed);
  }

  public Tokenizer newTokenizer() {
    return Tokenizers.of(tokenizer, lowercase, unk);
  }

  @Override
  public String kind() {
    return Corpus.KIND;
  }

  @Override
  public List<Manifest.Input> inputs(Configuration conf) {
    return Prepare.inputs(conf, this);
  }

  /** Returns the files, and the directories and patterns that they were found with. */
  @Override
  public List<String> reads(Configuration conf, String output) {
    List<String> reads = new ArrayList<>(Job.super.reads(conf, output));
    List.of(input, valid, test).forEach(reads::addAll);
    return reads;
  }

  @Override
  public Published run(Cluster cluster, OutputDirectory target) {
    return new Prepare(cluster, this).run(target);
  }
}

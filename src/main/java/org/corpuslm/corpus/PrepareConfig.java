package org.corpuslm.corpus;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
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
 * @param valid explicit validation text; empty if it is held out of the input
 * @param test explicit test text; empty if it is held out of the input
 * @param holdout the shares of the input's lines that are held out
 * @param text how lines become words
 * @param onBadLine treatment of a line that is not valid text
 * @param minCount training words seen less often become the unknown word
 * @param maxVocab number of most frequent training words to keep besides the special ones; 0 = all
 * @param vocabulary a published directory whose words are the vocabulary, or a list of words in a
 *     text file; empty = the words of the training text
 * @param labels how labels are read; null for plain text
 * @param documents layout of the text in files; null and absent from the JSON if lines of plain
 *     text are sentences
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record PrepareConfig(
    List<String> input,
    List<String> valid,
    List<String> test,
    HoldoutSplit holdout,
    TextSpec text,
    OnBadLine onBadLine,
    long minCount,
    int maxVocab,
    String vocabulary,
    LabelSpec labels,
    @JsonInclude(JsonInclude.Include.NON_NULL) InputFormat documents)
    implements Job, Serializable {

  /** Treatment of a line that is not valid text. */
  public enum OnBadLine {
    /** The command fails and names the line. */
    FAIL,
    /** The line is left out and listed in {@code quarantine/}. */
    QUARANTINE
  }

  /**
   * Checks the values.
   *
   * @throws BadInputException if they are not valid together; the message names the options
   */
  public PrepareConfig {
    if (holdout == null || text == null || vocabulary == null) {
      throw new BadInputException("holdout, text or vocabulary is missing");
    }
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
    if (!holdout.isEmpty() && !(valid.isEmpty() && test.isEmpty())) {
      throw new BadInputException("give either --holdout or --valid and --test, not both");
    }
    if (labels != null && labels.task() == LabelSpec.Task.TAG) {
      if (!text.tokenizer().equals("whitespace")) {
        throw new BadInputException(
            "--tokenizer is %s, but with --task tag the text is split into words already; leave it"
                    .formatted(text.tokenizer())
                + " out");
      }
      if (text.skipSpecial()) {
        throw new BadInputException(
            "--skip-special would drop words that have labels; with --task tag, give"
                + " --replace-special WORD");
      }
    }
  }

  /** Returns the layout of the text in files. */
  public InputFormat format() {
    return InputFormat.orLines(documents);
  }

  /** Returns the origin of the words of the vocabulary. */
  public VocabularyOrigin origin() {
    if (!vocabulary.isEmpty()) {
      return VocabularyOrigin.GIVEN;
    }
    return minCount > 1 || maxVocab > 0 ? VocabularyOrigin.LIMITED : VocabularyOrigin.TEXT;
  }

  @Override
  public String kind() {
    return Corpus.KIND;
  }

  @Override
  public List<Manifest.Input> inputs(Configuration conf) {
    return Prepare.inputs(conf, this);
  }

  /** Returns the input files, and the directories and patterns that named them. */
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

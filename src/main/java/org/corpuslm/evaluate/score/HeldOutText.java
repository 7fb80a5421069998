package org.corpuslm.evaluate.score;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.corpuslm.corpus.InputFile;
import org.corpuslm.corpus.InputFiles;
import org.corpuslm.corpus.InputFormat;
import org.corpuslm.runtime.BadInputException;
import org.corpuslm.runtime.Manifest;

/**
 * The text to be scored: a held-out split of a prepared corpus, or plain text.
 *
 * @param corpus directory of the corpus; empty if there are files
 * @param split held-out split of the corpus: {@code valid} or {@code test}
 * @param files files, directories and globs of plain text; empty if there is a corpus
 * @param skipSpecial whether to leave out a literal {@code <s>}, {@code </s>} or unknown word in
 *     plain text; absent from the JSON if not
 * @param documents layout of the text in files; null and absent from the JSON if lines of plain
 *     text are sentences
 */
public record HeldOutText(
    String corpus,
    String split,
    List<String> files,
    @JsonInclude(JsonInclude.Include.NON_DEFAULT) boolean skipSpecial,
    @JsonInclude(JsonInclude.Include.NON_NULL) InputFormat documents) {

  /**
   * Checks that there is exactly one text.
   *
   * @throws BadInputException if there are both a corpus and files or neither, or if special words
   *     of a corpus should be left out
   */
  public HeldOutText {
    if (corpus.isEmpty() == files.isEmpty()) {
      throw new BadInputException("give either --corpus (with --split) or --text");
    }
    if (skipSpecial && files.isEmpty()) {
      throw new BadInputException(
          "--skip-special is for --text; a corpus was prepared with it or without");
    }
    if (documents != null && files.isEmpty()) {
      throw new BadInputException(
          "--format and --unit are for --text; a corpus was prepared with them");
    }
  }

  /** Returns a held-out split of a prepared corpus. */
  public static HeldOutText ofCorpus(String corpus, String split) {
    return new HeldOutText(corpus, split, List.of(), false, null);
  }

  /** Returns held-out text in plain-text files. */
  public static HeldOutText ofFiles(List<String> files) {
    return new HeldOutText("", "test", files, false, null);
  }

  /** Returns the layout of plain text in files. */
  public InputFormat format() {
    return InputFormat.orLines(documents);
  }

  /** Returns whether the text is a split of a prepared corpus. */
  public boolean hasCorpus() {
    return !corpus.isEmpty();
  }

  /** Returns the corpus directory, or the files with commas between them. */
  public String source() {
    return hasCorpus() ? corpus : String.join(",", files);
  }

  /** Returns the files of plain text with their fingerprints, for lineage. */
  public List<Manifest.Input> fileInputs(Configuration conf) {
    return InputFiles.find(conf, files).files().stream().map(InputFile::asInput).toList();
  }
}

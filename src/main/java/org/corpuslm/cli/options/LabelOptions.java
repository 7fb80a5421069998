package org.corpuslm.cli.options;

import java.util.List;
import org.corpuslm.corpus.LabelSpec;
import org.corpuslm.runtime.BadInputException;
import picocli.CommandLine.Option;

/** Options of {@code prepare} for text with labels. */
public final class LabelOptions {
  /** What is held out. */
  enum HoldoutBy {
    sentence,
    document
  }

  @Option(
      names = "--task",
      paramLabel = "tag|classify",
      description =
          "The text has labels: tag, one per word (parts of speech, named entities); classify, one"
              + " per line (classes of sentences or documents).")
  private LabelSpec.Task task;

  @Option(
      names = "--text-field",
      paramLabel = "FIELD",
      description =
          "Where a line has its word or text: the number of a column from 1 (0: the last), a"
              + " column of CoNLL-U by name, or a JSON key. Default: form, 1, 2, text")
  private String textField = "";

  @Option(
      names = "--label-field",
      paramLabel = "FIELD",
      description = "Where a line has its label. Default: upos, 0 (the last), 1, label")
  private String labelField = "";

  @Option(
      names = "--holdout-by",
      paramLabel = "sentence|document",
      description =
          "What --holdout holds out of text to tag: sentences, by a hash of their words; or"
              + " documents, by a hash of their name, which is that of the file or of a comment"
              + " '# newdoc id = NAME' or '# file NAME'. Default: sentence")
  private HoldoutBy holdoutBy;

  /**
   * Returns how labels are read; null if no task is given.
   *
   * @param format name of the format; null if none is given
   * @throws BadInputException if the options are not valid together
   */
  public LabelSpec labels(String format) {
    if (task == null) {
      if (holdoutBy != null || !(textField + labelField).isEmpty()) {
        throw new BadInputException(
            "--text-field, --label-field and --holdout-by are for labeled text; give --task tag or"
                + " --task classify, too");
      }
      if (format != null && List.of("conllu", "columns", "slash", "tsv").contains(format)) {
        throw new BadInputException(
            "--format %s is for labeled text; give --task tag or --task classify, too"
                .formatted(format));
      }
      return null;
    }
    return LabelSpec.of(
        task, known(format), textField, labelField, holdoutBy == HoldoutBy.document);
  }

  private static LabelSpec.Format known(String format) {
    if (format == null) {
      return null;
    }
    for (LabelSpec.Format known : LabelSpec.Format.values()) {
      if (known.name().equalsIgnoreCase(format)) {
        return known;
      }
    }
    throw new BadInputException(
        "--format is %s; with --task it must be conllu, columns, slash, tsv or jsonl"
            .formatted(format));
  }

  /** Returns whether the text has labels. */
  public boolean given() {
    return task != null;
  }
}

package org.corpuslm.corpus;

import java.io.Serializable;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.corpuslm.runtime.BadInputException;

/**
 * How labels and text are read from the lines of a labeled corpus.
 *
 * @param task whether each word has a label, or each sentence
 * @param format the format of the files
 * @param textField where a line has its word or text: the number of a column from 1, a column of
 *     CoNLL-U by name, or a key of a JSON object; empty with {@link Format#SLASH}
 * @param labelField where a line has its label, as {@code textField}; 0 is the last column
 * @param byDocument whether {@code --holdout} holds out documents; otherwise it holds out sentences
 */
public record LabelSpec(
    Task task, Format format, String textField, String labelField, boolean byDocument)
    implements Serializable {

  /** What has labels. */
  public enum Task {
    /** Each word of a sentence has a label: parts of speech, named entities. */
    TAG,
    /** Each sentence or document has a label: its class. */
    CLASSIFY
  }

  /** The format of the files. */
  public enum Format {
    /** CoNLL-U: ten columns, one word per line; an empty line ends a sentence. */
    CONLLU(Task.TAG, "form", "upos", "each line has ten fields separated by TAB, as in CoNLL-U"),
    /** Columns separated by TAB, one word per line; an empty line ends a sentence. */
    COLUMNS(
        Task.TAG,
        "1",
        "0",
        "each line has a word and its label, separated by TAB, and an empty"
            + " line ends a sentence"),
    /** One sentence per line; each word has its label behind a slash: {@code the/DT}. */
    SLASH(Task.TAG, "", "", "each word of a line has its label behind a slash: word/label"),
    /** Columns separated by TAB, one text per line. */
    TSV(Task.CLASSIFY, "2", "1", "each line has a label and a text, separated by TAB"),
    /** One JSON object per line. */
    JSONL(Task.CLASSIFY, "text", "label", "each line is a JSON object with a text and a label");

    private final Task task;
    private final String textField;
    private final String labelField;
    private final String rows;

    Format(Task task, String textField, String labelField, String rows) {
      this.task = task;
      this.textField = textField;
      this.labelField = labelField;
      this.rows = rows;
    }

    /** Returns whether each line holds one word, and an empty line ends a sentence. */
    public boolean hasWordPerLine() {
      return this == CONLLU || this == COLUMNS;
    }

    /** Returns the name of the format on the command line. */
    String option() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  private static final List<String> CONLLU_COLUMNS =
      List.of("id", "form", "lemma", "upos", "xpos", "feats", "head", "deprel", "deps", "misc");

  /**
   * Checks the values.
   *
   * @throws BadInputException if they are not valid together; the message names the options
   */
  public LabelSpec {
    if (task == null || format == null || textField == null || labelField == null) {
      throw new BadInputException("task, format or a field of the labels is missing");
    }
    if (format.task != task) {
      throw new BadInputException(
          "--format is %s, which is of --task %s; with --task %s, give %s"
              .formatted(format.option(), option(format.task), option(task), formats(task)));
    }
    if (format == Format.SLASH && !(textField + labelField).isEmpty()) {
      throw new BadInputException(
          "--format slash has no fields; leave out --text-field and --label-field");
    }
    if (byDocument && task == Task.CLASSIFY) {
      throw new BadInputException(
          "--holdout-by is document, but with --task classify each line is a document; leave it"
              + " out");
    }
    if (format != Format.SLASH && textField.equals(labelField)) {
      throw new BadInputException(
          "--text-field and --label-field are both %s; they must differ".formatted(textField));
    }
    if (format != Format.SLASH && format != Format.JSONL) {
      column(format, "--text-field", textField);
      column(format, "--label-field", labelField);
    }
  }

  /**
   * Makes a specification with the defaults of its task and format.
   *
   * @param format null = conllu to tag, tsv to classify
   * @param textField empty = the default of the format
   * @param labelField empty = the default of the format
   */
  public static LabelSpec of(
      Task task, Format format, String textField, String labelField, boolean byDocument) {
    Format f = format != null ? format : task == Task.TAG ? Format.CONLLU : Format.TSV;
    return new LabelSpec(
        task,
        f,
        textField.isEmpty() ? f.textField : textField,
        labelField.isEmpty() ? f.labelField : labelField,
        byDocument);
  }

  /** Returns whether each line holds one word, and an empty line ends a sentence. */
  boolean hasWordPerLine() {
    return format.hasWordPerLine();
  }

  /** Returns the column of the word or text, from 1; 0 is the last. */
  int textColumn() {
    return column(format, "--text-field", textField);
  }

  /** Returns the column of the label, from 1; 0 is the last. */
  int labelColumn() {
    return column(format, "--label-field", labelField);
  }

  /**
   * Returns the fix for a bad line, one sentence.
   *
   * @param bad the reason why it is bad
   */
  String fix(BadLine bad) {
    if (bad == BadLine.LITERAL_SPECIAL && task == Task.TAG) {
      return "Replace them with --replace-special WORD"; // left out, they would leave their labels
    }
    if (!bad.isOfLabels()) {
      return bad.fix(true);
    }
    return "With --format %s, %s; see also --text-field and --label-field"
        .formatted(format.option(), format.rows);
  }

  private static int column(Format format, String option, String field) {
    int named = CONLLU_COLUMNS.indexOf(field.toLowerCase(Locale.ROOT));
    if (format == Format.CONLLU && named >= 0) {
      return named + 1;
    }
    if (!field.matches("\\d{1,4}")) {
      throw new BadInputException(
          "%s is '%s'; it must be the number of a column from 1 (0: the last)%s"
              .formatted(
                  option,
                  field,
                  format == Format.CONLLU
                      ? ", or one of " + String.join(", ", CONLLU_COLUMNS)
                      : ""));
    }
    return Integer.parseInt(field);
  }

  /** Returns a task as its option names it. */
  public static String option(Task task) {
    return task.name().toLowerCase(Locale.ROOT);
  }

  private static String formats(Task task) {
    return Arrays.stream(Format.values())
        .filter(f -> f.task == task)
        .map(Format::option)
        .collect(Collectors.joining(", "));
  }
}

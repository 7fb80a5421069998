package org.corpuslm.corpus;

/** A reason to reject a line of text, or a row that should hold text. */
public enum BadLine {
  INVALID_UTF8(
      "is not valid UTF-8", "Convert the file, for example: iconv -f LATIN1 -t UTF-8 in > out", ""),
  TOO_LONG(
      "is longer than",
      "Cut the text into lines of one sentence each",
      ", or raise --max-line-bytes"),
  LITERAL_SPECIAL(
      "holds a literal <s> or </s>, which mark sentences",
      "Remove them, or leave them out with --skip-special",
      ", or replace them with --replace-special WORD"),
  INVALID_JSON("is not a JSON object", "Mend it, or remove it", ""),
  MISSING_COLUMN(
      "lacks the column with the text",
      "Give the name of the column that all rows have",
      " with --column"),
  NOT_TEXT(
      "has something other than a string in the column with the text",
      "Give the name of a column of strings",
      " with --column"),
  NULL_TEXT("has null in the column with the text", "Remove it, or give it an empty text", ""),
  /** Of labeled text; {@link LabelSpec#fix(BadLine)} is the fix of these. */
  NO_ROW("is not a row of its format", "", ""),
  NO_LABEL("has no label", "", ""),
  NO_WORD("has no word or text", "", ""),
  IN_BAD_SENTENCE("stands in a sentence with a bad line", "", "");

  private final String reason;
  private final String fix;
  private final String option;

  BadLine(String reason, String fix, String option) {
    this.reason = reason;
    this.fix = fix;
    this.option = option;
  }

  /** Returns the problem, as the predicate of "the line" or "the row". */
  public String reason() {
    return reason;
  }

  /** Returns whether only labeled text has such lines. */
  boolean isOfLabels() {
    return fix.isEmpty();
  }

  /**
   * Returns the fix, one or two sentences.
   *
   * @param preparing whether {@code prepare} reads the text, so that its options can be named
   */
  String fix(boolean preparing) {
    return preparing ? fix + option : fix;
  }
}

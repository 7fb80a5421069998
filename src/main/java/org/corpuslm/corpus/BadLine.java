package org.corpuslm.corpus;

/** Why a line is not taken as text. */
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
      ", or replace them with --replace-special WORD");

  private final String reason;
  private final String fix;
  private final String option;

  BadLine(String reason, String fix, String option) {
    this.reason = reason;
    this.fix = fix;
    this.option = option;
  }

  /** What is wrong, to follow "the line". */
  public String reason() {
    return reason;
  }

  /**
   * Returns what to do about it.
   *
   * @param preparing whether the text is read by {@code prepare}, which has options for it
   */
  String fix(boolean preparing) {
    return preparing ? fix + option : fix;
  }
}

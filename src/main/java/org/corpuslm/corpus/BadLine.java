package org.corpuslm.corpus;

/** Why a line is not taken as text. */
public enum BadLine {
  INVALID_UTF8(
      "is not valid UTF-8", "Convert the file, for example: iconv -f LATIN1 -t UTF-8 in > out"),
  TOO_LONG(
      "is longer than --max-line-bytes",
      "Cut the text into lines of one sentence each, or raise --max-line-bytes"),
  LITERAL_SPECIAL(
      "holds a literal <s> or </s>, which mark sentences",
      "Remove them, or replace them with --map-special WORD");

  private final String reason;
  private final String fix;

  BadLine(String reason, String fix) {
    this.reason = reason;
    this.fix = fix;
  }

  /** What is wrong, to follow "the line". */
  public String reason() {
    return reason;
  }

  /** What to do about it. */
  public String fix() {
    return fix;
  }
}

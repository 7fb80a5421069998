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
      "Remove them, leave them out with --skip-special",
      "replace them with --map-special WORD");

  private final String reason;
  private final String fix;
  private final String fixOfPrepare;

  BadLine(String reason, String fix) {
    this(reason, fix, "");
  }

  BadLine(String reason, String fix, String fixOfPrepare) {
    this.reason = reason;
    this.fix = fix;
    this.fixOfPrepare = fixOfPrepare;
  }

  /** What is wrong, to follow "the line". */
  public String reason() {
    return reason;
  }

  /** What to do about it. */
  public String fix() {
    return fix;
  }

  /** What only {@code prepare} can do about it beside that; empty if nothing. */
  public String fixOfPrepare() {
    return fixOfPrepare;
  }
}

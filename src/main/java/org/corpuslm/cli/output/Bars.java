package org.corpuslm.cli.output;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;

/** Horizontal bars as text, exact to an eighth of a character in Unicode. */
public final class Bars {
  private static final String EIGHTHS = " ▏▎▍▌▋▊▉";
  private static final char FULL = '█';

  private final int width;
  private final boolean unicode;

  /**
   * Sets the size of the bars.
   *
   * @param width length of the longest bar, in characters
   * @param unicode whether to draw block characters; otherwise number signs
   */
  public Bars(int width, boolean unicode) {
    this.width = width;
    this.unicode = unicode;
  }

  /** Returns whether the terminal of this machine shows UTF-8. */
  public static boolean unicode() {
    String name = System.getProperty("native.encoding", "UTF-8");
    return Charset.isSupported(name) && Charset.forName(name).equals(StandardCharsets.UTF_8);
  }

  /** Returns a bar for a share of the longest one, 0 to 1; any share above 0 is visible. */
  public String of(double share) {
    int eighths = unicode ? 8 : 1;
    long length = Math.round(share * width * eighths);
    if (length == 0 && share > 0) {
      length = 1;
    }
    if (!unicode) {
      return "#".repeat((int) length);
    }
    String end =
        length % 8 == 0 ? "" : EIGHTHS.substring((int) (length % 8), (int) (length % 8) + 1);
    return String.valueOf(FULL).repeat((int) (length / 8)) + end;
  }
}

package org.corpuslm.cli.output;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;

/** Horizontal bars of the terminal, to eighths of a character where it shows Unicode. */
public final class Bars {
  private static final String EIGHTHS = " ▏▎▍▌▋▊▉";
  private static final char FULL = '█';

  private final int width;
  private final boolean unicode;

  /**
   * Bars of a size.
   *
   * @param width of the longest, in characters
   * @param unicode whether the terminal shows block characters; else number signs
   */
  public Bars(int width, boolean unicode) {
    this.width = width;
    this.unicode = unicode;
  }

  /** Whether what this machine prints is UTF-8. */
  public static boolean unicode() {
    String name = System.getProperty("native.encoding", "UTF-8");
    return Charset.isSupported(name) && Charset.forName(name).equals(StandardCharsets.UTF_8);
  }

  /** A bar for a share of the longest, 0 to 1; something is shown of what is not 0. */
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

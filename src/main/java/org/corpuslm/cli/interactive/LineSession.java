package org.corpuslm.cli.interactive;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import org.corpuslm.runtime.BadInputException;

/** Runs a session on the terminal, or line by line if standard input is a file or a pipe. */
public final class LineSession {
  private LineSession() {}

  @SuppressWarnings("SystemConsoleNull") // Java 17
  /**
   * Answers input until its end.
   *
   * @param in standard input, read if it is not a terminal
   * @param out receives the answers
   */
  public static void run(InteractiveSession session, InputStream in, PrintWriter out) {
    try {
      if (System.console() != null && !"dumb".equals(System.getenv("TERM"))) {
        TerminalSession.run(session);
      } else {
        lines(session, in, out);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Answers line by line until the input or the session ends. */
  static void lines(InteractiveSession session, InputStream in, PrintWriter out)
      throws IOException {
    long number = 0;
    for (String line = line(in, ++number);
        line != null && !session.isOver();
        line = session.isOver() ? null : line(in, ++number)) {
      out.print(session.answer(line));
      if (out.checkError()) {
        return; // the reader is gone, so the command fails
      }
    }
  }

  /**
   * Reads the next line byte by byte, so that it does not wait for further input; returns null at
   * the end.
   */
  private static String line(InputStream in, long number) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    int b = in.read();
    if (b < 0) {
      return null;
    }
    for (; b >= 0 && b != '\n'; b = in.read()) {
      bytes.write(b);
    }
    try {
      String line =
          StandardCharsets.UTF_8
              .newDecoder()
              .decode(ByteBuffer.wrap(bytes.toByteArray()))
              .toString();
      return line.endsWith("\r") ? line.substring(0, line.length() - 1) : line;
    } catch (CharacterCodingException e) {
      throw new BadInputException(
          "standard input, line %d is not UTF-8: convert it, for example with iconv"
              .formatted(number),
          e);
    }
  }
}

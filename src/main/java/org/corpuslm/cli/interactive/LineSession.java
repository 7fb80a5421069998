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

/** A conversation over standard input: as one types on a terminal, else line by line. */
public final class LineSession {
  private LineSession() {}

  @SuppressWarnings("SystemConsoleNull") // Java 17
  public static void run(InteractiveSession conversation, InputStream in, PrintWriter out) {
    try {
      if (System.console() != null && !"dumb".equals(System.getenv("TERM"))) {
        TerminalSession.run(conversation);
      } else {
        lines(conversation, in, out);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Answers every line, until the end. */
  static void lines(InteractiveSession conversation, InputStream in, PrintWriter out)
      throws IOException {
    long number = 0;
    for (String line = line(in, ++number);
        line != null && !conversation.isOver();
        line = conversation.isOver() ? null : line(in, ++number)) {
      out.print(conversation.answer(line));
      if (out.checkError()) {
        return; // nobody reads any more; the command fails for it
      }
    }
  }

  /** The next line, byte by byte: nothing may be waited for beyond its end. Null at the end. */
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

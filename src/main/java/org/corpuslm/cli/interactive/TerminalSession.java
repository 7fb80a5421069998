package org.corpuslm.cli.interactive;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jline.reader.EndOfFileException;
import org.jline.reader.LineReader;
import org.jline.reader.LineReaderBuilder;
import org.jline.reader.UserInterruptException;
import org.jline.reader.impl.DefaultParser;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;
import org.jline.utils.AttributedString;
import org.jline.utils.Status;

/** Runs a session on a terminal and shows next words below the line while the user types. */
final class TerminalSession {
  /** Editing actions that change the text, and therefore the next words below it. */
  private static final List<String> CHANGES =
      List.of(
          LineReader.SELF_INSERT,
          LineReader.BACKWARD_DELETE_CHAR,
          LineReader.DELETE_CHAR,
          LineReader.BACKWARD_KILL_WORD,
          LineReader.KILL_LINE,
          LineReader.BACKWARD_KILL_LINE,
          LineReader.KILL_WHOLE_LINE,
          LineReader.UP_LINE_OR_HISTORY,
          LineReader.DOWN_LINE_OR_HISTORY,
          LineReader.YANK,
          LineReader.UNDO);

  private static final int ROWS_LEFT = 4; // of the screen, for the text itself

  private final InteractiveSession session;
  private final Terminal terminal;
  private final LineReader reader;
  private final Status below;

  private TerminalSession(InteractiveSession session, Terminal terminal) {
    this.session = session;
    this.terminal = terminal;
    this.below = Status.getStatus(terminal);
    this.reader =
        LineReaderBuilder.builder()
            .terminal(terminal)
            // Text, not commands: quotes, backslashes and exclamation marks mean themselves.
            .parser(new DefaultParser().escapeChars(null).quoteChars(new char[0]))
            .option(LineReader.Option.DISABLE_EVENT_EXPANSION, true)
            .build();
    for (String change : CHANGES) {
      reader
          .getWidgets()
          .put(
              change,
              () -> {
                boolean done = reader.getBuiltinWidgets().get(change).apply();
                showNext();
                return done;
              });
    }
    reader.getWidgets().put(LineReader.EXPAND_OR_COMPLETE, this::complete);
    reader
        .getWidgets()
        .put(
            LineReader.CALLBACK_INIT,
            () -> {
              showNext();
              return true;
            });
  }

  static void run(InteractiveSession session) throws IOException {
    try (Terminal terminal = TerminalBuilder.builder().encoding(StandardCharsets.UTF_8).build()) {
      new TerminalSession(session, terminal).talk();
    }
  }

  private void talk() {
    print(InteractiveSession.HELP);
    while (!session.isOver()) {
      try {
        String line = reader.readLine("> ");
        below.update(List.of());
        print(session.answer(line));
      } catch (UserInterruptException e) {
        // Ctrl-C: a fresh line, as in a shell
      } catch (EndOfFileException e) {
        break;
      }
    }
    below.update(List.of());
  }

  private void print(String text) {
    terminal.writer().print(text);
    terminal.flush();
  }

  private boolean complete() {
    String typed = reader.getBuffer().upToCursor();
    String whole = session.complete(typed);
    reader.getBuffer().write(whole.substring(typed.length()));
    showNext();
    return !whole.equals(typed);
  }

  private void showNext() {
    List<String> lines = session.whileTyping(reader.getBuffer().upToCursor());
    int rows = Math.max(0, Math.min(lines.size(), terminal.getHeight() - ROWS_LEFT));
    below.update(lines.subList(0, rows).stream().map(AttributedString::new).toList());
  }
}

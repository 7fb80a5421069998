package org.corpuslm.cli.interactive;

import java.util.List;
import java.util.Locale;
import org.corpuslm.generate.Continuation;
import org.corpuslm.generate.Continuation.NextWord;
import org.corpuslm.generate.GenerateConfig;
import org.corpuslm.generate.Generator;
import org.corpuslm.generate.TypedText;
import org.corpuslm.model.LanguageModel;
import org.corpuslm.runtime.BadInputException;

/**
 * Answers lines of text with their next words or with several continuations. Lines that begin with
 * a colon change settings. Not thread-safe.
 */
public final class InteractiveSession {
  static final String HELP =
      """
      Type the beginning of a sentence, then Enter. On a terminal, the most probable next words are
      shown while you type, and Tab completes the best one that begins with the letters typed.
        :top N           number of next words
        :samples N       number of continuations; their seeds are consecutive
        :seed N          seed of the first continuation
        :tokens N        maximum number of words in a continuation
        :temperature X   below 1 favors probable words, above 1 improbable ones; 0 always takes the
                         most probable word
        :top-k K         sample from the K most probable words only; 0 = all words
        :top-p P         sample from the most probable words that reach P in total; 1 = all words
        :help            show this text
        :quit            end the session, as Ctrl-D does
      """;

  private static final int MAX_COUNT = 1000;

  private final LanguageModel model;
  private final boolean continues;
  private final boolean atStart;
  private final TypedText typed;
  private final NextWordTable table;
  private int top;
  private int samples = 3;
  private GenerateConfig config;
  private boolean over;

  private InteractiveSession(
      LanguageModel model, boolean continues, boolean atStart, int top, GenerateConfig config) {
    this.model = model;
    this.continues = continues;
    this.atStart = atStart;
    this.typed = new TypedText(model, atStart);
    this.table = NextWordTable.of(model, true);
    this.top = top;
    this.config = config;
  }

  /** Returns a session that answers with next words. */
  public static InteractiveSession nextWords(LanguageModel model, boolean atStart, int top) {
    return new InteractiveSession(
        model, false, atStart, top, new GenerateConfig(60, 1, 0, 1, 1, false));
  }

  /** Returns a session that answers with continuations. */
  public static InteractiveSession continuations(LanguageModel model, GenerateConfig config) {
    return new InteractiveSession(model, true, true, 10, config);
  }

  /** Returns whether the user has ended the session. */
  boolean isOver() {
    return over;
  }

  /** Returns the lines to show below a text that is being typed. */
  List<String> whileTyping(String text) {
    return isCommand(text) ? List.of() : table.lines(typed.next(text, top));
  }

  /** Returns the text with its last word completed. */
  String complete(String text) {
    return isCommand(text) ? text : typed.complete(text);
  }

  /** Returns the answer to a complete line. */
  String answer(String line) {
    if (!isCommand(line)) {
      return continues ? continuations(line) : nextWords(line);
    }
    String[] words = line.strip().split("\\s+", 0);
    try {
      return set(words[0].substring(1), words.length > 1 ? words[1] : "");
    } catch (NumberFormatException e) {
      return "%s needs a number, for example %s 2\n".formatted(words[0], words[0]);
    } catch (BadInputException e) {
      return e.getMessage().replaceFirst("^--", ":") + "\n";
    }
  }

  private static boolean isCommand(String line) {
    return line.strip().startsWith(":") && line.strip().length() > 1;
  }

  private String set(String name, String value) {
    switch (name) {
      case "help":
        return HELP;
      case "quit":
        over = true;
        return "";
      case "top":
        top = count(name, value);
        break;
      case "samples":
        samples = count(name, value);
        break;
      default:
        config = with(name, value);
    }
    return "%s is %s now\n".formatted(name, value);
  }

  private static int count(String name, String value) {
    int count = Integer.parseInt(value);
    if (count < 1 || count > MAX_COUNT) {
      throw new BadInputException(
          ":%s is %d; it must lie in 1 to %d".formatted(name, count, MAX_COUNT));
    }
    return count;
  }

  private GenerateConfig with(String name, String value) {
    GenerateConfig c = config;
    int tokens = c.tokens();
    double temperature = c.temperature();
    int topK = c.topK();
    double topP = c.topP();
    long seed = c.seed();
    switch (name) {
      case "tokens" -> tokens = Integer.parseInt(value);
      case "temperature" -> temperature = Double.parseDouble(value);
      case "top-k" -> topK = Integer.parseInt(value);
      case "top-p" -> topP = Double.parseDouble(value);
      case "seed" -> seed = Long.parseLong(value);
      default ->
          throw new BadInputException(
              "there is no setting :%s; :help lists all settings".formatted(name));
    }
    return new GenerateConfig(tokens, temperature, topK, topP, seed, c.unknown());
  }

  private String nextWords(String line) {
    Continuation continuation = new Continuation(model, line, atStart);
    List<NextWord> words = continuation.top(top);
    return line + " ___\n" + unknown(continuation) + table.text(words);
  }

  /** Returns a note on unknown words in the context; empty if there are none. */
  public static String unknown(Continuation continuation) {
    return continuation.unknownWords() == 0
        ? ""
        : "(%d words of the context are unknown to the model)\n"
            .formatted(continuation.unknownWords());
  }

  private String continuations(String line) {
    StringBuilder out = new StringBuilder();
    for (int i = 0; i < samples; i++) {
      long seed = config.seed() + i;
      Generator.Generated text = new Generator(model, config.seeded(seed)).run(line);
      out.append(
          String.format(
              Locale.ROOT, "[seed %d] %s%s\n", seed, text.text(), text.ended() ? "" : " …"));
    }
    return out.toString();
  }
}

package org.corpuslm.cli.interactive;

import java.util.List;
import java.util.Locale;
import org.corpuslm.generate.Continuation.NextWord;
import org.corpuslm.generate.Continuation;
import org.corpuslm.generate.GenerateConfig;
import org.corpuslm.generate.Generator;
import org.corpuslm.generate.TypedText;
import org.corpuslm.model.LanguageModel;
import org.corpuslm.runtime.BadInputException;

/**
 * Answers to lines of text: their next words, or several continuations. Lines that begin with a
 * colon change settings. Not thread-safe.
 */
public final class InteractiveSession {
  static final String HELP =
      """
      Type the beginning of a sentence, then Enter. On a terminal the most probable next words are
      shown while you type, and Tab completes the best one that begins with the letters typed.
        :top N           how many next words
        :samples N       how many continuations, of seeds one after the other
        :seed N          the first of these seeds
        :tokens N        words of a continuation, at most
        :temperature X   below 1 more, above 1 less probable words; 0 always takes the best
        :top-k K         draw from the K most probable words only; 0 = all
        :top-p P         draw from the most probable words that together reach P only; 1 = all
        :help            this text
        :quit            the end, as Ctrl-D
      """;

  private static final int MOST = 1000;

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

  /** Answers with next words. */
  public static InteractiveSession nextWords(LanguageModel model, boolean atStart, int top) {
    return new InteractiveSession(
        model, false, atStart, top, new GenerateConfig(60, 1, 0, 1, 1, false));
  }

  /** Answers with continuations. */
  public static InteractiveSession continuations(LanguageModel model, GenerateConfig config) {
    return new InteractiveSession(model, true, true, 10, config);
  }

  /** Whether the person has said that this was all. */
  boolean isOver() {
    return over;
  }

  /** What to show below a text that is being typed. */
  List<String> whileTyping(String text) {
    return isCommand(text) ? List.of() : table.lines(typed.next(text, top));
  }

  /** The text with its last word completed. */
  String complete(String text) {
    return isCommand(text) ? text : typed.complete(text);
  }

  /** The answer to a whole line. */
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
    if (count < 1 || count > MOST) {
      throw new BadInputException(":%s is %d; it must lie in 1 to %d".formatted(name, count, MOST));
    }
    return count;
  }

  private GenerateConfig with(String name, String value) {
    GenerateConfig c = config;
    return switch (name) {
      case "tokens" ->
          new GenerateConfig(
              Integer.parseInt(value), c.temperature(), c.topK(), c.topP(), c.seed(), c.unknown());
      case "temperature" ->
          new GenerateConfig(
              c.tokens(), Double.parseDouble(value), c.topK(), c.topP(), c.seed(), c.unknown());
      case "top-k" ->
          new GenerateConfig(
              c.tokens(),
              c.temperature(),
              Integer.parseInt(value),
              c.topP(),
              c.seed(),
              c.unknown());
      case "top-p" ->
          new GenerateConfig(
              c.tokens(),
              c.temperature(),
              c.topK(),
              Double.parseDouble(value),
              c.seed(),
              c.unknown());
      case "seed" -> c.seeded(Long.parseLong(value));
      default ->
          throw new BadInputException(":%s is not known; :help lists what is".formatted(name));
    };
  }

  private String nextWords(String line) {
    Continuation continuation = new Continuation(model, line, atStart);
    List<NextWord> words = continuation.top(top);
    return line + " ___\n" + unknown(continuation) + table.text(words);
  }

  /** A note on words of the context that the model does not know; empty if it knows all. */
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

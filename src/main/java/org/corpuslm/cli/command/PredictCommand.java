package org.corpuslm.cli.command;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.corpuslm.cli.interactive.InteractiveSession;
import org.corpuslm.cli.interactive.NextWordTable;
import org.corpuslm.cli.options.ModelOptions;
import org.corpuslm.cli.output.Manual;
import org.corpuslm.generate.Continuation;
import org.corpuslm.model.LanguageModel;
import org.corpuslm.runtime.BadInputException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Command {@code predict}. */
@Command(
    name = "predict",
    header = "Prints the next-word table after a context.",
    footer = {
      "corpuslm predict --model kn5 --context \"the study of\" --top 10 --plot",
      "corpuslm predict --model kn5 --interactive"
    },
    sortOptions = false)
@Manual(
    files = {"DIR: a saved model; nothing is written"},
    seeAlso = {"generate", "perplexity"})
final class PredictCommand extends ResultCommand {
  @Mixin private ModelOptions model;

  @Option(
      names = "--context",
      paramLabel = "TEXT",
      description = "The preceding words; they are tokenized like the training text of the model.")
  private String context;

  @Option(
      names = "--top",
      defaultValue = "10",
      paramLabel = "N",
      description = "Number of words to print. Default: ${DEFAULT-VALUE}")
  private int top;

  @Option(names = "--sentence-start", description = "The context is the beginning of a sentence.")
  private boolean sentenceStart;

  @Option(
      names = "--plot",
      description =
          "Draw the probabilities as bars; the longest bar belongs to the most probable word.")
  private boolean plot;

  @Option(
      names = {"-i", "--interactive"},
      description =
          "Instead of --context: show the next words while you type; Tab completes a word, and"
              + " :help lists further commands. Input from a file or pipe is answered line by"
              + " line.")
  private boolean interactive;

  @Override
  Result run(Configuration conf) {
    if (top < 1) {
      throw new BadInputException("--top is " + top + "; it must be at least 1");
    }
    if (interactive == (context != null)) {
      throw new BadInputException("give either --context TEXT or --interactive");
    }
    if (interactive) {
      return talk(InteractiveSession.nextWords(model.open(conf), sentenceStart, top));
    }
    LanguageModel opened = model.open(conf);
    Continuation continuation = new Continuation(opened, context, sentenceStart);
    List<Continuation.NextWord> words = continuation.top(top);
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("model", opened.path());
    json.put("name", opened.name());
    json.put("context", context);
    json.put("unknownWords", continuation.unknownWords());
    json.put("next", words);
    String table = NextWordTable.of(opened, plot).text(words);
    return new Result(json, context + " ___\n" + InteractiveSession.unknown(continuation) + table);
  }
}

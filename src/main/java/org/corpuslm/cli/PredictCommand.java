package org.corpuslm.cli;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.corpuslm.generate.Continuation;
import org.corpuslm.model.LanguageModel;
import org.corpuslm.report.TextTable;
import org.corpuslm.runtime.BadInputException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    name = "predict",
    header = "The next-word table: the most probable words after a context.",
    footer = {"", "Example:  corpuslm predict --model kn5 --context \"the study of\" --top 10"},
    sortOptions = false)
final class PredictCommand extends ResultCommand {
  @Mixin private ModelOptions model;

  @Option(
      names = "--context",
      required = true,
      paramLabel = "TEXT",
      description = "The words before, cut into words as the model's training text was.")
  private String context;

  @Option(
      names = "--top",
      defaultValue = "10",
      paramLabel = "N",
      description = "How many words. Default: ${DEFAULT-VALUE}")
  private int top;

  @Option(
      names = "--sentence-start",
      description = "The context begins a sentence: <s> stands before it.")
  private boolean sentenceStart;

  @Override
  Result run(Configuration conf) {
    if (top < 1) {
      throw new BadInputException("--top is " + top + "; it must be at least 1");
    }
    LanguageModel opened = model.open(conf);
    Continuation continuation = new Continuation(opened, context, sentenceStart);
    List<Continuation.NextWord> words = continuation.top(top);
    String column = opened.normalised() ? "p" : "score";
    TextTable table = new TextTable("next word", column);
    words.forEach(w -> table.row(w.word(), "%.6f".formatted(w.probability())));
    String note =
        continuation.unknownWords() == 0
            ? ""
            : "(%d words of the context are unknown to the model)\n"
                .formatted(continuation.unknownWords());
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("model", opened.path());
    json.put("name", opened.name());
    json.put("context", context);
    json.put("unknownWords", continuation.unknownWords());
    json.put("next", words);
    return new Result(json, context + " ___\n" + note + table);
  }
}

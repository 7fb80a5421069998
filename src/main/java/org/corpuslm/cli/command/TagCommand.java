package org.corpuslm.cli.command;

import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.corpuslm.cli.options.LabelTextOptions;
import org.corpuslm.cli.output.Manual;
import org.corpuslm.corpus.LabelSpec.Task;
import org.corpuslm.labeled.LabeledText;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Command {@code tag}. */
@Command(
    name = "tag",
    header = "Labels the words of text.",
    footer = {
      "corpuslm tag --model hmm --line \"The old man the boat .\"",
      "corpuslm tag --model hmm --text my.txt --tokenizer words --output my.tagged.gz"
    },
    sortOptions = false)
@Manual(
    files = {"FILE: the text with its labels, one sentence per line or one word per line"},
    seeAlso = {"estimate-labels", "evaluate", "classify"})
final class TagCommand extends ResultCommand {
  /** Layouts of words with their labels. */
  enum Format {
    slash,
    columns
  }

  @Mixin private final LabelTextOptions options = new LabelTextOptions();

  @Option(
      names = "--format",
      defaultValue = "slash",
      paramLabel = "slash|columns",
      description =
          "slash = one sentence per line, as the/DT; columns = one word per line with its label"
              + " behind a TAB, and an empty line after each sentence. Default: ${DEFAULT-VALUE}")
  private Format format;

  @Override
  Result run(Configuration conf) {
    LabeledText labeled = options.open(conf, Task.TAG);
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("model", options.model());
    if (options.isLine()) {
      LabeledText.Line line = options.line(labeled);
      json.put("words", line.words());
      json.put("labels", line.labels());
      return new Result(json, text(line));
    }
    long lines = options.write(conf, labeled, json(), stdout(), (model, line) -> text(line));
    json.put("path", options.output());
    json.put("lines", lines);
    return new Result(json, options.written(lines));
  }

  private String text(LabeledText.Line line) {
    StringBuilder out = new StringBuilder();
    for (int i = 0; i < line.words().size(); i++) {
      if (format == Format.columns) {
        out.append(line.words().get(i)).append('\t').append(line.labels().get(i)).append('\n');
      } else {
        out.append(i == 0 ? "" : " ").append(line.words().get(i));
        out.append('/').append(line.labels().get(i));
      }
    }
    return out.append('\n').toString();
  }
}

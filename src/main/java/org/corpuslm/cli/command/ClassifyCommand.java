package org.corpuslm.cli.command;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.hadoop.conf.Configuration;
import org.corpuslm.cli.options.LabelTextOptions;
import org.corpuslm.cli.output.Manual;
import org.corpuslm.corpus.LabelSpec.Task;
import org.corpuslm.labeled.LabeledText;
import org.corpuslm.runtime.BadInputException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Command {@code classify}. */
@Command(
    name = "classify",
    header = "Gives each line of text a class, with its probability.",
    description =
        "Prints one row per line: the most probable class, a TAB, and its probability; with --top,"
            + " further classes in the same row.",
    footer = {
      "corpuslm classify --model bayes --line \"a large flightless bird\" --top 3",
      "corpuslm classify --model bayes --text my.txt --output classes.tsv"
    },
    sortOptions = false)
@Manual(
    files = {"FILE: classes and probabilities, one row per line of the text"},
    seeAlso = {"estimate-labels", "evaluate", "tag"})
final class ClassifyCommand extends ResultCommand {
  @Mixin private final LabelTextOptions options = new LabelTextOptions();

  @Option(
      names = "--top",
      defaultValue = "1",
      paramLabel = "N",
      description = "Number of classes to print per line. Default: ${DEFAULT-VALUE}")
  private int top;

  /** A class with its probability. */
  private record Ranked(String label, double probability) {}

  @Override
  Result run(Configuration conf) {
    if (top < 1) {
      throw new BadInputException("--top is " + top + "; it must be at least 1");
    }
    LabeledText labeled = options.open(conf, Task.CLASSIFY);
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("model", options.model());
    if (options.isLine()) {
      LabeledText.Line line = options.line(labeled);
      json.put("words", line.words());
      json.put("classes", ranked(labeled, line));
      return new Result(json, text(labeled, line));
    }
    long lines = options.write(conf, labeled, json(), stdout(), this::text);
    json.put("path", options.output());
    json.put("lines", lines);
    return new Result(json, options.written(lines));
  }

  private List<Ranked> ranked(LabeledText labeled, LabeledText.Line line) {
    double[] lnP = line.lnPosterior();
    return IntStream.range(0, lnP.length)
        .boxed()
        .sorted(Comparator.comparingDouble(c -> -lnP[c]))
        .limit(top)
        .map(c -> new Ranked(labeled.label(c), Math.exp(lnP[c])))
        .toList();
  }

  private String text(LabeledText labeled, LabeledText.Line line) {
    List<String> cells = new ArrayList<>();
    for (Ranked r : ranked(labeled, line)) {
      cells.add(r.label());
      cells.add(String.format(Locale.ROOT, "%.4f", r.probability()));
    }
    return String.join("\t", cells) + "\n";
  }
}

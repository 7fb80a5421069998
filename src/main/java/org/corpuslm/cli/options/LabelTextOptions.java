package org.corpuslm.cli.options;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.corpuslm.cli.output.TextOutput;
import org.corpuslm.corpus.LabelSpec.Task;
import org.corpuslm.labeled.LabeledText;
import org.corpuslm.labeled.SavedLabeler;
import org.corpuslm.runtime.BadInputException;
import picocli.CommandLine.Option;

/** Options of {@code tag} and {@code classify}: the model, the text, and where labels go. */
public final class LabelTextOptions {
  @Option(
      names = "--model",
      required = true,
      paramLabel = "DIR",
      description = "A model that estimate-labels wrote.")
  private String model;

  @Option(
      names = "--text",
      arity = "1..*",
      paramLabel = "PATH",
      description =
          "Text with one sentence per line: files, directories, patterns, or - for standard input.")
  private List<String> text = List.of();

  @Option(names = "--line", paramLabel = "TEXT", description = "A single line, instead of --text.")
  private String line;

  @Option(
      names = "--tokenizer",
      paramLabel = "NAME",
      description =
          "How to split lines into words: whitespace, words or chars. Default: as the training text"
              + " was (text to tag: whitespace)")
  private String tokenizer;

  @Option(
      names = "--output",
      defaultValue = TextOutput.STDOUT,
      paramLabel = "-|FILE",
      description = "Where labels go: stdout (-), or a file (.gz: compressed). Default: -")
  private String output;

  @Option(names = "--overwrite", description = "Replace an existing output.")
  private boolean overwrite;

  /** Returns a labeled line as text, with its line end. */
  public interface Format {
    /** Formats a line. */
    String of(LabeledText labeled, LabeledText.Line line);
  }

  /** Returns the path of the model. */
  public String model() {
    return model;
  }

  /** Returns whether the text is a single line. */
  public boolean isLine() {
    return line != null;
  }

  /**
   * Opens the model.
   *
   * @throws BadInputException if the options are not valid together, or the model is not one of the
   *     task
   */
  public LabeledText open(Configuration conf, Task task) {
    if ((line == null) == text.isEmpty()) {
      throw new BadInputException("give either --text PATH or --line TEXT");
    }
    return new LabeledText(conf, SavedLabeler.open(conf, model, task), tokenizer);
  }

  /** Labels the single line. */
  public LabeledText.Line line(LabeledText labeled) {
    return labeled.line(line);
  }

  /**
   * Labels the files and writes the result.
   *
   * @return number of lines, or −1 if they were written to stdout
   * @throws BadInputException at the first bad line
   */
  public long write(
      Configuration conf, LabeledText labeled, boolean json, PrintWriter stdout, Format format) {
    boolean printed = output.equals(TextOutput.STDOUT);
    if (json && printed) {
      throw new BadInputException(
          "--json and --output - would mix on stdout; leave out --json, or write to a file");
    }
    List<String> inputs = new ArrayList<>(text);
    inputs.removeIf(TextOutput.STDOUT::equals);
    inputs.add(model);
    try (TextOutput target = TextOutput.open(conf, output, overwrite, inputs, stdout)) {
      OutputStream out = target.stream();
      long lines =
          labeled.files(
              conf, text, l -> out.write(format.of(labeled, l).getBytes(StandardCharsets.UTF_8)));
      target.publish();
      return printed ? -1 : lines;
    } catch (IOException e) {
      throw new IllegalStateException("cannot write the labels: " + e.getMessage(), e);
    }
  }

  /** Returns where labels were written, for people. */
  public String written(long lines) {
    return lines < 0 ? "" : "%s: %,d lines\n".formatted(output, lines);
  }

  /** Returns the path of the output. */
  public String output() {
    return output;
  }
}

package org.corpuslm.cli.options;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.corpuslm.corpus.InputFormat;
import org.corpuslm.runtime.BadInputException;
import picocli.CommandLine.Option;

/** Layout of text in files. */
public final class FormatOptions {
  @Option(
      names = "--format",
      paramLabel = "NAME",
      description =
          "Format of the text: lines (one sentence per line), jsonl (JSON lines), parquet, wet"
              + " (Common Crawl's text), or a data source of Spark SQL such as orc, avro or delta."
              + " Default: lines")
  private String format;

  @Option(
      names = "--column",
      paramLabel = "NAME",
      description = "Column or JSON field that holds the text. Default: text")
  private String column;

  @Option(
      names = "--option",
      arity = "1..*",
      paramLabel = "NAME=VALUE",
      hideParamSyntax = true,
      description = "Options of a data source of Spark SQL.")
  private Map<String, String> options = new LinkedHashMap<>();

  @Option(
      names = "--unit",
      defaultValue = "line",
      paramLabel = "UNIT",
      description =
          "What becomes a sentence: a line of the text; a paragraph, which ends at a blank line; the"
              + " whole document, which is one row; or a sentence by the rules of Unicode. Default:"
              + " ${DEFAULT-VALUE}")
  private String unit;

  @Option(
      names = "--locale",
      defaultValue = "",
      paramLabel = "TAG",
      description = "With --unit sentence: language of the rules, for example en or ja.")
  private String locale;

  /** Returns the name of the format; null if none is given. */
  public String name() {
    return format;
  }

  /**
   * Returns the layout.
   *
   * @throws BadInputException if options do not fit together
   */
  public InputFormat get() {
    String name = format == null ? "lines" : format.toLowerCase(Locale.ROOT);
    boolean hasColumns = !name.equals("lines") && !name.equals("wet");
    if (column != null && !hasColumns) {
      throw new BadInputException(
          "--column is for formats with columns, and --format is %s; leave it out".formatted(name));
    }
    return new InputFormat(
        name, column == null ? InputFormat.DEFAULT_COLUMN : column, options, unit(), locale);
  }

  private InputFormat.Unit unit() {
    for (InputFormat.Unit known : InputFormat.Unit.values()) {
      if (known.name().toLowerCase(Locale.ROOT).equals(unit)) {
        return known;
      }
    }
    throw new BadInputException(
        "--unit is %s; it must be line, paragraph, document or sentence".formatted(unit));
  }
}

package org.corpuslm.corpus;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.io.Serializable;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.corpuslm.runtime.BadInputException;

/**
 * The layout of text in files: the rows of a file, the column of a row that holds text, and the
 * units of that text that become sentences of the corpus.
 *
 * @param format {@code lines}, {@code jsonl}, {@code parquet}, {@code wet}, or the name of a data
 *     source of Spark SQL
 * @param column name of the column with the text; unused by lines and WET
 * @param options options of the data source; empty for other formats
 * @param unit what becomes a sentence
 * @param locale language tag (BCP 47) of the rules that end sentences; empty = the root locale
 */
public record InputFormat(
    String format,
    String column,
    @JsonInclude(JsonInclude.Include.NON_EMPTY) Map<String, String> options,
    Unit unit,
    @JsonInclude(JsonInclude.Include.NON_EMPTY) String locale)
    implements Serializable {
  /** The column of text in published corpora. */
  public static final String DEFAULT_COLUMN = "text";

  /** Plain text whose lines are sentences. */
  public static final InputFormat LINES =
      new InputFormat(Name.LINES, DEFAULT_COLUMN, Map.of(), Unit.LINE, "");

  /** Texts of any lines, in rows. */
  public static final InputFormat DOCUMENTS =
      new InputFormat(Name.JSONL, DEFAULT_COLUMN, Map.of(), Unit.LINE, "");

  /** The formats that corpuslm reads by itself. */
  static final class Name {
    static final String LINES = "lines";
    static final String JSONL = "jsonl";
    static final String PARQUET = "parquet";
    static final String WET = "wet";
    static final List<String> ALL = List.of(LINES, JSONL, PARQUET, WET);

    private Name() {}
  }

  /** The units of a document that can become sentences. */
  public enum Unit {
    /** A line; a newline at the very end begins no line. */
    LINE,
    /** Lines between blank lines. */
    PARAGRAPH,
    /** The whole text of a row. */
    DOCUMENT,
    /** A sentence by the rules of Unicode (UAX #29) and CLDR; the end of a line ends it too. */
    SENTENCE
  }

  /**
   * Checks the settings.
   *
   * @throws BadInputException if they do not fit together; the message names the option
   */
  public InputFormat {
    options = options == null ? Map.of() : new TreeMap<>(options);
    locale = locale == null ? "" : locale;
    if (format == null || column == null || unit == null || format.isEmpty()) {
      throw new BadInputException("--format, --column or --unit is missing");
    }
    if (column.isEmpty()) {
      throw new BadInputException("--column is empty; give the name of the column with the text");
    }
    if (!options.isEmpty() && Name.ALL.contains(format)) {
      throw new BadInputException(
          "--option is for data sources of Spark SQL, and --format is %s; leave it out"
              .formatted(format));
    }
    if (!locale.isEmpty()) {
      if (unit != Unit.SENTENCE) {
        throw new BadInputException("--locale is for --unit sentence; leave it out");
      }
      try {
        new Locale.Builder().setLanguageTag(locale);
      } catch (java.util.IllformedLocaleException e) {
        throw new BadInputException(
            "--locale is %s; it must be a language tag such as en or zh-Hant".formatted(locale), e);
      }
    }
  }

  /** Returns whether lines of plain text are sentences. */
  public boolean usesLines() {
    return format.equals(Name.LINES) && unit != Unit.SENTENCE;
  }

  /** Returns whether only Spark SQL can read the format, as one of its data sources. */
  public boolean usesDataSource() {
    return !Name.ALL.contains(format);
  }

  /** Returns this format for rows of a data source that were copied to Parquet. */
  public InputFormat copied() {
    return new InputFormat(Name.PARQUET, column, Map.of(), unit, locale);
  }

  /** Returns whether rows have columns or fields with names. */
  public boolean hasColumns() {
    return !format.equals(Name.LINES) && !format.equals(Name.WET);
  }

  /** Returns whether rows lie in Parquet files. */
  public boolean usesParquet() {
    return format.equals(Name.PARQUET);
  }

  /** Returns null for {@link #LINES}, so that the configuration of plain text stays as it was. */
  public static InputFormat orNull(InputFormat format) {
    return LINES.equals(format) ? null : format;
  }

  /** Returns {@link #LINES} for null. */
  public static InputFormat orLines(InputFormat format) {
    return format == null ? LINES : format;
  }

  /** Returns the word for a row in messages. */
  String row() {
    return format.equals(Name.LINES) ? "line" : "row";
  }
}

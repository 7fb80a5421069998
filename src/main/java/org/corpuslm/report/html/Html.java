package org.corpuslm.report.html;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;
import org.apache.commons.text.StringEscapeUtils;
import org.corpuslm.runtime.Sanitizer;

/**
 * Markup that goes into a page as it is. Everything else that a page or a table is given is plain
 * text and gets escaped.
 *
 * @param markup well-formed HTML
 */
public record Html(String markup) {

  /**
   * Fills a pattern of markup.
   *
   * @param pattern markup with the conversions of {@link String#formatted}
   * @param values numbers, {@link Html}, or plain text, which is escaped
   */
  public static Html of(String pattern, Object... values) {
    Object[] safe = Arrays.stream(values).map(v -> v instanceof Number ? v : escape(v)).toArray();
    return new Html(String.format(Locale.ROOT, pattern, safe));
  }

  /**
   * Returns text of a corpus, isolated so that right-to-left text does not affect the text around
   * it.
   */
  public static Html foreign(String text) {
    return of("<bdi>%s</bdi>", text);
  }

  /** Returns text in the font of code. */
  public static Html code(String text) {
    return of("<code>%s</code>", text);
  }

  /** Returns the markup of {@link Html}, and escapes the text of anything else. */
  static String escape(Object value) {
    return value instanceof Html html
        ? html.markup
        : StringEscapeUtils.escapeHtml4(printable(value.toString()));
  }

  /** Replaces what {@link Sanitizer#line} replaces, line by line. */
  static String printable(String text) {
    return Arrays.stream(text.split("\n", -1))
        .map(Sanitizer::line)
        .collect(Collectors.joining("\n"));
  }
}

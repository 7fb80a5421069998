package org.corpuslm.report;

import org.apache.commons.text.StringEscapeUtils;
import org.corpuslm.runtime.Json;
import org.corpuslm.runtime.Printable;

/** Words and names from elsewhere in HTML pages: they are shown, and never do anything. */
final class Html {
  private Html() {}

  /** As text of an element, or between the double quotes of an attribute. */
  static String escape(String text) {
    return StringEscapeUtils.escapeHtml4(Printable.line(text));
  }

  /** A value as a literal of a script inside the page; a string cannot end it. */
  static String script(Object value) {
    return Json.write(value)
        .replace("<", "\\u003c")
        .replace("\u2028", "\\u2028")
        .replace("\u2029", "\\u2029");
  }
}

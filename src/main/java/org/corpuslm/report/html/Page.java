package org.corpuslm.report.html;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.apache.commons.codec.digest.DigestUtils;
import org.apache.commons.io.IOUtils;
import org.corpuslm.runtime.Json;

/**
 * A self-contained HTML page of sections, with charts drawn by uPlot. Its content security policy
 * allows nothing but its own style and scripts, known by their hashes, and fetches nothing.
 * Patterns are markup; the values that fill them are escaped unless they are {@link Html}.
 */
public final class Page {
  private static final String UPLOT = "/META-INF/resources/webjars/uplot/1.6.30/dist/";
  private static final String OWN = "/org/corpuslm/report/";

  private final String title;
  private final StringBuilder head = new StringBuilder();
  private final StringBuilder body = new StringBuilder();
  private final List<Chart> charts = new ArrayList<>();
  private final StringBuilder contents = new StringBuilder();

  /**
   * Begins a page.
   *
   * @param title plain text
   */
  public Page(String title) {
    this.title = title;
  }

  /** Adds markup above the table of contents. */
  public Page head(String pattern, Object... values) {
    head.append(Html.of(pattern, values).markup()).append('\n');
    return this;
  }

  /** Begins a section, with an entry in the table of contents. */
  public Page section(String id, String heading) {
    body.append(contents.length() == 0 ? "" : "</section>\n");
    body.append("<section id=\"%s\" aria-labelledby=\"%s-h\">\n".formatted(id, id));
    contents.append(Html.of("<li><a href=\"#%s\">%s</a></li>\n", id, heading).markup());
    return add("<h2 id=\"%s-h\">%s</h2>", id, heading);
  }

  /** Adds markup and a line break. */
  public Page add(String pattern, Object... values) {
    body.append(Html.of(pattern, values).markup()).append('\n');
    return this;
  }

  /** Adds a heading below that of the section. */
  public Page heading(String pattern, Object... values) {
    return add("<h3>%s</h3>", Html.of(pattern, values));
  }

  /** Adds a paragraph. */
  public Page p(String pattern, Object... values) {
    return add("<p>%s</p>", Html.of(pattern, values));
  }

  /** Adds a paragraph in the style of a note. */
  public Page note(String pattern, Object... values) {
    return add("<p class=\"note\">%s</p>", Html.of(pattern, values));
  }

  /** Adds a table. */
  public Page table(HtmlTable table) {
    body.append(table.html().markup());
    return this;
  }

  /**
   * Adds a table that is hidden until the reader opens it.
   *
   * @param summary plain text to click on
   */
  public Page foldedTable(String summary, HtmlTable table) {
    return add("<details><summary>%s</summary>", summary).table(table).add("</details>");
  }

  /** Adds a chart unless it is empty. A table in the same section must have the same figures. */
  public Page chart(Chart chart) {
    if (chart.hasValues()) {
      charts.add(chart);
      add(
          "<div class=\"chart\" id=\"%s\" role=\"img\" aria-label=\"%s\"></div>",
          chart.id(),
          "Chart: " + chart.title() + ". The table in this section has the same figures.");
    }
    return this;
  }

  /** Returns the whole page. */
  public String html() {
    String style = resource(UPLOT + "uPlot.min.css") + resource(OWN + "page.css");
    String library = resource(UPLOT + "uPlot.iife.min.js");
    String draw = resource(OWN + "charts.js");
    String data = Html.printable(Json.write(charts)).replace("<", "\\u003c");
    String policy =
        "default-src 'none'; style-src %s; script-src %s %s; base-uri 'none'; form-action 'none'"
            .formatted(hash(style), hash(library), hash(draw));
    StringBuilder out = new StringBuilder();
    out.append("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n")
        .append("<meta http-equiv=\"Content-Security-Policy\" content=\"")
        .append(policy)
        .append("\">\n<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n")
        .append("<title>")
        .append(Html.escape(title))
        .append("</title>\n<style>")
        .append(style)
        .append("</style>\n</head>\n<body>\n")
        .append("<a class=\"skip\" href=\"#main\">Skip to the content</a>\n<header>\n<h1>")
        .append(Html.escape(title))
        .append("</h1>\n")
        .append(head)
        .append("</header>\n");
    if (contents.length() > 0) {
      out.append("<nav aria-label=\"Sections\"><ol>\n").append(contents).append("</ol></nav>\n");
      body.append("</section>\n");
    }
    out.append("<main id=\"main\">\n").append(body).append("</main>\n");
    if (!charts.isEmpty()) {
      out.append("<script type=\"application/json\" id=\"charts\">")
          .append(data)
          .append("</script>\n<script>")
          .append(library)
          .append("</script>\n<script>")
          .append(draw)
          .append("</script>\n");
    }
    return out.append("</body>\n</html>\n").toString();
  }

  private static String hash(String text) {
    byte[] sha256 = DigestUtils.sha256(text.getBytes(StandardCharsets.UTF_8));
    return "'sha256-" + Base64.getEncoder().encodeToString(sha256) + "'";
  }

  private static String resource(String name) {
    try (InputStream in = Page.class.getResourceAsStream(name)) {
      return IOUtils.toString(in, StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

package org.corpuslm.report;

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
 * lets nothing but its own style and scripts, known by their hashes, do anything, and nothing be
 * fetched.
 */
final class Page {
  private static final String UPLOT = "/META-INF/resources/webjars/uplot/1.6.30/dist/";
  private static final String OWN = "/org/corpuslm/report/";

  private final String title;
  private final StringBuilder head = new StringBuilder();
  private final StringBuilder body = new StringBuilder();
  private final List<Chart> charts = new ArrayList<>();
  private final StringBuilder contents = new StringBuilder();

  /**
   * An empty page.
   *
   * @param title plain text
   */
  Page(String title) {
    this.title = title;
  }

  /** Adds HTML above the table of contents. */
  Page lead(String html) {
    head.append(html);
    return this;
  }

  /** Begins a section. */
  Page section(String id, String heading) {
    body.append(contents.length() == 0 ? "" : "</section>\n");
    body.append("<section id=\"%s\" aria-labelledby=\"%s-h\">\n".formatted(id, id))
        .append("<h2 id=\"%s-h\">%s</h2>\n".formatted(id, Html.escape(heading)));
    contents.append("<li><a href=\"#%s\">%s</a></li>\n".formatted(id, Html.escape(heading)));
    return this;
  }

  /** Adds HTML. */
  Page add(String html) {
    body.append(html);
    return this;
  }

  /** A paragraph of HTML. */
  Page p(String html) {
    return add("<p>" + html + "</p>\n");
  }

  Page note(String html) {
    return add("<p class=\"note\">" + html + "</p>\n");
  }

  /** Adds a chart, unless there is nothing to draw; a table beside it has to say the same. */
  Page chart(Chart chart) {
    if (chart.hasValues()) {
      charts.add(chart);
      String says = "Chart: " + chart.title() + ". The table in this section has its figures.";
      add(
          "<div class=\"chart\" id=\"%s\" role=\"img\" aria-label=\"%s\"></div>\n"
              .formatted(chart.id(), Html.escape(says)));
    }
    return this;
  }

  /** The whole page. */
  String html() {
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
        .append("<a class=\"skip\" href=\"#main\">Skip to the figures</a>\n<header>\n<h1>")
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

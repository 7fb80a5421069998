package org.corpuslm.report;

import java.util.Locale;
import java.util.Objects;
import org.apache.commons.text.StringEscapeUtils;
import org.corpuslm.neural.network.TextScores;
import org.corpuslm.runtime.Printable;

/** An evaluation as one self-contained HTML page. */
final class HtmlReport {
  private static final String HEAD =
      """
      <!DOCTYPE html>
      <html lang="en">
      <head>
      <meta charset="utf-8">
      <meta name="viewport" content="width=device-width, initial-scale=1">
      <title>Perplexity report</title>
      <style>
      :root { color-scheme: light dark; }
      body { font: 16px/1.5 system-ui, sans-serif; margin: 2rem auto; max-width: 84rem; padding: 0 1rem; }
      .scroll { overflow-x: auto; }
      table { border-collapse: collapse; margin: 1rem 0 2rem; }
      caption { text-align: left; padding: .3rem 0; opacity: .8; }
      th, td { padding: .35rem .8rem; text-align: right; border-bottom: 1px solid #8885; white-space: nowrap; }
      th:first-child, td:first-child { text-align: left; }
      td { font-variant-numeric: tabular-nums; }
      dt { font-weight: 600; }
      dd { margin: 0 0 .6rem 0; }
      code { overflow-wrap: anywhere; }
      </style>
      </head>
      <body>
      """;

  private static final String DEFINITIONS =
      """
      <h2>How the figures are made</h2>
      <dl>
      <dt>Perplexity</dt>
      <dd>exp(−Σ ln p / T) over every token of the split plus one <code>&lt;/s&gt;</code> per
      sentence. <code>&lt;s&gt;</code> is never predicted. A word that is not in the vocabulary
      (OOV) is scored as the unknown word.</dd>
      <dt>Without OOV, without &lt;/s&gt;</dt>
      <dd>The same without the terms of those tokens and their number.</dd>
      <dt>95% interval</dt>
      <dd>Of the perplexity, sentences taken as independent draws.</dd>
      <dt>Score</dt>
      <dd>Stupid backoff gives scores that do not sum to one. exp(−mean ln score) is not a
      perplexity and must not be compared with one.</dd>
      <dt>Comparison</dt>
      <dd>Difference in nats per token, b − a: above 0, a is better; p of a paired two-sided t-test
      over sentences.</dd>
      </dl>
      </body>
      </html>
      """;

  private HtmlReport() {}

  static String of(PerplexityReport.Content content) {
    StringBuilder out = new StringBuilder(HEAD);
    out.append("<h1>Perplexity</h1>\n<p><code>")
        .append(escape(content.corpus()))
        .append("</code>, ")
        .append(escape(content.split()))
        .append(", vocabulary ")
        .append(PerplexityTable.whole(content.vocabularySize()))
        .append(" words</p>\n");
    models(out, content);
    state(out, content);
    comparisons(out, content);
    places(out, content);
    return out.append(DEFINITIONS).toString();
  }

  private static void models(StringBuilder out, PerplexityReport.Content content) {
    open(
        out,
        "Models on the same held-out text",
        "Model",
        "Perplexity",
        "95% interval",
        "Without OOV",
        "Without &lt;/s&gt;",
        "Bits per token",
        "Tokens",
        "OOV",
        "Zero p",
        "Tokens/s",
        "Loading, s");
    for (PerplexityReport.Model m : content.models()) {
      row(
          out,
          escape(m.name()),
          m.perplexity() == null
              ? "score " + PerplexityTable.number(m.score())
              : PerplexityTable.number(m.perplexity()),
          m.confidence95() == null
              ? "–"
              : PerplexityTable.number(m.confidence95()[0])
                  + " – "
                  + PerplexityTable.number(m.confidence95()[1]),
          PerplexityTable.number(m.perplexityExcludingOov()),
          PerplexityTable.number(m.perplexityExcludingEos()),
          PerplexityTable.number(m.bitsPerToken()),
          PerplexityTable.whole(m.tokens()),
          PerplexityTable.whole(m.oov()),
          PerplexityTable.whole(m.zeroProbability()),
          PerplexityTable.whole(Math.round(m.tokensPerSecond())),
          PerplexityTable.number(m.loadSeconds()));
    }
    out.append("</table></div>\n");
  }

  private static void state(StringBuilder out, PerplexityReport.Content content) {
    content.models().stream()
        .map(PerplexityReport.Model::state)
        .filter(Objects::nonNull)
        .findFirst()
        .ifPresent(
            state ->
                out.append("<p>State of neural models: ")
                    .append(escape(state))
                    .append(
                        "; every partition begins with the zero state, and so does every stretch of ")
                    .append(TextScores.WORDS_PER_STREAM)
                    .append(" words or more that a long one is cut into.</p>\n"));
  }

  private static void comparisons(StringBuilder out, PerplexityReport.Content content) {
    if (content.comparisons().isEmpty()) {
      return;
    }
    open(out, "Pairs of models", "a", "b", "b − a, nats per token", "p");
    for (PerplexityReport.Comparison c : content.comparisons()) {
      row(
          out,
          escape(name(content, c.a())),
          escape(name(content, c.b())),
          difference(c.logRatio()),
          c.pValue() == null
              ? "–"
              : c.pValue() < 1e-4 ? "&lt; 0.0001" : String.format(Locale.ROOT, "%.4f", c.pValue()));
    }
    out.append("</table></div>\n");
  }

  private static String difference(Double logRatio) {
    if (logRatio == null) {
      return "–";
    }
    if (logRatio.isInfinite()) {
      return logRatio < 0 ? "infinite" : "−infinite";
    }
    return String.format(Locale.ROOT, "%.5f", -logRatio);
  }

  private static void places(StringBuilder out, PerplexityReport.Content content) {
    out.append("<h2>Where the models are</h2>\n<dl>\n");
    for (PerplexityReport.Model m : content.models()) {
      out.append("<dt>").append(escape(m.name())).append("</dt><dd><code>");
      out.append(escape(m.path())).append("</code></dd>\n");
    }
    out.append("</dl>\n");
  }

  private static String name(PerplexityReport.Content content, String path) {
    return content.models().stream()
        .filter(m -> m.path().equals(path))
        .map(PerplexityReport.Model::name)
        .findFirst()
        .orElse(path);
  }

  private static void open(StringBuilder out, String caption, String... header) {
    out.append("<div class=\"scroll\"><table>\n<caption>")
        .append(caption)
        .append("</caption>\n<tr>");
    for (String h : header) {
      out.append("<th scope=\"col\">").append(h).append("</th>");
    }
    out.append("</tr>\n");
  }

  private static void row(StringBuilder out, String... cells) {
    out.append("<tr>");
    for (String c : cells) {
      out.append("<td>").append(c).append("</td>");
    }
    out.append("</tr>\n");
  }

  private static String escape(String text) {
    return StringEscapeUtils.escapeHtml4(Printable.line(text));
  }
}

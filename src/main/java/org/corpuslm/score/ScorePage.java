package org.corpuslm.score;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.corpuslm.report.Figures;
import org.corpuslm.report.html.Chart;
import org.corpuslm.report.html.Html;
import org.corpuslm.report.html.HtmlTable;
import org.corpuslm.report.html.Page;
import org.corpuslm.runtime.Json;
import org.corpuslm.runtime.Version;

/** Scored documents as one self-contained HTML page. */
final class ScorePage {
  private static final int DRAWN_GROUPS = 12;
  private static final int BARS_PER_E = 8;

  private final ScoreConfig config;
  private final ScoreFacts facts;
  private final Map<String, GroupStats> groups;
  private final Examples examples;
  private final Page page = new Page("Scored documents");

  ScorePage(
      ScoreConfig config, ScoreFacts facts, Map<String, GroupStats> groups, Examples examples) {
    this.config = config;
    this.facts = facts;
    this.groups = groups;
    this.examples = examples;
  }

  String html() {
    long bad = facts.quarantined().values().stream().mapToLong(Long::longValue).sum();
    page.head(
        "<p class=\"lead\">%s documents: <strong>%s</strong> written, %s dropped, %s set aside.</p>",
        Figures.whole(facts.rows()),
        Figures.whole(facts.written()),
        Figures.whole(facts.dropped()),
        Figures.whole(bad));
    figures();
    histogram();
    if (!facts.buckets().isEmpty()) {
      buckets();
    }
    examples();
    made();
    return page.html();
  }

  private void figures() {
    page.section("figures", "Documents by group and model");
    HtmlTable table =
        new HtmlTable(
            "All documents that were scored",
            "Group",
            "Model",
            "Documents",
            "Tokens",
            "OOV tokens",
            "Perplexity",
            "Bits per byte");
    for (ScoreFacts.Group group : facts.groups()) {
      for (ScoreFacts.OfModel model : group.models()) {
        table.row(
            name(group.name()),
            model.name().isEmpty() ? model.path() : model.name(),
            Figures.whole(group.documents()),
            Figures.whole(model.tokens()),
            Figures.whole(model.oov()),
            Figures.number(model.perplexity()),
            Figures.bits(model.bitsPerByte()));
      }
    }
    page.table(table);
    page.note(
        "Perplexity and bits per byte are those of all documents of a group together. A token is a"
            + " word or the end of a %s, as the model splits text.",
        config.format().unit().name().toLowerCase(Locale.ROOT));
    if (!facts.quarantined().isEmpty()) {
      HtmlTable reasons = new HtmlTable("Rows set aside", "Reason", "Rows");
      facts.quarantined().forEach((reason, n) -> reasons.row(reason, Figures.whole(n)));
      page.table(reasons);
    }
  }

  private String name(String group) {
    return !group.isEmpty() ? group : config.by().isEmpty() ? "all" : "(none)";
  }

  /** Shares of the documents by perplexity under the first model, in bins of a factor e^(1/8). */
  private void histogram() {
    page.section("histogram", "Perplexity of documents");
    TreeMap<Integer, TreeMap<String, Long>> bins = new TreeMap<>();
    List<String> drawn = new ArrayList<>();
    for (ScoreFacts.Group group : facts.groups()) {
      if (drawn.size() < DRAWN_GROUPS) {
        drawn.add(group.name());
        groups
            .get(group.name())
            .histogram
            .bins()
            .forEach(
                (bin, n) -> {
                  if (bin != Integer.MAX_VALUE) {
                    int bar = Math.floorDiv(bin, PerplexityHistogram.PER_E / BARS_PER_E);
                    bins.computeIfAbsent(bar, b -> new TreeMap<>())
                        .merge(group.name(), n, Long::sum);
                  }
                });
      }
    }
    if (bins.isEmpty()) {
      page.p("No document has a finite perplexity.");
      return;
    }
    List<Double> at = new ArrayList<>();
    List<List<Double>> shares = new ArrayList<>();
    drawn.forEach(group -> shares.add(new ArrayList<>()));
    List<String> header = new ArrayList<>(drawn.stream().map(this::name).toList());
    HtmlTable table = new HtmlTable("Share of the documents of a group", "Perplexity", header);
    for (int bar = bins.firstKey(); bar <= bins.lastKey(); bar++) {
      double from = Math.exp((double) bar / BARS_PER_E);
      double to = Math.exp((bar + 1.0) / BARS_PER_E);
      at.add(Math.sqrt(from * to));
      List<String> cells = new ArrayList<>();
      for (int g = 0; g < drawn.size(); g++) {
        long n = bins.getOrDefault(bar, new TreeMap<>()).getOrDefault(drawn.get(g), 0L);
        double share = (double) n / groups.get(drawn.get(g)).histogram.documents();
        shares.get(g).add(100 * share);
        cells.add(String.format(Locale.ROOT, "%.2f%%", 100 * share));
      }
      table.row("%s – %s".formatted(Figures.number(from), Figures.number(to)), cells);
    }
    page.chart(
        Chart.lines(
            "c-histogram",
            "Documents by perplexity under the first model",
            Chart.Axis.log("perplexity"),
            at,
            Chart.Axis.linear("% of documents"),
            header,
            shares));
    page.foldedTable("Figures of the chart", table);
  }

  private void buckets() {
    page.section("buckets", "Buckets");
    List<String> names = config.bucketNames();
    HtmlTable counts = new HtmlTable("Documents written", "Bucket", "Documents");
    facts
        .buckets()
        .forEach(
            (name, n) -> counts.row(name.isEmpty() ? "no perplexity" : name, Figures.whole(n)));
    page.table(counts);
    HtmlTable limits =
        new HtmlTable(
            "Highest perplexity of each bucket", "Group", names.subList(0, names.size() - 1));
    for (ScoreFacts.Group group : facts.groups()) {
      limits.row(name(group.name()), group.thresholds().stream().map(Figures::number).toList());
    }
    page.table(limits);
    page.note("Percentiles are those of a histogram of all documents whose bins are 0.024%% wide.");
  }

  private void examples() {
    page.section("examples", "Examples");
    examples
        .byBucket()
        .forEach(
            (bucket, some) -> {
              HtmlTable table =
                  new HtmlTable(
                      bucket.isEmpty() ? "Documents" : "Bucket " + bucket,
                      "Perplexity",
                      "Beginning");
              some.forEach(e -> table.row(Figures.number(e.perplexity()), e.text()));
              page.table(table);
            });
    page.note("Documents are chosen by a hash of their beginning.");
  }

  private void made() {
    page.section("made", "How this page was made");
    page.p("By corpuslm %s, with this configuration:", Version.current());
    page.add("<pre>%s</pre>", Json.write(config));
    page.p(
        "%s tokens per second and task, loading of models not counted.",
        Figures.whole(Math.round(facts.tokensPerSecond())));
    HtmlTable models = new HtmlTable("Models", "Name", "Directory");
    config.models().forEach(m -> models.row(m.name(), Html.code(m.path())));
    page.table(models);
  }
}

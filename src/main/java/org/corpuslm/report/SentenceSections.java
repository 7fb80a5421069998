package org.corpuslm.report;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.corpuslm.evaluate.Evaluation;
import org.corpuslm.evaluate.breakdown.Breakdown;
import org.corpuslm.evaluate.breakdown.RankedSentence;
import org.corpuslm.report.html.Html;
import org.corpuslm.report.html.Page;

/**
 * Section with the hardest and easiest sentences of every model, and the surprisal of each word.
 */
final class SentenceSections {
  private static final double LN2 = Math.log(2);

  /** Bits at which the colors change. */
  private static final double[] STEPS = {2, 4, 6, 9, 12, 15, 19};

  /** Maximum number of hardest sentences of all models together, and of easiest ones. */
  private static final int MAX_SHOWN = 50;

  private static final int MAX_OF_ONE_MODEL = 5;

  private final Page page;
  private final Evaluation evaluation;
  private final List<String> labels;

  SentenceSections(Page page, Evaluation evaluation, List<String> labels) {
    this.page = page;
    this.evaluation = evaluation;
    this.labels = labels;
  }

  void add() {
    page.section("sentences", "Hardest and easiest sentences");
    String key =
        IntStream.range(0, STEPS.length)
            .mapToObj(i -> " <span class=\"w s%d\">from %.0f</span>".formatted(i + 1, STEPS[i]))
            .collect(Collectors.joining());
    page.p(
        "Ranked by bits per token, among sentences of %d words or more; each text appears once. After"
            + " each word stands its surprisal in bits, −log<sub>2</sub> p; redder words are more"
            + " surprising: %s",
        Breakdown.MIN_WORDS, new Html(key));
    for (int m = 0; m < labels.size(); m++) {
      Breakdown b = evaluation.models().get(m).breakdown();
      if (b.hardest().isEmpty()) {
        page.note("The text has no sentence of that length.");
        return;
      }
      page.heading("%s: hardest", labels.get(m));
      list(b.hardest());
      page.heading("%s: easiest", labels.get(m));
      list(b.easiest());
    }
    page.note("More sentences are in <code>tables/sentences.csv</code>.");
  }

  private void list(List<RankedSentence> sentences) {
    int shown = Math.max(1, Math.min(MAX_OF_ONE_MODEL, MAX_SHOWN / labels.size()));
    page.add("<ol class=\"sentences\">");
    sentences.stream().limit(shown).forEach(this::item);
    page.add("</ol>");
  }

  private void item(RankedSentence s) {
    page.add(
        "<li><span class=\"sum\">%s bits per token</span>%s%s</li>",
        bits("%.2f", s.nats() / LN2),
        new Html(
            IntStream.range(0, s.words().size())
                .mapToObj(i -> word(s.words().get(i), -s.lnP()[i] / LN2).markup())
                .collect(Collectors.joining())),
        s.tokens() > s.words().size()
            ? " … and " + Figures.whole(s.tokens() - s.words().size()) + " more tokens"
            : "");
  }

  private static Html word(String word, double bits) {
    int step = 0;
    while (step < STEPS.length && bits >= STEPS[step]) {
      step++;
    }
    return Html.of(
        " <span class=\"w%s\">%s<sub>%s</sub></span>",
        step == 0 ? "" : " s" + step, Html.foreign(word), bits("%.1f", bits));
  }

  private static String bits(String format, double bits) {
    return Double.isInfinite(bits) ? "∞" : String.format(Locale.ROOT, format, bits);
  }
}

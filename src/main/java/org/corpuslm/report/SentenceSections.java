package org.corpuslm.report;

import java.util.List;
import java.util.Locale;
import org.corpuslm.evaluate.Evaluation;
import org.corpuslm.evaluate.breakdown.Breakdown;
import org.corpuslm.evaluate.breakdown.RankedSentence;

/** The hardest and easiest sentences of every model, each word with its surprisal. */
final class SentenceSections {
  private static final double LN2 = Math.log(2);

  /** Bits at which the colors change. */
  private static final double[] STEPS = {2, 4, 6, 9, 12, 15, 19};

  /** Sentences of all models together, of either kind. */
  private static final int MOST = 50;

  private static final int MAX_OF_ONE = 5;

  private final Page page;
  private final Evaluation evaluation;
  private final List<String> labels;

  SentenceSections(Page page, Evaluation evaluation, List<String> labels) {
    this.page = page;
    this.evaluation = evaluation;
    this.labels = labels;
  }

  void add() {
    page.section("sentences", "Worst and best sentences");
    page.p(
        "By bits per token, among sentences of %d words or more; each text once. Behind each word stands its surprisal in bits, −log<sub>2</sub> p; the redder, the more surprising: %s"
            .formatted(Breakdown.MIN_WORDS, key()));
    for (int m = 0; m < labels.size(); m++) {
      Breakdown b = evaluation.models().get(m).breakdown();
      if (b.hardest().isEmpty()) {
        page.note("The text has no sentence that long.");
        return;
      }
      String label = Html.escape(labels.get(m));
      page.add("<h3>%s: worst</h3>\n".formatted(label)).add(list(b.hardest()));
      page.add("<h3>%s: best</h3>\n".formatted(label)).add(list(b.easiest()));
    }
    page.note("More of them: <code>tables/sentences.csv</code>.");
  }

  private static String key() {
    StringBuilder out = new StringBuilder();
    for (int i = 0; i < STEPS.length; i++) {
      out.append(" <span class=\"w s%d\">from %.0f</span>".formatted(i + 1, STEPS[i]));
    }
    return out.toString();
  }

  private String list(List<RankedSentence> sentences) {
    int shown = Math.max(1, Math.min(MAX_OF_ONE, MOST / labels.size()));
    StringBuilder out = new StringBuilder("<ol class=\"sentences\">\n");
    for (RankedSentence s : sentences.subList(0, Math.min(shown, sentences.size()))) {
      out.append("<li><span class=\"sum\">")
          .append(bits(s.nats()))
          .append(" bits per token</span>");
      for (int i = 0; i < s.words().size(); i++) {
        word(out, s.words().get(i), -s.lnP()[i] / LN2);
      }
      if (s.tokens() > s.words().size()) {
        out.append(" … and %,d tokens more".formatted(s.tokens() - s.words().size()));
      }
      out.append("</li>\n");
    }
    return out.append("</ol>\n").toString();
  }

  private static void word(StringBuilder out, String word, double bits) {
    int step = 0;
    while (step < STEPS.length && bits >= STEPS[step]) {
      step++;
    }
    out.append(" <span class=\"w")
        .append(step == 0 ? "" : " s" + step)
        .append("\">")
        .append(Html.foreign(word))
        .append("<sub>")
        .append(Double.isInfinite(bits) ? "∞" : String.format(Locale.ROOT, "%.1f", bits))
        .append("</sub></span>");
  }

  private static String bits(double nats) {
    return Double.isInfinite(nats) ? "∞" : String.format(Locale.ROOT, "%.2f", nats / LN2);
  }
}

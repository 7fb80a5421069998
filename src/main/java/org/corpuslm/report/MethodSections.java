package org.corpuslm.report;

import java.util.ArrayList;
import java.util.List;
import org.corpuslm.evaluate.Evaluation;
import org.corpuslm.evaluate.stats.Bootstrap;
import org.corpuslm.runtime.Json;
import org.corpuslm.runtime.Manifest;
import org.corpuslm.runtime.Version;

/** How the report came about, and what every figure means. */
final class MethodSections {
  private static final String DEFINITIONS =
      """
<dl>
<dt>Perplexity</dt>
<dd>exp(−Σ ln p / T), natural logarithms, over the T tokens of the text: every word and one
<code>&lt;/s&gt;</code> a sentence. <code>&lt;s&gt;</code> is never predicted, it only stands
before the first word. Bits per token: −Σ log<sub>2</sub> p / T. Details files and ARPA have
log<sub>10</sub>.</dd>
<dt>OOV</dt>
<dd>A word that is not in the vocabulary, or literally the unknown word. It is scored as the
unknown word. “Without OOV” leaves out those tokens' terms and their number; they stay in the
history of the words behind them.</dd>
<dt>Without &lt;/s&gt;</dt>
<dd>Leaves out the terms of <code>&lt;/s&gt;</code> and their number.</dd>
<dt>Probability zero</dt>
<dd>Makes a perplexity infinite, and is counted, never skipped.</dd>
<dt>Score</dt>
<dd>Stupid backoff gives scores that do not sum to one. exp(−mean ln score) is not a
perplexity and must not be compared with one; figures by band are of the same kind.</dd>
<dt>95%% interval</dt>
<dd>Of a perplexity: exp(h ± 1.96 s), h being the cross entropy and s its standard error, by
the linearised variance of the ratio of nats to tokens over sentences, taken as independent
draws (Cochran 1977, section 6); <code>confidence95</code> in <code>report.json</code>, and
<code>low95</code>, <code>high95</code> in <code>tables/models</code>.</dd>
<dt>95%% interval of a difference, and p, bootstrap</dt>
<dd>The middle 95 of 100 differences over texts drawn from this one, sentence by sentence with
replacement: in each of %s draws a sentence comes k times, k from Poisson(1), by a hash of the
seed (%d), its partition and its number. All models see the same draws. p is two-sided: twice
the share of draws in which the difference is on the other side of zero, at least
2/(draws + 1).</dd>
<dt>p, t-test</dt>
<dd>Paired two-sided t-test over the differences of ln p of whole sentences;
<code>pValue</code> in <code>report.json</code>.</dd>
<dt>Calibration error</dt>
<dd>Σ n/N · |hits − confidence| over ten ranges of the likeliest word's probability (expected
calibration error; Guo et al. 2017).</dd>
<dt>Tokens/s of one task</dt>
<dd>Tokens over the time that tasks spent on scoring alone, added up.</dd>
</dl>
""";

  private final Page page;
  private final Evaluation evaluation;
  private final Provenance provenance;
  private final List<String> labels;

  MethodSections(Page page, Evaluation evaluation, Provenance provenance, List<String> labels) {
    this.page = page;
    this.evaluation = evaluation;
    this.provenance = provenance;
    this.labels = labels;
  }

  void add() {
    page.section("made", "How this report was made");
    page.p("By corpuslm " + Html.escape(Version.current()) + ", with");
    page.add("<pre>" + Html.escape(provenance.command()) + "</pre>\n");
    page.add("<details><summary>Resolved configuration</summary>\n<pre>")
        .add(Html.escape(Json.write(provenance.config())))
        .add("</pre></details>\n");
    List<List<String>> rows = new ArrayList<>();
    for (int m = 0; m < labels.size(); m++) {
      String path = evaluation.models().get(m).path();
      rows.add(
          List.of(
              Html.escape(labels.get(m)),
              Html.code(path),
              evaluation.models().get(m).serving(),
              Html.code(fingerprint(path))));
    }
    page.add(Html.table("Models", List.of("Model", "Directory", "Served", "Fingerprint"), rows));
    List<List<String>> texts = new ArrayList<>();
    for (Manifest.Input input : evaluation.inputs()) {
      if (evaluation.models().stream().noneMatch(m -> m.path().equals(input.path()))) {
        texts.add(List.of(Html.code(input.path()), Html.code(input.fingerprint())));
      }
    }
    page.add(Html.table("Held-out text", List.of("Where", "Fingerprint"), texts));
    page.note(
        "A fingerprint of a directory is the SHA-256 over its configuration and the checksums of"
            + " its files; of a plain file its size and time. All tables of this page, and longer"
            + " ones, are beside it in <code>tables/</code> as CSV and Parquet; with"
            + " <code>--details</code> every token is in <code>details/</code>.");
    page.section("definitions", "What the figures mean");
    page.add(
        DEFINITIONS.formatted(Figures.whole(evaluation.bootstrap().replicates()), Bootstrap.SEED));
  }

  private String fingerprint(String path) {
    return evaluation.inputs().stream()
        .filter(i -> i.path().equals(path))
        .map(Manifest.Input::fingerprint)
        .findFirst()
        .orElse("–");
  }
}

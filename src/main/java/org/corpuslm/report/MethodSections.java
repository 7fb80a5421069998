package org.corpuslm.report;

import java.util.List;
import org.corpuslm.evaluate.Evaluation;
import org.corpuslm.evaluate.stats.Bootstrap;
import org.corpuslm.report.html.Html;
import org.corpuslm.report.html.HtmlTable;
import org.corpuslm.report.html.Page;
import org.corpuslm.runtime.Json;
import org.corpuslm.runtime.Manifest;
import org.corpuslm.runtime.Version;

/**
 * Sections with the command and the inputs of a report, and with the definitions of its figures.
 */
final class MethodSections {
  private static final String DEFINITIONS =
      """
<dl>
<dt>Perplexity</dt>
<dd>exp(−Σ ln p / T), with natural logarithms, over the T tokens of the text: every word and one
<code>&lt;/s&gt;</code> per sentence. <code>&lt;s&gt;</code> is never predicted; it only stands
before the first word. Bits per token are −Σ log<sub>2</sub> p / T. Details files and ARPA files
have log<sub>10</sub>.</dd>
<dt>Bits per byte, bits per character, per word</dt>
<dd>−Σ log<sub>2</sub> p over the bytes of the text in UTF-8, or over its Unicode characters, and
the word-normalized perplexity exp(−Σ ln p / W) over its W words between white space. The text is
that of the scored lines as they were read, before lower case; the end of each line counts as one
byte and one character, and not as a word. Models of different vocabularies and tokens have these
figures over the same text. An unknown word costs only the probability of the unknown word, not its
spelling, so compare them between models with few OOVs. <code>lm-eval.json</code> has them under
the names of lm-evaluation-harness.</dd>
<dt>OOV</dt>
<dd>A word that is not in the vocabulary, or is literally the unknown word. It is scored as the
unknown word. “Without OOV” leaves out the terms and the number of these tokens; they stay in the
history of the words after them.</dd>
<dt>Without &lt;/s&gt;</dt>
<dd>Leaves out the terms and the number of the <code>&lt;/s&gt;</code> tokens.</dd>
<dt>Zero-probability tokens</dt>
<dd>They make a perplexity infinite; they are counted and never skipped.</dd>
<dt>Score</dt>
<dd>Stupid backoff gives scores that do not sum to one. exp(−mean ln score) is not a perplexity
and must not be compared with one. The figures of its breakdowns are of the same kind.</dd>
<dt>95%% interval</dt>
<dd>Confidence interval of a perplexity: exp(h ± 1.96 s), where h is the cross entropy and s its
standard error, by the linearized variance of the ratio of nats to tokens over sentences, taken as
independent draws (Cochran 1977, section 6). It is <code>confidence95</code> in
<code>report.json</code>, and <code>low95</code> and <code>high95</code> in
<code>tables/models</code>.</dd>
<dt>95%% interval of a difference, and p, bootstrap</dt>
<dd>Paired bootstrap over sentences (Koehn 2004) with %s replicates: the middle 95%% of the
differences. In each replicate a sentence occurs k times, where k is drawn from Poisson(1) by a
hash of the seed (%d), the partition and the number of the sentence. All models see the same
replicates. p is two-sided: twice the share of replicates with the difference on the other side of
zero, at least 2/(replicates + 1).</dd>
<dt>p, t-test</dt>
<dd>Paired two-sided t-test over the differences of ln p of whole sentences;
<code>pValue</code> in <code>report.json</code>.</dd>
<dt>Calibration error</dt>
<dd>Σ n/N · |accuracy − confidence| over ten ranges of the likeliest word's probability, with n of
the N positions in a range (expected calibration error; Guo et al. 2017).</dd>
<dt>Tokens/s per task</dt>
<dd>Tokens over the total time that tasks spent on scoring alone.</dd>
</dl>""";

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
    page.p("By corpuslm %s, with this command:", Version.current());
    page.add("<pre>%s</pre>", provenance.command());
    page.add(
        "<details><summary>Resolved configuration</summary>\n<pre>%s</pre></details>",
        Json.write(provenance.config()));
    HtmlTable models = new HtmlTable("Models", "Model", "Directory", "Serving", "Fingerprint");
    for (int m = 0; m < labels.size(); m++) {
      String path = evaluation.models().get(m).path();
      String serving = evaluation.models().get(m).serving();
      models.row(labels.get(m), Html.code(path), serving, Html.code(fingerprint(path)));
    }
    page.table(models);
    HtmlTable texts = new HtmlTable("Held-out text", "Path", "Fingerprint");
    for (Manifest.Input input : evaluation.inputs()) {
      if (evaluation.models().stream().noneMatch(m -> m.path().equals(input.path()))) {
        texts.row(Html.code(input.path()), Html.code(input.fingerprint()));
      }
    }
    page.table(texts);
    page.note(
        "The fingerprint of a directory is the SHA-256 of its configuration and of the checksums of"
            + " its files; that of a plain file is its size and modification time. The tables of this"
            + " page are in <code>tables/</code> in full, as CSV and Parquet; with"
            + " <code>--details</code>, every token or sentence is in <code>details/</code>.");
    page.section("definitions", "What the figures mean");
    page.add(DEFINITIONS, Figures.whole(evaluation.bootstrap().replicates()), Bootstrap.SEED);
  }

  private String fingerprint(String path) {
    return evaluation.inputs().stream()
        .filter(i -> i.path().equals(path))
        .map(Manifest.Input::fingerprint)
        .findFirst()
        .orElse("–");
  }
}

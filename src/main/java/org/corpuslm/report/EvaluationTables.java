package org.corpuslm.report;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;
import org.corpuslm.evaluate.Evaluation;
import org.corpuslm.evaluate.Evaluation.ModelResult;
import org.corpuslm.evaluate.breakdown.Breakdown;
import org.corpuslm.evaluate.breakdown.Buckets;
import org.corpuslm.evaluate.breakdown.Calibration;
import org.corpuslm.evaluate.breakdown.OovWords;
import org.corpuslm.evaluate.breakdown.RankedSentence;
import org.corpuslm.evaluate.stats.Bootstrap;
import org.corpuslm.evaluate.stats.PerplexityStats;
import org.corpuslm.evaluate.stats.TokenStats;

/** All figures of an evaluation as tables for programs, in nats unless a column is named bits. */
final class EvaluationTables {
  private static final double LN2 = Math.log(2);

  private final Evaluation evaluation;
  private final List<String> labels;

  private EvaluationTables(Evaluation evaluation) {
    this.evaluation = evaluation;
    this.labels = Labels.of(evaluation.models().stream().map(ModelResult::path).toList());
  }

  static List<Table> of(Evaluation evaluation) {
    EvaluationTables t = new EvaluationTables(evaluation);
    return List.of(
        t.models(),
        t.comparisons(),
        t.partitions(),
        t.buckets("frequency", Buckets.frequencies(), Breakdown::byFrequency),
        t.buckets("length", Buckets.LENGTHS.labels(), Breakdown::byLength),
        t.buckets("position", Buckets.POSITIONS.labels(), Breakdown::byPosition),
        t.buckets("order", null, Breakdown::byOrder),
        t.backOff(),
        t.oov(),
        t.calibration(),
        t.confidence(),
        t.sentences());
  }

  private Table models() {
    Table table =
        new Table("models")
            .text("model", "path", "kind", "name", "measure")
            .number("value", "low95", "high95")
            .number("excludingOov", "excludingEos", "crossEntropyNats")
            .number("bitsPerByte", "bitsPerCharacter", "wordPerplexity")
            .whole("tokens", "oov", "zeroProbability", "sentences", "partitions")
            .whole("bytes", "characters", "words");
    for (int m = 0; m < labels.size(); m++) {
      ModelResult r = evaluation.models().get(m);
      PerplexityStats t = r.total();
      double[] interval = r.confidence95();
      table.row(
          labels.get(m),
          r.path(),
          r.kind(),
          r.name(),
          measure(r),
          t.perplexity(),
          end(interval, 0),
          end(interval, 1),
          t.perplexityExcludingOov(),
          t.perplexityExcludingEos(),
          t.crossEntropy(),
          r.normalized() ? (Double) t.bitsPerByte() : null,
          r.normalized() ? (Double) t.bitsPerCharacter() : null,
          r.normalized() ? (Double) t.wordPerplexity() : null,
          t.tokens(),
          t.oov(),
          t.zeroProbability(),
          t.sentences(),
          r.partitions().size(),
          t.size().bytes(),
          t.size().characters(),
          t.size().words());
    }
    return table;
  }

  private static Double end(double[] interval, int i) {
    return interval == null ? null : (Double) interval[i];
  }

  /** Returns the name of exp(−mean ln p): perplexity, or another name if the values are scores. */
  private static String measure(ModelResult r) {
    return r.normalized() ? "perplexity" : "score";
  }

  private Table comparisons() {
    Table table =
        new Table("comparisons")
            .text("a", "b")
            .number("logRatio", "bootstrapLow95", "bootstrapHigh95", "bootstrapP", "tTestP");
    for (Evaluation.Comparison c : evaluation.comparisons()) {
      Bootstrap.Difference d = evaluation.bootstrap().difference(c.a(), c.b());
      table.row(
          labels.get(c.a()),
          labels.get(c.b()),
          c.stats().logRatio(),
          d == null ? null : (Double) d.low(),
          d == null ? null : (Double) d.high(),
          d == null ? null : (Double) d.pValue(),
          c.stats().pValue());
    }
    return table;
  }

  private Table partitions() {
    Table table =
        new Table("partitions")
            .text("model", "measure")
            .whole("partition")
            .text("file")
            .whole("sentences", "tokens", "oov", "zeroProbability")
            .number("crossEntropyNats", "value");
    for (int m = 0; m < labels.size(); m++) {
      ModelResult r = evaluation.models().get(m);
      for (int p = 0; p < r.partitions().size(); p++) {
        PerplexityStats t = r.partitions().get(p);
        table.row(
            labels.get(m),
            measure(r),
            p,
            evaluation.partitions().get(p),
            t.sentences(),
            t.tokens(),
            t.oov(),
            t.zeroProbability(),
            t.crossEntropy(),
            t.perplexity());
      }
    }
    return table;
  }

  /** Returns a row per model and bucket; without names, the buckets are 1, 2, … */
  private Table buckets(
      String name, List<String> buckets, Function<Breakdown, List<TokenStats>> part) {
    Table table =
        new Table(name)
            .text("model", "measure", name)
            .whole("tokens", "zeroProbability")
            .number("share", "crossEntropyNats", "value");
    for (int m = 0; m < labels.size(); m++) {
      ModelResult r = evaluation.models().get(m);
      List<TokenStats> row = part.apply(r.breakdown());
      for (int i = 0; i < row.size(); i++) {
        TokenStats stats = row.get(i);
        table.row(
            labels.get(m),
            measure(r),
            buckets == null ? Integer.toString(i + 1) : buckets.get(i),
            stats.tokens(),
            stats.zeroProbability(),
            (double) stats.tokens() / r.total().tokens(),
            stats.crossEntropy(),
            stats.perplexity());
      }
    }
    return table;
  }

  private Table backOff() {
    Table table = new Table("backoff").text("model").whole("tokens", "backedOff", "steps");
    for (int m = 0; m < labels.size(); m++) {
      Breakdown b = evaluation.models().get(m).breakdown();
      if (!b.byOrder().isEmpty()) {
        long tokens = evaluation.models().get(m).total().tokens();
        table.row(labels.get(m), tokens, b.backedOff(), b.backOffs());
      }
    }
    return table;
  }

  private Table oov() {
    Table table = new Table("oov").text("word").whole("count");
    for (OovWords.Word w : evaluation.oov().words()) {
      table.row(w.word(), w.count());
    }
    return table;
  }

  private Table calibration() {
    Table table =
        new Table("calibration")
            .text("model")
            .whole("positions")
            .number("above", "upTo", "expectedWords")
            .whole("observedWords");
    for (int m = 0; m < labels.size(); m++) {
      Calibration c = evaluation.models().get(m).breakdown().calibration();
      for (int i = 0; c != null && i < Calibration.EDGES.length; i++) {
        table.row(
            labels.get(m),
            c.positions(),
            i == 0 ? 0 : Calibration.EDGES[i - 1],
            Calibration.EDGES[i],
            c.expected(i),
            c.observed(i));
      }
    }
    return table;
  }

  private Table confidence() {
    Table table =
        new Table("confidence")
            .text("model")
            .number("from", "to")
            .whole("positions")
            .number("confidence", "accuracy");
    for (int m = 0; m < labels.size(); m++) {
      Calibration c = evaluation.models().get(m).breakdown().calibration();
      for (int i = 0; c != null && i < Calibration.CONFIDENCES; i++) {
        table.row(
            labels.get(m),
            (double) i / Calibration.CONFIDENCES,
            (i + 1.0) / Calibration.CONFIDENCES,
            c.likeliest(i),
            c.confidence(i),
            c.accuracy(i));
      }
    }
    return table;
  }

  private Table sentences() {
    Table table =
        new Table("sentences")
            .text("model", "which")
            .whole("rank", "tokens")
            .number("bitsPerToken")
            .text("words", "bits");
    for (int m = 0; m < labels.size(); m++) {
      Breakdown b = evaluation.models().get(m).breakdown();
      sentences(table, labels.get(m), "hardest", b.hardest());
      sentences(table, labels.get(m), "easiest", b.easiest());
    }
    return table;
  }

  private static void sentences(
      Table table, String label, String which, List<RankedSentence> sentences) {
    int rank = 1;
    for (RankedSentence s : sentences) {
      table.row(
          label,
          which,
          rank++,
          s.tokens(),
          s.nats() / LN2,
          String.join(" ", s.words()),
          DoubleStream.of(s.lnP())
              .mapToObj(ln -> Double.toString(-ln / LN2))
              .collect(Collectors.joining(" ")));
    }
  }

  /** Returns the names of the models in all tables. */
  static List<String> labels(Evaluation evaluation) {
    return new ArrayList<>(new EvaluationTables(evaluation).labels);
  }
}

package org.corpuslm.evaluate.breakdown;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.corpuslm.evaluate.Evaluate;
import org.corpuslm.evaluate.EvaluateConfig;
import org.corpuslm.evaluate.Evaluation;
import org.corpuslm.evaluate.detail.Details;
import org.corpuslm.evaluate.score.HeldOutText;
import org.corpuslm.evaluate.score.Serving;
import org.corpuslm.evaluate.score.ServingConfig;
import org.corpuslm.ngram.DetailRows;
import org.corpuslm.ngram.Pipeline;
import org.corpuslm.ngram.Pipeline.Report;
import org.corpuslm.ngram.Pipeline.Text;
import org.corpuslm.ngram.Recipe;
import org.corpuslm.ngram.SlowNgrams;
import org.corpuslm.ngram.WordNetGlosses;
import org.corpuslm.runtime.Staging;

/** A small text, evaluated in three partitions with all details, and in one by shards. */
final class BreakdownFixture implements AutoCloseable {
  static final List<Recipe> RECIPES =
      List.of(Recipe.kneserNey(3), Recipe.mle(2), Recipe.stupidBackoff(3, 0.4));
  static final int FILES = 3;
  private static final double LN10 = Math.log(10);

  private final Pipeline pipeline = new Pipeline();
  private final List<List<String>> test;
  private final Map<String, Long> trained = new HashMap<>();
  private final SlowNgrams slow;
  private final List<String> models;
  private final Report report;
  private final Evaluation evaluation;
  private final Evaluation inOnePiece;

  BreakdownFixture() {
    List<String> glosses = WordNetGlosses.all();
    List<String> train = glosses.subList(0, 900);
    List<String> lines = new ArrayList<>(glosses.subList(2000, 2150));
    lines.addAll(List.of("", "of the", "never seen gryphons here", "a " + "very ".repeat(120)));
    lines.addAll(glosses.subList(2000, 2003));
    String corpus = pipeline.corpus(Text.of(train).withTest(lines).inFiles(2, FILES));
    String other = pipeline.corpus(Text.of(train).withTest(lines).inFiles(2, 1));
    test = Pipeline.sentences(lines);
    slow = new SlowNgrams(Pipeline.sentences(train), 3);
    Pipeline.sentences(train).forEach(s -> s.forEach(w -> trained.merge(w, 1L, Long::sum)));
    String counts = pipeline.counts(corpus, 3, 3);
    models = RECIPES.stream().map(r -> pipeline.model(counts, r)).toList();
    report = pipeline.perplexity(models, corpus, "test", Details.WORDS, Serving.REPLICATED);
    evaluation = run(corpus, Serving.REPLICATED);
    inOnePiece = run(other, Serving.SHARDED);
  }

  private Evaluation run(String of, Serving serving) {
    EvaluateConfig config =
        new EvaluateConfig(
            models,
            HeldOutText.ofCorpus(of, "test"),
            Details.NONE,
            ServingConfig.of(serving),
            false,
            false);
    return new Evaluate(Pipeline.cluster(), config).run(new Staging("none"));
  }

  /** The held-out text. */
  List<List<String>> test() {
    return test;
  }

  /** Counts of the words of the training text. */
  Map<String, Long> trained() {
    return trained;
  }

  SlowNgrams slow() {
    return slow;
  }

  Report report() {
    return report;
  }

  Evaluation evaluation() {
    return evaluation;
  }

  Evaluation inOnePiece() {
    return inOnePiece;
  }

  /** A token of the details, with what is around it. */
  record Token(String word, boolean oov, double lnP, int order, int position, int sentenceWords) {}

  /** The details of a model by sentences. */
  List<List<Token>> sentences(int model) {
    List<List<DetailRows.Word>> rows = new ArrayList<>();
    for (DetailRows.Word row : DetailRows.words(report.directory(), model)) {
      if (row.position() == 0) {
        rows.add(new ArrayList<>());
      }
      rows.get(rows.size() - 1).add(row);
    }
    return rows.stream()
        .map(
            s ->
                s.stream()
                    .map(
                        w ->
                            new Token(
                                w.word(),
                                w.oov() == 1,
                                w.log10() * LN10,
                                w.order(),
                                w.position() + 1,
                                s.size() - 1))
                    .toList())
        .toList();
  }

  @Override
  public void close() {
    pipeline.close();
  }
}

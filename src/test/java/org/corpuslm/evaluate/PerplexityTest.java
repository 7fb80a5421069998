package org.corpuslm.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.apache.commons.math3.stat.inference.TTest;
import org.corpuslm.corpus.TextSize;
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
import org.corpuslm.report.PerplexityReport;
import org.corpuslm.runtime.BadInputException;
import org.corpuslm.runtime.Json;
import org.corpuslm.runtime.Staging;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Reports against the slow account of the slow models. */
class PerplexityTest {
  private static final double RELATIVE = 1e-12;
  private static final int ORDER = 3;
  private static final List<Recipe> RECIPES =
      List.of(
          Recipe.kneserNey(3),
          Recipe.kneserNey(3, 0, 0, 1),
          Recipe.addDelta(2, 0.05),
          Recipe.mle(2),
          Recipe.stupidBackoff(3, 0.4),
          Recipe.kneserNey(1));
  private static final int MLE = 3;
  private static final int STUPID = 4;

  private static Pipeline pipeline;
  private static Text text;
  private static String corpus;
  private static List<String> models;
  private static List<SlowEvaluation> slow;
  private static Report report;

  @BeforeAll
  static void evaluate() {
    pipeline = new Pipeline();
    List<String> glosses = WordNetGlosses.all();
    List<String> train = new ArrayList<>(glosses.subList(0, 1200));
    train.addAll(List.of("", "a <unk> word", "a <unk> word", ""));
    List<String> test = new ArrayList<>(glosses.subList(1200, 1320));
    test.addAll(List.of("", "a <unk> word", "never seen gryphons", "", ""));
    Collections.shuffle(test, new Random(1));
    text = Text.of(train).withTest(test).withValid(List.of("a word"));
    corpus = pipeline.corpus(text.inFiles(2, 3));
    String counts = pipeline.counts(corpus, ORDER, 3);
    models = RECIPES.stream().map(r -> pipeline.model(counts, r)).toList();
    slow = new ArrayList<>();
    for (Recipe recipe : RECIPES) {
      SlowNgrams ngrams = new SlowNgrams(Pipeline.sentences(train), recipe.order());
      slow.add(new SlowEvaluation(recipe.slow(ngrams), ngrams, Pipeline.sentences(test)));
    }
    report = pipeline.perplexity(models, corpus, "test", Details.WORDS, Serving.REPLICATED);
  }

  @AfterAll
  static void remove() {
    pipeline.close();
  }

  @Test
  void everyFigureIsThatOfTheSlowAccount() {
    assertThat(report.content().models()).hasSize(RECIPES.size());
    String lines = String.join("\n", text.test()) + "\n";
    TextSize size =
        new TextSize(
            lines.getBytes(StandardCharsets.UTF_8).length,
            lines.codePointCount(0, lines.length()),
            Pipeline.sentences(text.test()).stream().mapToLong(List::size).sum());
    for (int m = 0; m < RECIPES.size(); m++) {
      PerplexityReport.Model actual = report.model(m);
      SlowEvaluation expected = slow.get(m);
      List<SlowEvaluation.Token> tokens = expected.tokens();
      assertThat(actual.path()).isEqualTo(models.get(m));
      assertThat(actual.kind()).isEqualTo("ngram-model");
      assertThat(actual.name()).startsWith(RECIPES.get(m).smoothing().toString());
      assertThat(actual.tokens()).isEqualTo(tokens.size());
      assertThat(actual.sentences()).isEqualTo(text.test().size());
      assertThat(actual.text()).isEqualTo(size);
      assertThat(actual.partitions()).isEqualTo(3);
      assertThat(actual.oov())
          .isEqualTo(tokens.stream().filter(SlowEvaluation.Token::oov).count())
          .isGreaterThan(10);
      assertThat(actual.zeroProbability())
          .isEqualTo(tokens.stream().filter(t -> t.p() == 0).count());
      if (m != STUPID) {
        assertClose(actual.perplexity(), expected.perplexity());
        assertClose(actual.perplexityExcludingOov(), expected.perplexity(t -> !t.oov()));
        assertClose(actual.perplexityExcludingEos(), expected.perplexity(t -> !t.end()));
        assertClose(actual.crossEntropyNats(), Math.log(expected.perplexity()));
        assertClose(actual.bitsPerToken(), Math.log(expected.perplexity()) / Math.log(2));
        double nats = Math.log(expected.perplexity()) * tokens.size();
        assertClose(actual.bitsPerByte(), nats / Math.log(2) / size.bytes());
        assertClose(actual.bitsPerCharacter(), nats / Math.log(2) / size.characters());
        assertClose(actual.wordPerplexity(), Math.exp(nats / size.words()));
        assertThat(actual.score()).isNull();
      }
    }
  }

  private static void assertClose(double actual, double expected) {
    if (Double.isInfinite(expected)) {
      assertThat(actual).isEqualTo(expected);
    } else {
      assertThat(actual).isCloseTo(expected, within(RELATIVE * Math.abs(expected)));
    }
  }

  @Test
  void aZeroProbabilityIsCountedAndMakesThePerplexityInfinite() {
    PerplexityReport.Model mle = report.model(MLE);
    assertThat(mle.perplexity()).isInfinite();
    assertThat(mle.crossEntropyNats()).isInfinite();
    assertThat(mle.zeroProbability()).isGreaterThan(100);
    assertThat(mle.confidence95()).isNull();
    assertThat(report.json()).contains("\"perplexity\" : \"Infinity\"");
    assertThat(report.model(0).zeroProbability()).isZero();
  }

  @Test
  void scoresAreNeverCalledPerplexity() {
    PerplexityReport.Model stupid = report.model(STUPID);
    assertThat(stupid.name()).isEqualTo("stupid-backoff 3-gram (score, not a probability)");
    assertThat(stupid.perplexity()).isNull();
    assertThat(stupid.perplexityExcludingOov()).isNull();
    assertThat(stupid.perplexityExcludingEos()).isNull();
    assertThat(stupid.crossEntropyNats()).isNull();
    assertThat(stupid.bitsPerToken()).isNull();
    assertThat(stupid.bitsPerByte()).isNull();
    assertThat(stupid.wordPerplexity()).isNull();
    assertThat(stupid.confidence95()).isNull();
    assertClose(stupid.score(), slow.get(STUPID).perplexity());
    assertThat(report.content().comparisons())
        .noneMatch(c -> c.a().equals(models.get(STUPID)) || c.b().equals(models.get(STUPID)));
  }

  @Test
  void theReportHasExactlyTheAgreedFields() throws JsonProcessingException {
    JsonNode json = Json.MAPPER.readTree(report.json());
    assertThat(names(json))
        .containsExactly("corpus", "split", "vocabularySize", "models", "comparisons");
    for (int m = 0; m < models.size(); m++) {
      List<String> fields =
          new ArrayList<>(
              List.of(
                  "path",
                  "kind",
                  "name",
                  "perplexity",
                  "perplexityExcludingOov",
                  "perplexityExcludingEos",
                  "crossEntropyNats",
                  "bitsPerToken",
                  "bitsPerByte",
                  "bitsPerCharacter",
                  "wordPerplexity",
                  "tokens",
                  "oov",
                  "zeroProbability",
                  "sentences",
                  "partitions",
                  "seconds",
                  "tokensPerSecond",
                  "loadSeconds",
                  "confidence95"));
      if (m == STUPID) {
        fields.add("score");
      }
      fields.add("text");
      assertThat(names(json.get("models").get(m))).containsExactlyElementsOf(fields);
    }
    assertThat(names(json.get("comparisons").get(0)))
        .containsExactly("a", "b", "logRatio", "pValue");
    assertThat(json.get("corpus").asText()).isEqualTo(corpus);
    assertThat(json.get("split").asText()).isEqualTo("test");
    assertThat(json.get("vocabularySize").asInt())
        .isEqualTo(Pipeline.open(models.get(0)).vocabulary().predictable());
    assertThat(json.get("models").get(0).get("confidence95")).hasSize(2);
    assertThat(report.directory().manifest().files())
        .extracting(org.corpuslm.runtime.PublishedFile::path)
        .contains("report.json", "report.html", "partitions.parquet");
  }

  private static List<String> names(JsonNode node) {
    List<String> names = new ArrayList<>();
    node.fieldNames().forEachRemaining(names::add);
    return names;
  }

  @Test
  void detailsHaveARowPerTokenThatAddsUpToTheFigures() {
    for (int m = 0; m < models.size(); m++) {
      List<DetailRows.Word> rows = DetailRows.words(report.directory(), m);
      List<SlowEvaluation.Token> tokens = slow.get(m).tokens();
      assertThat(rows).hasSize(tokens.size());
      for (int i = 0; i < rows.size(); i++) {
        // The files of the split are scored in their order, so rows follow the text.
        assertThat(rows.get(i).word()).isEqualTo(tokens.get(i).word());
        assertThat(rows.get(i).oov()).isEqualTo(tokens.get(i).oov() ? 1 : 0);
        assertClose(Math.pow(10, rows.get(i).log10()), tokens.get(i).p());
        assertThat(rows.get(i).order()).isBetween(1, RECIPES.get(m).order());
      }
    }
    assertThat(DetailRows.words(report.directory(), 0))
        .anyMatch(w -> w.word().equals("gryphons") && w.oov() == 1);
  }

  @Test
  void sentenceDetailsAreTheSumsOfTheWords() {
    Report perSentence =
        pipeline.perplexity(
            models.subList(0, 1), corpus, "test", Details.SENTENCES, Serving.SHARDED);
    List<DetailRows.Sentence> rows = DetailRows.sentences(perSentence.directory(), 0);
    double[] sums = slow.get(0).sums();
    List<List<String>> sentences = Pipeline.sentences(text.test());
    assertThat(rows).hasSize(sums.length);
    for (int s = 0; s < sums.length; s++) {
      assertThat(rows.get(s).tokens()).isEqualTo(sentences.get(s).size() + 1);
      assertClose(rows.get(s).log10() * Math.log(10), sums[s]);
    }
    assertThat(rows.stream().mapToLong(DetailRows.Sentence::oov).sum())
        .isEqualTo(report.model(0).oov());
  }

  @Test
  void neitherPartitionsNorTheOrderOfTheTextShow() {
    List<String> reversed = new ArrayList<>(text.test());
    Collections.reverse(reversed);
    List<String> others =
        List.of(
            pipeline.corpus(text.inFiles(1, 1)),
            pipeline.corpus(text.inFiles(1, 8)),
            pipeline.corpus(text.withTest(reversed).inFiles(1, 5)));
    int[] partitions = {1, 8, 5};
    for (int c = 0; c < others.size(); c++) {
      Report other = pipeline.perplexity(models, others.get(c), "test");
      assertThat(other.model(0).partitions()).isEqualTo(partitions[c]);
      assertSameFigures(other);
    }
  }

  @Test
  void shardedServingGivesTheSameFiguresAndDetails() {
    for (EvaluateConfig config :
        List.of(
            config(Details.WORDS, Serving.SHARDED, 0), config(Details.WORDS, Serving.AUTO, 1))) {
      Report sharded = pipeline.perplexity(config);
      assertSameFigures(sharded);
      for (int m = 0; m < models.size(); m++) {
        assertThat(DetailRows.words(sharded.directory(), m))
            .isEqualTo(DetailRows.words(report.directory(), m));
      }
    }
  }

  private static EvaluateConfig config(Details details, Serving serving, long memory) {
    return new EvaluateConfig(
        models,
        HeldOutText.ofCorpus(corpus, "test"),
        details,
        new ServingConfig(serving, memory, 0, ""),
        false,
        false);
  }

  private static void assertSameFigures(Report other) {
    for (int m = 0; m < models.size(); m++) {
      PerplexityReport.Model a = report.model(m);
      PerplexityReport.Model b = other.model(m);
      assertThat(b.tokens()).isEqualTo(a.tokens());
      assertThat(b.oov()).isEqualTo(a.oov());
      assertThat(b.sentences()).isEqualTo(a.sentences());
      assertThat(b.zeroProbability()).isEqualTo(a.zeroProbability());
      if (m == STUPID) {
        assertClose(b.score(), a.score());
      } else {
        assertClose(b.perplexity(), a.perplexity());
        assertClose(b.perplexityExcludingOov(), a.perplexityExcludingOov());
        assertClose(b.perplexityExcludingEos(), a.perplexityExcludingEos());
      }
      if (a.confidence95() != null) {
        assertThat(b.confidence95()).containsExactly(a.confidence95(), within(1e-9));
      }
    }
    for (int c = 0; c < report.content().comparisons().size(); c++) {
      PerplexityReport.Comparison a = report.content().comparisons().get(c);
      PerplexityReport.Comparison b = other.content().comparisons().get(c);
      if (Double.isFinite(a.logRatio())) {
        assertThat(b.logRatio()).isCloseTo(a.logRatio(), within(1e-12));
        assertThat(b.pValue()).isCloseTo(a.pValue(), within(1e-9));
      }
    }
  }

  @Test
  void autoServingGoesByTheMemoryThatAModelMayTake() {
    Staging none = new Staging("none");
    EvaluateConfig small = config(Details.NONE, Serving.AUTO, 1);
    assertThat(new Evaluate(Pipeline.cluster(), small).run(none).models())
        .extracting(Evaluation.ModelResult::serving)
        .containsExactly("sharded", "sharded", "sharded", "sharded", "sharded", "replicated");
    EvaluateConfig large = config(Details.NONE, Serving.AUTO, 1L << 40);
    assertThat(new Evaluate(Pipeline.cluster(), large).run(none).models())
        .extracting(Evaluation.ModelResult::serving)
        .containsOnly("replicated");
  }

  @Test
  void comparisonsHaveTheRightSignAndP() {
    List<PerplexityReport.Comparison> comparisons = report.content().comparisons();
    assertThat(comparisons).hasSize(10); // all pairs of the five that are no scores
    for (PerplexityReport.Comparison c : comparisons) {
      int a = models.indexOf(c.a());
      int b = models.indexOf(c.b());
      assertThat(a).isLessThan(b);
      double expected = Math.log(slow.get(a).perplexity() / slow.get(b).perplexity());
      if (Double.isFinite(expected)) {
        assertThat(c.logRatio()).isCloseTo(expected, within(1e-11));
        double p = new TTest().pairedTTest(slow.get(a).sums(), slow.get(b).sums());
        assertThat(c.pValue()).isCloseTo(p, within(1e-9 + 1e-6 * p));
      } else {
        assertThat(c.logRatio()).isEqualTo(expected);
        assertThat(c.pValue()).isNull();
      }
    }
    PerplexityReport.Comparison threeAgainstOne =
        comparisons.stream()
            .filter(c -> c.a().equals(models.get(0)) && c.b().equals(models.get(5)))
            .findFirst()
            .orElseThrow();
    assertThat(threeAgainstOne.logRatio()).as("below 0: a is better").isNegative();
    assertThat(threeAgainstOne.pValue()).isLessThan(1e-6);
  }

  @Test
  void aModelIsNoBetterThanItself() {
    Report twice = pipeline.perplexity(List.of(models.get(0), models.get(0)), corpus, "test");
    assertThat(twice.content().comparisons()).hasSize(1);
    assertThat(twice.content().comparisons().get(0).logRatio()).isZero();
    assertThat(twice.content().comparisons().get(0).pValue()).isEqualTo(1);
  }

  @Test
  void aFigureOverNothingIsNoFigure() {
    String mle3 =
        pipeline.model(
            pipeline.counts(corpus, ORDER, 1), Recipe.mle(3)); // infinite, like that of order 2
    String empty = pipeline.write(List.of("", "", ""), 1);
    Report nothing =
        pipeline.perplexity(
            new EvaluateConfig(
                List.of(models.get(0)),
                HeldOutText.ofFiles(List.of(empty)),
                Details.NONE,
                ServingConfig.of(Serving.AUTO),
                false,
                false));
    assertThat(nothing.model(0).tokens()).isEqualTo(3);
    assertThat(nothing.model(0).perplexityExcludingEos()).isNull();
    Report infinite = pipeline.perplexity(List.of(models.get(MLE), mle3), corpus, "test");
    assertThat(infinite.content().comparisons()).hasSize(1);
    assertThat(infinite.content().comparisons().get(0).logRatio()).isNull();
    assertThat(infinite.content().comparisons().get(0).pValue()).isNull();
    assertThat(infinite.json() + nothing.json()).doesNotContain("NaN");
  }

  @Test
  void theConfidenceIntervalIsAboutThatOfABootstrap() {
    for (int m : new int[] {0, 2, 5}) {
      double[] actual = report.model(m).confidence95();
      double[] bootstrap = slow.get(m).bootstrap95(4000, 1);
      double width = bootstrap[1] - bootstrap[0];
      assertThat(actual[0]).isCloseTo(bootstrap[0], within(0.2 * width));
      assertThat(actual[1]).isCloseTo(bootstrap[1], within(0.2 * width));
      assertThat(report.model(m).perplexity()).isBetween(actual[0], actual[1]);
    }
  }

  @Test
  void plainTextGivesTheFiguresOfThePreparedSplit() {
    String folder = pipeline.write(text.test(), 4);
    Report plain =
        pipeline.perplexity(
            new EvaluateConfig(
                models,
                HeldOutText.ofFiles(List.of(folder)),
                Details.WORDS,
                ServingConfig.of(Serving.AUTO),
                false,
                false));
    assertSameFigures(plain);
    assertThat(plain.content().split()).isEqualTo("text");
    assertThat(plain.content().corpus()).isEqualTo(folder);
    assertThat(DetailRows.words(plain.directory(), 0).stream().map(DetailRows.Word::log10))
        .containsExactlyElementsOf(
            DetailRows.words(report.directory(), 0).stream().map(DetailRows.Word::log10).toList());
  }

  @Test
  void anotherVocabularyIsLabeled() {
    Text lowered = new Text(text.train().subList(0, 900), text.valid(), text.test(), 1, 2);
    String otherCorpus = pipeline.corpus(lowered);
    String other = pipeline.model(pipeline.counts(otherCorpus, 2, 2), Recipe.kneserNey(2));
    List<String> both = List.of(models.get(0), other);

    double expected =
        pipeline.perplexity(List.of(other), otherCorpus, "test").model(0).perplexity();
    for (Serving serving : List.of(Serving.REPLICATED, Serving.SHARDED)) {
      Report labeled =
          pipeline.perplexity(
              new EvaluateConfig(
                  both,
                  HeldOutText.ofCorpus(corpus, "test"),
                  Details.WORDS,
                  ServingConfig.of(serving),
                  false,
                  false));
      assertThat(labeled.model(0).name()).isEqualTo("modified-kneser-ney 3-gram");
      assertThat(labeled.model(1).name())
          .isEqualTo("modified-kneser-ney 2-gram (other vocabulary, compare bits per byte)");
      assertClose(labeled.model(0).perplexity(), slow.get(0).perplexity());
      assertClose(labeled.model(1).perplexity(), expected);
      assertThat(labeled.model(1).oov()).isGreaterThan(labeled.model(0).oov());
      assertThat(labeled.content().comparisons()).isEmpty();
      assertThat(DetailRows.words(labeled.directory(), 1).stream().map(DetailRows.Word::word))
          .containsExactlyElementsOf(
              slow.get(0).tokens().stream().map(SlowEvaluation.Token::word).toList());
    }
  }

  /** Each model of a table has the figures that it has alone, whatever its tokens are. */
  @Test
  void modelsOfOtherTokensStandInOneTable() {
    List<String> train = text.train().subList(0, 600);
    String chars = ofTokenizer(train, "chars", false, 4);
    String lower = ofTokenizer(train, "words", true, 2);
    String again = ofTokenizer(train, "chars", false, 2);
    String file = pipeline.write(text.test(), 2);
    List<String> all = List.of(models.get(0), chars, lower, again);
    for (Serving serving : List.of(Serving.REPLICATED, Serving.SHARDED)) {
      Report table = ofText(all, file, serving);
      for (int m = 0; m < all.size(); m++) {
        PerplexityReport.Model alone = ofText(List.of(all.get(m)), file, serving).model(0);
        PerplexityReport.Model beside = table.model(m);
        assertClose(beside.perplexity(), alone.perplexity());
        assertClose(beside.bitsPerByte(), alone.bitsPerByte());
        assertClose(beside.wordPerplexity(), alone.wordPerplexity());
        assertThat(beside.tokens()).isEqualTo(alone.tokens());
        assertThat(beside.text()).isEqualTo(table.model(0).text());
        assertThat(beside.name().endsWith("(other tokens, compare bits per byte)"))
            .isEqualTo(m > 0);
      }
      assertThat(table.model(1).tokens()).isGreaterThan(3 * table.model(0).tokens());
      assertThat(table.content().comparisons()).hasSize(1);
      assertThat(table.content().comparisons().get(0).a()).isEqualTo(chars);
      assertThat(table.content().comparisons().get(0).b()).isEqualTo(again);
      assertClose(
          table.content().comparisons().get(0).logRatio(),
          Math.log(table.model(1).perplexity() / table.model(3).perplexity()));
    }
    assertThatThrownBy(() -> pipeline.perplexity(List.of(models.get(0), chars), corpus, "test"))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining(chars)
        .hasMessageContaining("--tokenizer chars")
        .hasMessageContaining("--text");
  }

  private static String ofTokenizer(
      List<String> train, String tokenizer, boolean lowercase, int order) {
    String prepared = pipeline.corpus(Text.of(train), tokenizer, lowercase);
    return pipeline.model(pipeline.counts(prepared, order, 2), Recipe.kneserNey(order));
  }

  private static Report ofText(List<String> all, String file, Serving serving) {
    return pipeline.perplexity(
        new EvaluateConfig(
            all,
            HeldOutText.ofFiles(List.of(file)),
            Details.NONE,
            ServingConfig.of(serving),
            false,
            false));
  }
}

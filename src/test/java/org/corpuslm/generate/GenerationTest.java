package org.corpuslm.generate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.corpuslm.corpus.Vocabulary;
import org.corpuslm.generate.Continuation.NextWord;
import org.corpuslm.generate.Generator.Generated;
import org.corpuslm.ngram.Pipeline;
import org.corpuslm.ngram.Pipeline.Text;
import org.corpuslm.ngram.Recipe;
import org.corpuslm.ngram.SlowNgrams;
import org.corpuslm.ngram.model.NgramModel;
import org.corpuslm.runtime.BadInputException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Next-word tables and generated texts of a small model against the slow one. */
class GenerationTest {
  private static final int ORDER = 3;

  private static Pipeline pipeline;
  private static String counts;
  private static SlowNgrams ngrams;
  private static SlowNgrams.Model slow;
  private static NgramModel model;

  @BeforeAll
  static void estimate() {
    pipeline = new Pipeline();
    List<String> lines = tiny();
    counts = pipeline.counts(pipeline.corpus(Text.of(lines)), ORDER, 2);
    ngrams = new SlowNgrams(Pipeline.sentences(lines), ORDER);
    slow = ngrams.modifiedKneserNey(true);
    model = Pipeline.open(pipeline.model(counts, Recipe.kneserNey(ORDER)));
  }

  @AfterAll
  static void remove() {
    pipeline.close();
  }

  private static List<String> tiny() {
    try (InputStream in = GenerationTest.class.getResourceAsStream("/tiny/train.txt")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** All words but {@code <s>}, in the order of their ids. */
  private static List<String> words() {
    Vocabulary vocabulary = model.vocabulary();
    return IntStream.range(0, vocabulary.size())
        .filter(id -> id != Vocabulary.BOS)
        .mapToObj(vocabulary::word)
        .toList();
  }

  @Test
  void theNextWordTableHasAllWordsBestFirst() {
    Map<String, List<String>> histories = new HashMap<>();
    histories.put("", List.of());
    histories.put("students opened their", List.of("students", "opened", "their"));
    histories.put("the gryphons", List.of("the", "gryphons"));
    histories.forEach(
        (context, words) -> {
          for (boolean atStart : List.of(false, true)) {
            List<String> history = new ArrayList<>(words);
            if (atStart) {
              history.add(0, SlowNgrams.BEGIN);
            }
            List<NextWord> table = new Continuation(model, context, atStart).top(1000);
            assertThat(table)
                .extracting(NextWord::word)
                .containsExactlyInAnyOrderElementsOf(words());
            assertThat(table.stream().mapToDouble(NextWord::probability).sum())
                .isCloseTo(1, within(1e-9));
            for (NextWord next : table) {
              double p = slow.p(history, next.word());
              assertThat(next.probability()).isCloseTo(p, within(1e-12 * p));
            }
            List<String> words2 = words();
            assertThat(table)
                .isSortedAccordingTo(
                    Comparator.comparingDouble((NextWord n) -> -n.probability())
                        .thenComparing(n -> words2.indexOf(n.word())));
            assertThat(new Continuation(model, context, atStart).top(3))
                .isEqualTo(table.subList(0, 3));
          }
        });
    assertThat(new Continuation(model, "the gryphons ate", false).unknownWords()).isEqualTo(2);
  }

  @Test
  void wordsOfProbabilityZeroAreInNoTable() {
    NgramModel mle = Pipeline.open(pipeline.model(counts, Recipe.mle(ORDER)));
    List<NextWord> table = new Continuation(mle, "opened their", false).top(1000);
    Set<String> seen = new HashSet<>();
    ngrams.raw(3).keySet().stream()
        .filter(g -> g.subList(0, 2).equals(List.of("opened", "their")))
        .forEach(g -> seen.add(g.get(2)));
    assertThat(table).extracting(NextWord::word).containsExactlyInAnyOrderElementsOf(seen);
    assertThat(table.stream().mapToDouble(NextWord::probability).sum()).isCloseTo(1, within(1e-12));
  }

  @Test
  void theSameSeedGivesTheSameTextAndAnotherSeedAnother() {
    GenerateConfig config = new GenerateConfig(20, 1, 0, 1, 5, false);
    Generated text = new Generator(model, config).run("the");
    assertThat(new Generator(model, config).run("the")).isEqualTo(text);
    Set<String> texts = new HashSet<>();
    for (int seed = 0; seed < 20; seed++) {
      GenerateConfig other = new GenerateConfig(20, 1, 0, 1, seed, false);
      texts.add(new Generator(model, other).run("the").text());
    }
    assertThat(texts).hasSizeGreaterThan(10);
  }

  @Test
  void temperatureZeroFollowsTheBestWords() {
    for (String prompt : List.of("", "the students", "a gryphon")) {
      List<String> history = new ArrayList<>(List.of(SlowNgrams.BEGIN));
      history.addAll(Pipeline.sentences(List.of(prompt)).get(0));
      List<String> expected = new ArrayList<>();
      boolean ended = false;
      while (expected.size() < 12 && !ended) {
        String best =
            words().stream()
                .filter(w -> !w.equals(SlowNgrams.UNKNOWN))
                .max(
                    Comparator.comparingDouble((String w) -> rounded(slow.p(history, w)))
                        .thenComparing(w -> -words().indexOf(w)))
                .orElseThrow();
        ended = best.equals(SlowNgrams.END);
        if (!ended) {
          expected.add(best);
          history.add(best);
        }
      }
      Generated text = new Generator(model, new GenerateConfig(12, 0, 0, 1, 9, false)).run(prompt);
      assertThat(text.words()).isEqualTo(expected);
      assertThat(text.ended()).isEqualTo(ended);
      assertThat(text.text()).isEqualTo((prompt + " " + String.join(" ", expected)).strip());
    }
  }

  /** Ties must not be decided by the last digit. */
  private static double rounded(double p) {
    return Math.round(p * 1e12) / 1e12;
  }

  @Test
  void aTextStopsAtTheEndOfItsSentenceOrAtTheWantedLength() {
    boolean ended = false;
    boolean cut = false;
    for (int seed = 0; seed < 60; seed++) {
      Generated text =
          new Generator(model, new GenerateConfig(5, 1, 0, 1, seed, false)).run("the students");
      assertThat(text.words()).doesNotContain(SlowNgrams.END, SlowNgrams.BEGIN, SlowNgrams.UNKNOWN);
      assertThat(text.words().size()).isLessThanOrEqualTo(5);
      assertThat(text.ended() || text.words().size() == 5).isTrue();
      ended |= text.ended();
      cut |= !text.ended();
    }
    assertThat(ended).isTrue();
    assertThat(cut).isTrue();
  }

  @Test
  void topKAndTopPKeepToTheBestWords() {
    List<NextWord> table = new Continuation(model, "the students", true).top(1000);
    Set<String> topThree = new HashSet<>();
    table.stream()
        .filter(n -> !n.word().equals(SlowNgrams.UNKNOWN))
        .limit(3)
        .forEach(n -> topThree.add(n.word()));
    Set<String> nucleus = new HashSet<>();
    double known =
        table.stream()
            .filter(n -> !n.word().equals(SlowNgrams.UNKNOWN))
            .mapToDouble(NextWord::probability)
            .sum();
    double reached = 0;
    for (NextWord next : table) {
      if (!next.word().equals(SlowNgrams.UNKNOWN) && reached < 0.5 * known) {
        nucleus.add(next.word());
        reached += next.probability();
      }
    }
    assertThat(firstWords(new GenerateConfig(1, 1, 3, 1, 0, false))).isEqualTo(topThree);
    assertThat(firstWords(new GenerateConfig(1, 1, 0, 0.5, 0, false))).isEqualTo(nucleus);
  }

  /** The first words of many texts. */
  private static Set<String> firstWords(GenerateConfig config) {
    Set<String> first = new HashSet<>();
    for (int seed = 0; seed < 400; seed++) {
      GenerateConfig seeded =
          new GenerateConfig(
              1, config.temperature(), config.topK(), config.topP(), seed, config.unknown());
      Generated text = new Generator(model, seeded).run("the students");
      first.add(text.ended() ? SlowNgrams.END : text.words().get(0));
    }
    return first;
  }

  @Test
  void theFirstWordsOfManyTextsAreDistributedAsTheModelSays() {
    int texts = 4000;
    Map<String, Integer> drawn = new HashMap<>();
    for (int seed = 0; seed < texts; seed++) {
      Generated text = new Generator(model, new GenerateConfig(1, 1, 0, 1, seed, true)).run("the");
      drawn.merge(text.ended() ? SlowNgrams.END : text.words().get(0), 1, Integer::sum);
    }
    for (String word : words()) {
      double p = slow.p(List.of(SlowNgrams.BEGIN, "the"), word);
      assertThat(drawn.getOrDefault(word, 0) / (double) texts)
          .as(word)
          .isCloseTo(p, within(5 * Math.sqrt(p * (1 - p) / texts)));
    }
  }

  @Test
  void senselessSettingsAreRefused() {
    assertThatThrownBy(() -> new GenerateConfig(0, 1, 0, 1, 1, false))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("--tokens is 0");
    assertThatThrownBy(() -> new GenerateConfig(1, Double.NaN, 0, 1, 1, false))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("--temperature");
    assertThatThrownBy(() -> new GenerateConfig(1, 1, -1, 1, 1, false))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("--top-k");
    for (double topP : new double[] {0, 1.5, Double.NaN}) {
      assertThatThrownBy(() -> new GenerateConfig(1, 1, 0, topP, 1, false))
          .isInstanceOf(BadInputException.class)
          .hasMessageContaining("--top-p");
    }
  }
}

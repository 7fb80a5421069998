package org.corpuslm.ngram.arpa;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.lifecycle.AfterContainer;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.io.compress.BZip2Codec;
import org.corpuslm.corpus.Vocabulary;
import org.corpuslm.evaluate.EvaluateConfig;
import org.corpuslm.evaluate.detail.Details;
import org.corpuslm.evaluate.score.HeldOutText;
import org.corpuslm.evaluate.score.Serving;
import org.corpuslm.evaluate.score.ServingConfig;
import org.corpuslm.ngram.Pipeline;
import org.corpuslm.ngram.RandomTexts;
import org.corpuslm.ngram.Recipe;
import org.corpuslm.ngram.model.NgramModel;
import org.corpuslm.report.PerplexityReport;
import org.corpuslm.runtime.OutputDirectory;
import org.corpuslm.runtime.Published;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Imports against the dictionary that an ARPA file is, and against the reference figures. */
class ArpaImportTest {
  private static final Path TINY =
      Path.of(System.getProperty("corpuslm.basedir", "."), "src/test/resources/tiny");

  @AfterAll
  static void stop() {
    Pipeline.stop();
  }

  @AfterContainer
  static void stopAfterProperties() {
    Pipeline.stop();
  }

  static ImportConfig config(Path file, String vocabulary, int shards) {
    return new ImportConfig(
        file.toString(), vocabulary, shards, "whitespace", false, "", Double.NaN, false, false);
  }

  static Published importArpa(Path dir, ImportConfig config, long splitBytes) {
    String output = dir.resolve("imported").toString();
    try (OutputDirectory target = OutputDirectory.create(Pipeline.conf(), output, true)) {
      return new ArpaImport(Pipeline.cluster(), config, splitBytes).run(target);
    }
  }

  /** log10 p from the model, the context cut as the model wants it. */
  static double log10(NgramModel model, List<String> history, String word) {
    Vocabulary vocabulary = model.vocabulary();
    int from = Math.max(0, history.size() - (model.facts().order() - 1));
    int[] context = history.stream().skip(from).mapToInt(vocabulary::id).toArray();
    return model.scorer().log10(context, 0, context.length, vocabulary.id(word));
  }

  private static void histories(
      List<String> prefix, int longest, List<String> words, List<List<String>> to) {
    to.add(prefix);
    if (prefix.size() < longest) {
      for (String word : words) {
        if (prefix.isEmpty() || !word.equals("<s>")) {
          List<String> longer = new ArrayList<>(prefix);
          longer.add(word);
          histories(longer, longest, words, to);
        }
      }
    }
  }

  static List<List<String>> histories(int longest, List<String> words) {
    List<List<String>> all = new ArrayList<>();
    histories(List.of(), longest, words, all);
    return all;
  }

  @ParameterizedTest
  @CsvSource({"2, 8.01273269409816, 6.991498985814767", "3, 7.22280532621861, 5.996578231115437"})
  void goldenModelsGiveTheGoldenPerplexities(
      int order, double perplexity, double withoutOov, @TempDir Path dir) {
    Published model =
        config(TINY.resolve("order" + order + ".arpa"), "", 3)
            .run(Pipeline.cluster(), dir.resolve("imported").toString(), false);
    assertThat(model.manifest().facts().get("ngrams").get(0).asInt()).isEqualTo(23);
    try (Pipeline pipeline = new Pipeline()) {
      for (Serving serving : List.of(Serving.REPLICATED, Serving.SHARDED)) {
        PerplexityReport.Model result =
            pipeline
                .perplexity(
                    new EvaluateConfig(
                        List.of(model.path()),
                        HeldOutText.ofFiles(List.of(TINY.resolve("test.txt").toString())),
                        Details.NONE,
                        ServingConfig.of(serving),
                        false,
                        false))
                .model(0);
        assertThat(result.perplexity()).isCloseTo(perplexity, within(1e-6 * perplexity));
        assertThat(result.perplexityExcludingOov())
            .isCloseTo(withoutOov, within(1e-6 * withoutOov));
        assertThat(result.tokens()).isEqualTo(19);
        assertThat(result.oov()).isEqualTo(1);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"order3.arpa.gz", "order3.arpa.bz2"})
  void compressedFilesGiveTheSameModel(String name, @TempDir Path dir) throws IOException {
    byte[] arpa = Files.readAllBytes(TINY.resolve("order3.arpa"));
    try (OutputStream file = Files.newOutputStream(dir.resolve(name));
        OutputStream out = name.endsWith("gz") ? new GZIPOutputStream(file) : bzip2(file)) {
      out.write(arpa);
    }
    Published plain =
        importArpa(dir.resolve("a"), config(TINY.resolve("order3.arpa"), "", 2), 1 << 20);
    Published packed = importArpa(dir.resolve("b"), config(dir.resolve(name), "", 2), 1 << 20);
    assertThat(packed.manifest().files()).isEqualTo(plain.manifest().files());
  }

  private static OutputStream bzip2(OutputStream file) throws IOException {
    BZip2Codec codec = new BZip2Codec();
    codec.setConf(new Configuration());
    return codec.createOutputStream(file);
  }

  @Test
  void windowsLinesPreamblesAndSpacesAreRead(@TempDir Path dir) throws IOException {
    List<String> lines = new ArrayList<>(List.of("made by hand", ""));
    for (String line : Files.readAllLines(TINY.resolve("order3.arpa"))) {
      lines.add(line.replace("ngram 1=23", "ngram  1 =  23").replace('\t', ' ') + "\r");
    }
    Path odd = Files.write(dir.resolve("odd.arpa"), lines);
    Published plain =
        importArpa(dir.resolve("a"), config(TINY.resolve("order3.arpa"), "", 2), 1 << 20);
    Published other = importArpa(dir.resolve("b"), config(odd, "", 2), 300);
    assertThat(other.manifest().files()).isEqualTo(plain.manifest().files());
  }

  @Property(tries = 25)
  void everyProbabilityIsThatOfTheDictionary(@ForAll long seed) throws IOException {
    Random random = new Random(seed);
    List<String> words = new ArrayList<>(List.of("a", "b", "<s>", "ü", "</s>", "c", "<unk>"));
    java.util.Collections.shuffle(words.subList(1, words.size()), random);
    DictionaryArpa arpa = DictionaryArpa.random(random, 1 + random.nextInt(4), words);
    try (Pipeline pipeline = new Pipeline()) {
      Path dir = pipeline.folder();
      Path file = Files.write(dir.resolve("random.arpa"), arpa.lines());
      assertThat(DictionaryArpa.parse(arpa.lines()).lines()).isEqualTo(arpa.lines());
      long splitBytes = 200L + random.nextInt(3000);
      Published directory = importArpa(dir, config(file, "", 1 + random.nextInt(5)), splitBytes);
      NgramModel model = Pipeline.open(directory.path());
      List<String> inFileOrder = new ArrayList<>(List.of("<unk>", "<s>", "</s>"));
      for (String line : arpa.lines()) {
        String[] fields = line.split("\t", -1);
        if (fields.length > 1 && !fields[1].contains(" ") && !inFileOrder.contains(fields[1])) {
          inFileOrder.add(fields[1]);
        }
      }
      for (int id = 0; id < words.size(); id++) {
        assertThat(model.vocabulary().word(id)).isEqualTo(inFileOrder.get(id));
      }
      for (List<String> history : histories(3, words)) {
        for (String word : words) {
          if (!word.equals("<s>")) {
            double expected = arpa.log10(history, word);
            assertThat(log10(model, history, word)).isCloseTo(expected, tolerance(expected));
          }
        }
      }
    }
  }

  private static org.assertj.core.data.Offset<Double> tolerance(double expected) {
    return within(expected == Double.NEGATIVE_INFINITY ? 0 : 1e-12);
  }

  @Property(tries = 8)
  void exportAndImportKeepEveryProbability(@ForAll long seed) throws IOException {
    Random random = new Random(seed);
    List<String> train = RandomTexts.sentences(random, 30);
    Recipe recipe =
        switch (random.nextInt(4)) {
          case 0 -> Recipe.addDelta(3, 0.3);
          case 1 -> Recipe.mle(2);
          case 2 -> Recipe.kneserNey(3, 0, 1);
          default -> Recipe.kneserNey(4);
        };
    try (Pipeline pipeline = new Pipeline()) {
      String corpus =
          pipeline.corpus(Pipeline.Text.of(train).withTest(RandomTexts.sentences(random, 10)));
      String path = pipeline.model(pipeline.counts(corpus, 4, 3), recipe);
      Path arpa = pipeline.arpa(path, random.nextBoolean() ? "m.arpa.gz" : "m.arpa");
      Published imported = importArpa(pipeline.folder(), config(arpa, corpus, 2), 1000);
      NgramModel before = Pipeline.open(path);
      NgramModel after = Pipeline.open(imported.path());
      assertThat(after.vocabularyFingerprint()).isEqualTo(before.vocabularyFingerprint());
      assertThat(after.facts().ngrams().get(recipe.order() - 1))
          .isEqualTo(before.facts().ngrams().get(recipe.order() - 1));
      List<String> words = new ArrayList<>();
      for (int id = 0; id < before.vocabulary().size(); id++) {
        words.add(before.vocabulary().word(id));
      }
      for (List<String> history : histories(3, words)) {
        for (String word : words) {
          if (!word.equals("<s>")) {
            double expected = log10(before, history, word);
            assertThat(log10(after, history, word))
                .isCloseTo(
                    expected,
                    within(expected == Double.NEGATIVE_INFINITY ? 0 : 0.51e-7 * recipe.order()));
          }
        }
      }
      Pipeline.Report report = pipeline.perplexity(List.of(path, imported.path()), corpus, "test");
      double expected = report.model(0).perplexity();
      assertThat(report.model(1).perplexity())
          .isCloseTo(expected, within(Double.isInfinite(expected) ? 0 : 1e-6 * expected));
    }
  }

  @Test
  void numbersAreThoseOfTheJdk() {
    Random random = new Random(7);
    for (int i = 0; i < 20_000; i++) {
      String text =
          switch (i % 4) {
            case 0 -> String.valueOf(-10 * random.nextDouble());
            case 1 -> "-%.7f".formatted(99 * random.nextDouble());
            case 2 -> String.valueOf(random.nextGaussian() * Math.pow(10, random.nextInt(40) - 20));
            default -> "%+d.".formatted(random.nextInt(1000));
          };
      byte[] padded = (" " + text + " ").getBytes(java.nio.charset.StandardCharsets.UTF_8);
      assertThat(ArpaLine.parse(padded, 1, padded.length - 1)).isEqualTo(Double.parseDouble(text));
    }
    for (String text : List.of("", "-", ".", "1.2.3", "nan", "0x10", "1f", "1e", "word")) {
      byte[] bytes = text.getBytes(java.nio.charset.StandardCharsets.UTF_8);
      assertThat(ArpaLine.parse(bytes, 0, bytes.length)).as(text).isNaN();
    }
  }

  @Test
  void pseudoCountsPackTheShardsTheSameWayAgain(@TempDir Path dir) {
    Published model = importArpa(dir, config(TINY.resolve("order3.arpa"), "", 4), 1 << 20);
    Vocabulary vocabulary = Pipeline.open(model.path()).vocabulary();
    double pThe = Math.pow(10, -0.8880446);
    assertThat(vocabulary.count(vocabulary.id("the"))).isEqualTo(Math.round(1e9 * pThe));
    assertThat(vocabulary.count(Vocabulary.BOS)).isEqualTo(vocabulary.count(Vocabulary.EOS));
    assertThat(Arrays.asList(model.manifest().facts().get("parameters").get("vocabularyCounts")))
        .hasToString("[\"unigram probability × 1000000000\"]");
  }
}

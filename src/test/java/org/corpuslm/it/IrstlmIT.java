package org.corpuslm.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.corpuslm.corpus.Tokenizer;
import org.corpuslm.corpus.Tokenizers;
import org.corpuslm.runtime.Json;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * corpuslm's ARPA files in an independent program: IRSTLM's {@code compile-lm --eval} reads them
 * and finds the same perplexity, tokens and OOVs. It counts every word and {@code </s>}, and with
 * {@code --dub=0} scores an OOV as the file's {@code <unk>}, as we do.
 */
class IrstlmIT {
  private static final Path COMPILE_LM = Path.of("/usr/lib/irstlm/bin/compile-lm");
  private static final Pattern RESULT = Pattern.compile("Nw=(\\d+) PP=([0-9.]+) .*Noov=(\\d+) ");
  private static final String WORDNET = "/net/sf/extjwnl/data/wordnet/wn31/data.";

  @TempDir private Path dir;

  @BeforeAll
  static void needsIrstlm() {
    assumeTrue(
        Files.isExecutable(COMPILE_LM),
        COMPILE_LM + " is not installed (Debian package irstlm): ARPA files are not cross-checked");
  }

  @Test
  void tiny() throws IOException {
    Path tiny = Submit.BASE.resolve("src/test/resources/tiny");
    for (int order = 2; order <= 3; order++) {
      check(tiny.resolve("train.txt"), tiny.resolve("test.txt"), order, "--discount-fallback");
    }
  }

  @Test
  void wordNet() throws IOException {
    Tokenizer words = Tokenizers.of("words", true);
    List<String> train = new ArrayList<>();
    List<String> test = new ArrayList<>();
    for (String part : List.of("noun", "verb", "adj", "adv")) {
      try (InputStream in = IrstlmIT.class.getResourceAsStream(WORDNET + part)) {
        assertThat(in).as("WordNet on the test class path").isNotNull();
        BufferedReader reader =
            new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
        for (String line = reader.readLine(); line != null; line = reader.readLine()) {
          int bar = line.indexOf('|');
          if (bar > 0 && Character.isDigit(line.charAt(0))) {
            String gloss = String.join(" ", Tokenizers.split(words, line.substring(bar + 1)));
            ((train.size() + test.size()) % 20 == 7 ? test : train).add(gloss);
          }
        }
      }
    }
    Path trainFile = Files.write(dir.resolve("train.txt"), train);
    Path testFile = Files.write(dir.resolve("test.txt"), test);
    check(trainFile, testFile, 3);
    check(trainFile, testFile, 5);
  }

  private void check(Path train, Path test, int order, String... options) throws IOException {
    Path work = Files.createTempDirectory(dir, "order" + order);
    corpuslm("prepare", "--input", train, "--output", work.resolve("corpus"));
    corpuslm(
        "count",
        "--corpus",
        work.resolve("corpus"),
        "--order",
        order,
        "--output",
        work.resolve("counts"));
    List<Object> estimate =
        new ArrayList<>(
            List.of(
                "estimate",
                "--counts",
                work.resolve("counts"),
                "--output",
                work.resolve("model"),
                "--smoothing",
                "modified-kneser-ney"));
    estimate.addAll(List.of(options));
    corpuslm(estimate.toArray());
    corpuslm(
        "export-arpa", "--model", work.resolve("model"), "--output", work.resolve("model.arpa"));
    corpuslm(
        "perplexity",
        "--model",
        work.resolve("model"),
        "--text",
        test,
        "--output",
        work.resolve("report"));
    JsonNode actual =
        Json.MAPPER.readTree(work.resolve("report/report.json").toFile()).at("/models/0");

    List<String> marked =
        Files.readAllLines(test).stream().map(line -> "<s> " + line + " </s>").toList();
    Path text = Files.write(work.resolve("test.se"), marked);
    Submit.Outcome reference =
        Submit.run(
            List.of(
                COMPILE_LM.toString(),
                work.resolve("model.arpa").toString(),
                "--eval=" + text,
                "--dub=0"),
            Map.of());
    Matcher result = RESULT.matcher(reference.out() + reference.err());
    assertThat(result.find()).as(reference.out() + reference.err()).isTrue();
    assertThat(Long.parseLong(result.group(1))).isEqualTo(actual.get("tokens").asLong());
    assertThat(Long.parseLong(result.group(3))).isEqualTo(actual.get("oov").asLong());
    // It prints two decimals.
    assertThat(Double.parseDouble(result.group(2)))
        .as("perplexity of order " + order)
        .isCloseTo(actual.get("perplexity").asDouble(), within(0.00501));
  }

  private static void corpuslm(Object... arguments) {
    Submit.corpuslm(
            "local[2]", Arrays.stream(arguments).map(Object::toString).toArray(String[]::new))
        .orFail();
  }
}

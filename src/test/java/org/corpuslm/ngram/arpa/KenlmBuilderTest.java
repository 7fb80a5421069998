package org.corpuslm.ngram.arpa;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.corpuslm.ngram.Pipeline;
import org.corpuslm.ngram.Recipe;
import org.corpuslm.ngram.kenlm.BinaryFile;
import org.corpuslm.ngram.kenlm.BinaryModel;
import org.corpuslm.ngram.kenlm.ProbingExport;
import org.corpuslm.ngram.model.NgramModel;
import org.corpuslm.runtime.OutputDirectory;
import org.corpuslm.runtime.Published;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Against KenLM's own code, as Debian's libime-bin has it: reads what its builder writes, and its
 * builder reads what corpuslm writes. Skipped where the program is missing.
 */
class KenlmBuilderTest {
  private static final String BUILDER = "/usr/bin/libime_slm_build_binary";
  private static final int MAX_ORDER = 3; // of libime's build
  private static final double LN10 = Math.log(10);

  @TempDir private static Path dir;
  private static Pipeline pipeline;
  private static final List<NgramModel> MODELS = new ArrayList<>(); // of orders 1 to 3

  @BeforeAll
  static void estimate() {
    assumeTrue(
        Files.isExecutable(Path.of(BUILDER)),
        BUILDER + " is not there; it is in Debian's package libime-bin");
    pipeline = new Pipeline();
    Random random = new Random(1);
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < 3000; i++) {
      StringBuilder line = new StringBuilder();
      for (int w = random.nextInt(15); w > 0; w--) {
        line.append('w').append((int) Math.exp(random.nextDouble() * 6)).append(' ');
      }
      lines.add(line.toString());
    }
    String counts = pipeline.counts(pipeline.corpus(Pipeline.Text.of(lines)), 3, 3);
    for (int order = 1; order <= MAX_ORDER; order++) {
      // Pruned, so that n-grams are missing that longer ones end with.
      Recipe recipe =
          order == MAX_ORDER ? Recipe.kneserNey(order, 0, 1, 1) : Recipe.kneserNey(order);
      MODELS.add(Pipeline.open(pipeline.model(counts, recipe)));
    }
  }

  @AfterAll
  static void stop() {
    if (pipeline != null) {
      pipeline.close();
    }
    Pipeline.stop();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "probing",
        "-p 1.1 probing",
        "trie",
        "-a 255 trie",
        "-a 3 trie",
        "-v trie",
        "-q 16 trie"
      })
  void everyTokenHasTheProbabilityOfTheImportedArpaFile(String options) throws Exception {
    for (int order = 2; order <= MAX_ORDER; order++) {
      NgramModel model = MODELS.get(order - 1);
      String name = "order%d %s".formatted(order, options).replace(' ', '_');
      Path arpa = pipeline.arpa(model.path(), name + ".arpa");
      Path file = dir.resolve(name);
      build(options + " " + arpa + " " + file);
      BinaryFile.open(Pipeline.conf(), file.toString()).verify();
      BinaryModel binary =
          BinaryModel.open(Pipeline.conf(), file.toString())
              .withVocabulary(
                  model.vocabulary(), model.vocabularyFingerprint(), model.path(), null);
      assertThat(binary.vocabularyOf()).isEqualTo(model.path());
      // With 16 bits every value has a bin of its own; ARPA files round to 1e-7.
      Random random = new Random(2);
      for (int i = 0; i < 300; i++) {
        int[] ids = random.ints(20, 2, model.vocabulary().size()).toArray();
        for (int w = 0; w < ids.length; w++) {
          ids[w] = random.nextBoolean() ? 3 + random.nextInt(20) : ids[w];
        }
        ids[random.nextInt(10)] = 0;
        ids[ids.length - 1] = 2;
        double[] expected = new double[ids.length];
        double[] found = new double[ids.length];
        model.scorer().sentence(ids, 0, ids.length, expected, new byte[ids.length]);
        binary.scorer().sentence(ids, 0, ids.length, found, new byte[ids.length]);
        for (int w = 0; w < ids.length; w++) {
          assertThat(found[w] / LN10).isCloseTo(expected[w] / LN10, within(1e-6));
        }
      }
    }
  }

  /**
   * The builder takes rest costs from models of lower orders. They are the same whether it reads
   * those from ARPA files or from files that corpuslm wrote.
   */
  @Test
  void kenlmReadsTheProbabilitiesThatWereWritten() throws Exception {
    Path unigrams = pipeline.arpa(MODELS.get(0).path(), "rest1.arpa");
    Path whole = pipeline.arpa(MODELS.get(2).path(), "rest3.arpa");
    Path bigrams = pipeline.arpa(MODELS.get(1).path(), "rest2.arpa");
    Path binary = dir.resolve("rest2.bin");
    try (OutputDirectory target =
        OutputDirectory.createFile(Pipeline.conf(), binary.toString(), false)) {
      // The ARPA file rounds to 1e-7 what would be rounded to single precision only.
      Published rounded =
          ArpaImportTest.importArpa(dir, ArpaImportTest.config(bigrams, "", 2), 1 << 20);
      new ProbingExport(Pipeline.conf(), Pipeline.open(rounded.path()), 1.5).run(target);
    }
    Path ofArpa = dir.resolve("rest-of-arpa.bin");
    Path ofBinary = dir.resolve("rest-of-binary.bin");
    build("-r", unigrams + " " + bigrams, "probing", whole.toString(), ofArpa.toString());
    build("-r", unigrams + " " + binary, "probing", whole.toString(), ofBinary.toString());
    assertThat(ofBinary).hasSameBinaryContentAs(ofArpa);
    BinaryFile.open(Pipeline.conf(), ofBinary.toString()).verify();
    assertThat(BinaryModel.open(Pipeline.conf(), ofBinary.toString()).name())
        .isEqualTo("KenLM rest probing 3-gram");
  }

  private static void build(String arguments) throws IOException, InterruptedException {
    build(arguments.split(" "));
  }

  private static void build(String... arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of(BUILDER));
    command.addAll(List.of(arguments));
    Path log = dir.resolve("builder.log");
    Process process =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()).start();
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).as(Files.readString(log)).isZero();
  }
}

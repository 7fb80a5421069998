package org.corpuslm.cli.interactive;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.corpuslm.cli.Cli;
import org.corpuslm.generate.Continuation;
import org.corpuslm.generate.Continuation.NextWord;
import org.corpuslm.model.LanguageModel;
import org.corpuslm.ngram.Pipeline;
import org.corpuslm.ngram.Pipeline.Text;
import org.corpuslm.ngram.Recipe;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/** Lines that come over standard input, and what is shown while one types. */
class InteractiveTest {
  private static Pipeline pipeline;
  private static String path;
  private static String characters;
  private static LanguageModel model;

  @BeforeAll
  static void estimate() throws IOException {
    pipeline = new Pipeline();
    List<String> lines;
    try (InputStream in = InteractiveTest.class.getResourceAsStream("/tiny/train.txt")) {
      lines = new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
    }
    path =
        pipeline.model(
            pipeline.counts(pipeline.corpus(Text.of(lines), "words", true), 3, 2),
            Recipe.kneserNey(3));
    characters =
        pipeline.model(
            pipeline.counts(pipeline.corpus(Text.of(lines), "chars", false), 5, 2),
            Recipe.kneserNey(5));
    model = Pipeline.open(path);
  }

  @AfterAll
  static void remove() {
    pipeline.close();
  }

  private static Cli.Result type(byte[] input, Object... command) {
    InputStream before = System.in;
    System.setIn(new ByteArrayInputStream(input));
    try {
      return Cli.run(command);
    } finally {
      System.setIn(before);
    }
  }

  private static Cli.Result type(String input, Object... command) {
    return type(input.getBytes(StandardCharsets.UTF_8), command);
  }

  private static String predicted(String context, Object... more) {
    List<Object> command =
        new ArrayList<>(List.of("predict", "--model", path, "--context", context, "--plot"));
    command.addAll(List.of(more));
    return Cli.run(command.toArray()).succeeded().out();
  }

  @Test
  void everyLineHasItsTable() {
    Cli.Result result =
        type(
            "students opened their\n:top 3\nthe gryphons\n",
            "predict",
            "--model",
            path,
            "--interactive");
    assertThat(result.succeeded().out())
        .isEqualTo(
            predicted("students opened their")
                + "top is 3 now\n"
                + predicted("the gryphons", "--top", 3));
    assertThat(result.out()).contains("1 words of the context are unknown");
  }

  @Test
  void theLastLineMayLackItsEndAndAnEmptyOneIsAContext() {
    assertThat(type("\r\nthe", "predict", "--model", path, "-i", "--sentence-start").out())
        .isEqualTo(predicted("", "--sentence-start") + predicted("the", "--sentence-start"));
    assertThat(type("", "predict", "--model", path, "-i").succeeded().out()).isEmpty();
  }

  @Test
  void everyLineIsContinuedWithSeveralSeeds() {
    Cli.Result result =
        type(
            "the students\n:samples 1\n:seed 8\n:temperature 0\n:tokens 2\nthe\n:quit\nnot read\n",
            "generate",
            "--model",
            path,
            "--interactive");
    List<String> lines = result.succeeded().out().lines().toList();
    assertThat(lines).hasSize(8);
    for (int seed = 1; seed <= 3; seed++) {
      assertThat(lines.get(seed - 1))
          .isEqualTo(
              "[seed %d] %s",
              seed,
              Cli.run("generate", "--model", path, "--prompt", "the students", "--seed", seed)
                  .out()
                  .strip());
    }
    assertThat(lines.get(7))
        .isEqualTo(
            "[seed 8] "
                + Cli.run(
                        "generate",
                        "--model",
                        path,
                        "--prompt",
                        "the",
                        "--temperature",
                        0,
                        "--tokens",
                        2)
                    .out()
                    .strip());
  }

  @Test
  void wrongSettingsAreExplainedAndChangeNothing() {
    Cli.Result result =
        type(
            ":top\n:top x\n:top 0\n:temperature -1\n:top-p 2\n:nonsense\n:help\nthe\n",
            "predict",
            "--model",
            path,
            "-i");
    assertThat(result.succeeded().out())
        .startsWith(
            """
            :top needs a number, for example :top 2
            :top needs a number, for example :top 2
            :top is 0; it must lie in 1 to 1000
            :temperature is -1.0; it must be at least 0
            :top-p is 2.0; it must lie in (0, 1]
            there is no setting :nonsense; :help lists all settings
            """)
        .contains(":quit            end the session")
        .endsWith(predicted("the"));
  }

  @Test
  void usageAndBadBytesAreRefused() {
    Cli.run("predict", "--model", path).refused("either --context TEXT or --interactive");
    Cli.run("predict", "--model", path, "--context", "a", "-i").refused("either --context");
    Cli.run("predict", "--model", path, "-i", "--json").refused("leave out --json");
    Cli.run("generate", "--model", path, "-i", "--prompt", "a").refused("either --prompt");
    byte[] latin1 = "the\nna\u00efve\n".getBytes(StandardCharsets.ISO_8859_1);
    Cli.Result bad = type(latin1, "predict", "--model", path, "-i");
    assertThat(bad.exit()).isEqualTo(CommandLine.ExitCode.USAGE);
    assertThat(bad.out()).as("the line before is answered").isEqualTo(predicted("the"));
    assertThat(bad.err()).contains("standard input, line 2 is not UTF-8");
  }

  @Test
  void theTableFollowsTheLettersTyped() {
    InteractiveSession typing = InteractiveSession.nextWords(model, false, 5);
    NextWordTable table = NextWordTable.of(model, true);
    List<NextWord> all = new Continuation(model, "the students", false).top(1000);
    assertThat(typing.whileTyping("the students "))
        .isEqualTo(table.lines(all.subList(0, 5)))
        .hasSize(6);
    assertThat(typing.whileTyping("The students o"))
        .isEqualTo(table.lines(all.stream().filter(w -> w.word().startsWith("o")).toList()));
    assertThat(typing.whileTyping("the students xyz")).isEqualTo(table.lines(List.of()));
    assertThat(typing.whileTyping(":top")).isEmpty();
    assertThat(typing.whileTyping("")).hasSize(6);
  }

  @Test
  void theBestWordThatFitsIsCompleted() {
    InteractiveSession typing = InteractiveSession.nextWords(model, false, 5);
    assertThat(typing.complete("the students op")).isEqualTo("the students opened ");
    assertThat(typing.complete("The STUDENTS Op")).isEqualTo("The STUDENTS Opened ");
    assertThat(typing.complete("students opened ")).isEqualTo("students opened their ");
    assertThat(typing.complete("the xyz")).isEqualTo("the xyz");
    assertThat(typing.complete(":to")).isEqualTo(":to");
    // The end of the sentence is the most probable, but no text to be typed.
    assertThat(typing.complete("opened their books ")).isNotEqualTo("opened their books </s> ");
  }

  @Test
  void whereLettersAreWordsOneIsAdded() {
    InteractiveSession typing = InteractiveSession.continuations(Pipeline.open(characters), null);
    assertThat(typing.complete("the stud")).isEqualTo("the stude");
    assertThat(typing.complete("the stude")).isEqualTo("the studen");
    assertThat(typing.complete("the students")).as("a space").isEqualTo("the students ");
  }
}

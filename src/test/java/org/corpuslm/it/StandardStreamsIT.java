package org.corpuslm.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * From text to a report without a locale, with a standard output that takes nothing, and through
 * pipes.
 */
class StandardStreamsIT {
  private static final String JAVA = System.getProperty("java.home") + "/bin";
  private static final String LAUNCHER = Submit.BASE.resolve("scripts/corpuslm").toString();
  private static final String MAIN =
      "java %s -cp '%s:%s/target/spark/jars/*' org.corpuslm.cli.Main "
          .formatted(Submit.SHORT, System.getProperty("corpuslm.jar"), Submit.BASE);

  /** Tests the advice for a JVM without a UTF-8 locale. */
  private static final String FIX = "LC_ALL=C.UTF-8";

  private static final String TEXT = "le café est bon\nle café noir\nun café\n";

  @TempDir private Path dir;
  private Path job;

  @BeforeEach
  void write() throws IOException {
    Path text = Files.createDirectory(dir.resolve("texte d'été"));
    Files.writeString(text.resolve("été.txt"), TEXT);
    Files.writeString(text.resolve(".caché"), "passed over");
    job = dir.resolve("job.conf");
    Files.writeString(
        job,
        """
work = out
steps = [
  { command = prepare, input = ["%1$s"], output = ${work}/corpus }
  { command = count, corpus = ${work}/corpus, output = ${work}/counts, order = 2, shards = 2 }
  {
    command = estimate, counts = ${work}/counts, output = ${work}/model
    smoothing = witten-bell
  }
  { command = perplexity, model = [${work}/model], text = ["%1$s"], output = ${work}/report }
]
"""
            .formatted(text));
  }

  /** A command in an empty environment but for a bare PATH. */
  private static List<String> bare(String... command) {
    List<String> all =
        new ArrayList<>(
            List.of(
                "env",
                "-i",
                "PATH=" + JAVA + ":/usr/bin:/bin",
                "CORPUSLM_JVM_OPTS=" + Submit.SHORT,
                "CORPUSLM_SPARK_OPTS=--master local[2]"));
    all.addAll(List.of(command));
    return all;
  }

  private static List<String> shell(String script, Object... arguments) {
    return bare("bash", "-c", script.formatted(arguments));
  }

  /** Neither a locale nor anything else: names, arguments and output are UTF-8 all the same. */
  @Test
  void anEmptyEnvironmentWithoutALocale() throws IOException {
    Path work = dir.resolve("résultats");
    Submit.Outcome run =
        Submit.run(bare(LAUNCHER, "run", job.toString(), "--set", "work=" + work), Map.of())
            .orFail();
    assertThat(run.out()).contains("3 lines read: 3 kept", "1 names that begin with . or _");
    assertThat(run.err()).contains(".caché");
    assertThat(Files.readString(work.resolve("report/manifest.json"))).contains("été.txt");

    String[] context = {"--model", work.resolve("model").toString(), "--context", "le café"};
    String expected = predict("LC_ALL=C.UTF-8", context);
    assertThat(expected).contains("le café ___").doesNotContain("unknown to the model");
    assertThat(predict("TERM=dumb", context)).as("without a locale").isEqualTo(expected);
    assertThat(predict("LC_ALL=xx_XX.UTF-8", context)).as("not installed").isEqualTo(expected);
  }

  private static String predict(String variable, String... options) {
    List<String> command = bare(variable, LAUNCHER, "predict");
    command.addAll(List.of(options));
    return Submit.run(command, Map.of()).orFail().out();
  }

  /**
   * A JVM that others started without a locale: what it cannot read is refused, and how to mend it.
   */
  @Test
  void aJvmWithoutALocaleRefusesWhatArrivedBroken() throws IOException {
    for (String arguments :
        List.of("predict --model m --context 'le café'", "inspect répertoire")) {
      Submit.Outcome refused = Submit.run(shell("%s", MAIN + arguments), Map.of());
      assertThat(refused.exitCode()).as(refused.err()).isEqualTo(2);
      assertThat(refused.err()).contains("arrived broken", FIX);
    }
    Submit.Outcome listed =
        Submit.run(shell("cd '%s' && %s prepare --input texte* --output out", dir, MAIN), Map.of());
    assertThat(listed.exitCode()).isEqualTo(2);
    assertThat(listed.err()).contains(FIX);
    assertThat(dir.resolve("out")).doesNotExist();
  }

  /** A re-training run in such a JVM refuses a new part that it cannot name. */
  @Test
  void aJvmWithoutALocaleRefusesAPartOfARelease() throws IOException {
    Path parts = Files.createDirectory(dir.resolve("parts"));
    Files.writeString(parts.resolve("janvier.txt"), "un café\n");
    Files.writeString(parts.resolve("février.txt"), TEXT);
    Files.writeString(dir.resolve("heldout.txt"), "un café\n");
    Files.writeString(
        job,
        """
release { root = models, parts = [parts], held-out = [heldout.txt], report = report, model = model, margin = 1 }
steps = [ { command = prepare, input = ${release.all}, output = ${release.dir}/text } ]
""");
    Submit.Outcome refused = Submit.run(shell("cd '%s' && %s run job.conf", dir, MAIN), Map.of());
    assertThat(refused.exitCode()).as(refused.err()).isEqualTo(2);
    assertThat(refused.err()).contains("parts/février.txt (its name is not readable", FIX);
    assertThat(dir.resolve("models/versions")).doesNotExist();
  }

  /**
   * Starts Spark's own launcher without a locale, as {@code spark-submit} does. It damages the
   * arguments of the JVM before corpuslm sees them.
   */
  @Test
  void sparkSubmitWithoutALocaleRefusesWhatArrivedBroken() {
    String submit =
        """
        export SPARK_HOME='%s/target/spark' SPARK_SCALA_VERSION=2.12
        mapfile -d '' -t -s 1 command < <(java -Xmx128m -cp "$SPARK_HOME/jars/*" \\
          org.apache.spark.launcher.Main org.apache.spark.deploy.SparkSubmit \\
          --master 'local[1]' --class org.corpuslm.cli.Main '%s' "$@")
        exec "${command[0]#$'\\n'}" "${command[@]:1}"
        """
            .formatted(Submit.BASE.toAbsolutePath(), System.getProperty("corpuslm.jar"));
    for (List<String> arguments :
        List.of(
            List.of("predict", "--model", "m", "--context", "le café"),
            List.of("predict", "--model", "m", "--context", "é"),
            List.of("prepare", "--input", "part-?.txt"), // a ? may have been any one byte
            List.of("prepare", "--input", dir.resolve("texte d'été").toString()),
            List.of("run", job.toString(), "--set", "work=" + dir.resolve("日本")))) {
      List<String> command = bare("bash", "-c", submit, "spark-submit");
      command.addAll(arguments);
      Submit.Outcome refused = Submit.run(command, Map.of());
      assertThat(refused.exitCode()).as(refused.err()).isEqualTo(2);
      assertThat(refused.err()).contains("arrived broken", FIX);
    }
  }

  /** A result that cannot be written to standard output makes every command fail. */
  @Test
  void aFullStandardOutput() throws IOException {
    Submit.Outcome full =
        Submit.run(
            shell("%s run '%s' --set work='%s/out' >/dev/full", LAUNCHER, job, dir), Map.of());
    assertLost(full, "No space left on device");
    assertThat(dir.resolve("out/report/report.html")).as("published before").exists();
    String model = dir.resolve("out/model").toString();
    assertLost(
        Submit.run(shell("%s inspect '%s' --json >/dev/full", LAUNCHER, model), Map.of()),
        "No space left");
    assertLost(
        Submit.run(shell("%s prepare --help >/dev/full", LAUNCHER), Map.of()), "No space left");
    assertLost(
        Submit.run(
            shell("%s predict --model '%s' --context un --json >/dev/full", LAUNCHER, model),
            Map.of()),
        "No space left");
    assertLost(
        Submit.run(
            shell(
                "set -o pipefail; %s export-arpa --model '%s' --output - | true", LAUNCHER, model),
            Map.of()),
        "Broken pipe");
  }

  private static void assertLost(Submit.Outcome outcome, String cause) {
    assertThat(outcome.exitCode()).as(outcome.err()).isEqualTo(1);
    assertThat(outcome.err())
        .contains("corpuslm: the result could not be written to standard output: " + cause);
  }

  /** Text from pipes, and an ARPA file through one. */
  @Test
  void pipesIntoAndOutOfCommands() throws IOException {
    Submit.run(shell("%s run '%s' --set work='%s/out'", LAUNCHER, job, dir), Map.of()).orFail();
    String text = dir.resolve("texte d'été").resolve("été.txt").toString();
    Submit.Outcome piped =
        Submit.run(
            shell(
                "cd '%s'; gzip -c \"%s\" | %s prepare --input - --valid <(cat \"%s\") --output"
                    + " piped --json",
                dir, text, LAUNCHER, text),
            Map.of());
    assertThat(piped.orFail().out()).contains("\"lines\" : 6");
    assertThat(Files.readString(dir.resolve("piped/manifest.json")))
        .contains("\"path\" : \"standard input\"", "SHA-256", "/dev/fd/")
        .doesNotContain("corpuslm-input-");
    Submit.Outcome refused =
        Submit.run(
            shell(
                "cd '%s'; printf 'a\\nb <s>\\n' | %s prepare --input /dev/stdin --output no",
                dir, LAUNCHER),
            Map.of());
    assertThat(refused.exitCode()).isEqualTo(2);
    assertThat(refused.err()).contains("corpuslm: standard input:2: the line holds a literal <s>");
    Submit.run(
            shell(
                "set -o pipefail; cd '%1$s'; %2$s export-arpa --model out/model --output -"
                    + " | tee lm.arpa | %2$s import-arpa --arpa - --output again",
                dir, LAUNCHER),
            Map.of())
        .orFail();
    assertThat(Files.readString(dir.resolve("lm.arpa"), StandardCharsets.UTF_8))
        .startsWith("\\data\\")
        .contains("café")
        .endsWith("\\end\\\n");
    Submit.Outcome scored =
        Submit.run(
            shell(
                "cd '%s'; %s perplexity --model again --text - --output scored <\"%s\"",
                dir, LAUNCHER, text),
            Map.of());
    assertThat(scored.orFail().out()).contains("report:");
  }
}

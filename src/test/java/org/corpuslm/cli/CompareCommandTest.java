package org.corpuslm.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.corpuslm.cli.MadeUpReports.model;
import static org.corpuslm.cli.MadeUpReports.score;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import org.corpuslm.runtime.Json;
import org.corpuslm.runtime.Manifest;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Reports of known figures side by side: what is better, worse, the same, or does not compare. */
class CompareCommandTest {
  private static final String KN = "kneser-ney 5-gram";
  private static final String LSTM = "lstm 1x64";

  @TempDir private Path dir;
  private MadeUpReports reports;

  @BeforeEach
  void setUp() {
    reports = new MadeUpReports(dir);
  }

  private Cli.Result compare(Object... more) {
    List<Object> arguments =
        new ArrayList<>(List.of("compare", "--output", dir.resolve("out"), "--overwrite"));
    arguments.addAll(List.of(more));
    return Cli.run(arguments.toArray());
  }

  private JsonNode json(Object... more) {
    List<Object> arguments = new ArrayList<>(List.of(more));
    arguments.add("--json");
    return compare(arguments.toArray()).json();
  }

  private static String verdict(Cli.Result result) {
    return result.succeeded().out().lines().filter(l -> l.startsWith("verdict:")).findFirst().get();
  }

  private static List<String> verdicts(JsonNode comparison) {
    List<String> verdicts = new ArrayList<>();
    comparison.get("models").forEach(m -> verdicts.add(m.get("judgement").get("verdict").asText()));
    return verdicts;
  }

  @Test
  void aModelIsBetterWorseOrNotToBeToldApart() {
    Path before =
        reports.report(
            "before", model("kn5", KN, 100), model("lstm", LSTM, 80), model("x", "x", 9));
    Path now =
        reports.report("now", model("kn5", KN, 90), model("lstm", LSTM, 88), model("x", "x", 9.1));
    JsonNode result = json("--report", before, now);
    assertThat(verdicts(result)).containsExactly("BETTER", "WORSE", "NOT_DISTINGUISHABLE");
    assertThat(result.get("verdict").asText()).as("one is worse").isEqualTo("WORSE");
    JsonNode lstm = result.get("models").get(1);
    assertThat(lstm.get("judgement").get("change").asDouble()).isCloseTo(0.1, within(1e-12));
    assertThat(lstm.get("judgement").get("intervalsOverlap").asBoolean()).isFalse();
    assertThat(result.get("models").get(2).get("judgement").get("intervalsOverlap").asBoolean())
        .isTrue();

    Cli.Result text = compare("--report", before, now);
    assertThat(verdict(text))
        .isEqualTo("verdict: worse: lstm 1x64 by +10.00 % (now against before, margin 0.00 %)");
    assertThat(text.out())
        .containsPattern("kneser-ney 5-gram +before .* 100.00 +98.00 - 102.00 +baseline")
        .containsPattern("now .* 90.00 +88.20 - 91.80 +-10.00 % +better: intervals do not overlap");
    assertThat(verdict(compare("--report", now, before))).startsWith("verdict: worse: kneser-ney");
    assertThat(verdict(compare("--report", before, now, "--model", "kn5")))
        .startsWith("verdict: better: kneser-ney 5-gram by -10.00 %");
  }

  @Test
  void whatIsWithinTheMarginIsTheSame() {
    Path before = reports.report("before", model("kn5", KN, 100));
    Path now = reports.report("now", model("kn5", KN, 105));
    assertThat(verdict(compare("--report", before, now, "--margin", "0.04"))).contains(": worse:");
    Cli.Result same = compare("--report", before, now, "--margin", "0.06");
    assertThat(verdict(same)).contains(": not distinguishable:", "by +5.00 %", "margin 6.00 %");
    assertThat(same.out()).contains("intervals do not overlap, within the margin");
    compare("--report", before, now, "--margin", "-1").refused("--margin is -1", "at least 0");
  }

  @Test
  void schedulersGetAnExitCode() {
    Path before = reports.report("before", model("kn5", KN, 100));
    Path worse = reports.report("worse", model("kn5", KN, 120));
    Path other = reports.report("other", model("lstm", LSTM, 80));
    assertThat(compare("--report", before, worse).exit()).isZero();
    assertThat(compare("--report", before, worse, "--fail-if-worse").exit())
        .isEqualTo(Main.FAILURE);
    assertThat(dir.resolve("out/compare.json")).exists();
    assertThat(compare("--report", worse, before, "--fail-if-worse").exit()).isZero();
    Cli.Result none = compare("--report", before, other, "--fail-if-worse");
    assertThat(none.exit()).isEqualTo(Main.BAD_INPUT);
    assertThat(none.err()).contains("no model could be compared", "--model");
  }

  @Test
  void infinitePerplexitiesAndScoresAreNotTakenForFigures() throws IOException {
    double infinite = Double.POSITIVE_INFINITY;
    Path before =
        reports.report(
            "before",
            model("a", "a", 100),
            model("b", "b", infinite),
            model("c", "c", infinite),
            score("stupid", "stupid-backoff 3-gram", 50));
    Path now =
        reports.report(
            "now",
            model("a", "a", infinite),
            model("b", "b", 100),
            model("c", "c", infinite),
            score("stupid", "stupid-backoff 3-gram", 60));
    JsonNode result = json("--report", before, now);
    assertThat(verdicts(result))
        .containsExactly("WORSE", "BETTER", "NOT_DISTINGUISHABLE", "NOT_COMPARED");
    assertThat(result.findValues("change")).allMatch(JsonNode::isNull);
    Cli.Result text = compare("--report", before, now);
    assertThat(text.out()).contains("score 60.00", "scores do not compare", "it is infinite");
    assertThat(verdict(text)).startsWith("verdict: worse: a, it is infinite (");
    assertThat(Files.readString(dir.resolve("out/compare.html")))
        .containsPattern("\\[ 100.0, null \\], \\[ null, 100.0 \\]");
  }

  @Test
  void aModelMayBeMissing() {
    Path before = reports.report("before", model("kn5", KN, 100), model("old", "old", 7));
    Path now = reports.report("now", model("kn5", KN, 100), model("new", "new", 8));
    JsonNode result = json("--report", before, now);
    assertThat(verdicts(result))
        .containsExactly("NOT_DISTINGUISHABLE", "NOT_COMPARED", "NOT_COMPARED");
    assertThat(result.get("verdict").asText()).isEqualTo("NOT_DISTINGUISHABLE");
    assertThat(compare("--report", before, now).out())
        .contains("not compared: the last report lacks it", "not compared: new");
  }

  @Test
  void modelsAreMatchedByNameThenByDirectory() {
    Path before =
        reports.report(
            "before",
            model("mixed", "mixture 0.4 a + 0.6 b", 50),
            model("kn5", KN, 100),
            model("kn5-small", KN, 110));
    Path now =
        reports.report(
            "now",
            model("kn5-small", KN, 111),
            model("kn5", KN, 101),
            model("mixed", "mixture 0.5 a + 0.5 b", 51));
    JsonNode models = json("--report", before, now).get("models");
    List<String> pairs = new ArrayList<>();
    for (JsonNode row : models) {
      pairs.add(
          row.get("figures").get(0).get("perplexity").asInt()
              + " "
              + row.get("figures").get(1).get("perplexity").asInt());
    }
    assertThat(pairs).containsExactly("50 51", "100 101", "110 111");
    assertThat(models.get(0).get("name").asText()).isEqualTo("mixture 0.5 a + 0.5 b");

    Path renamed = reports.report("renamed", model("fresh", "fresh", 52));
    assertThat(verdict(compare("--report", before, renamed, "--model", "mixed=fresh")))
        .contains("fresh by +4.00 %");
    compare("--report", before, now, "--model", KN)
        .refused("two such models", "file:/models/kn5", "give the path of one");
    compare("--report", before, now, "--model", "nothing").refused("no report has it", "kn5-small");
  }

  @Test
  void otherTextIsRefusedUnlessForced() throws IOException {
    Path before = reports.report("before", model("kn5", KN, 100));
    Path now = reports.of("file:/other", "another").report("now", model("kn5", KN, 120));
    compare("--report", before, now).refused(before, "cannot be told", "--force-corpora");
    assertThat(dir.resolve("out")).doesNotExist();
    Cli.Result forced = compare("--report", before, now, "--force-corpora");
    assertThat(verdict(forced)).startsWith("verdict: worse").endsWith("; NOT THE SAME TEXT");
    assertThat(forced.out()).contains("before is not comparable: whether its held-out text");
    assertThat(Files.readString(dir.resolve("out/compare.html"))).contains("NOT THE SAME TEXT");

    Path larger =
        reports.of("file:/other", "another").vocabulary(2000).report("larger", model("kn5", KN, 9));
    compare("--report", now, larger).refused("its vocabulary has 1,000 words", "2,000");
  }

  @Test
  void theSameTextInACorpusMadeAnewCompares() {
    Manifest.Input a = reports.corpus("a", "train", "test text");
    Manifest.Input b = reports.corpus("b", "more train", "test text");
    Manifest.Input c = reports.corpus("c", "more train", "other text");
    Path ofA = reports.of(a.path(), a.fingerprint()).report("of-a", model("kn5", KN, 100));
    Path ofB = reports.of(b.path(), b.fingerprint()).report("of-b", model("kn5", KN, 90));
    Path ofC = reports.of(c.path(), c.fingerprint()).report("of-c", model("kn5", KN, 80));
    assertThat(verdict(compare("--report", ofA, ofB))).startsWith("verdict: better");
    compare("--report", ofB, ofC).refused("its held-out text is not that of");
  }

  @Test
  void otherTokensAreNotCompared() {
    Path before = reports.report("before", model("kn5", KN, 100));
    Map<String, Object> other = model("kn5", KN, 50);
    other.put("oov", 700);
    Path now = reports.report("now", other);
    JsonNode result = json("--report", before, now);
    assertThat(verdicts(result)).containsExactly("NOT_COMPARED");
    assertThat(result.findValue("reason").asText()).contains("5,000 tokens with 700 OOV");
  }

  @Test
  void detailsOfTheSentencesSeeWhatIntervalsDoNot() {
    Random random = new Random(3);
    double[] old = random.doubles(200, -40, -10).toArray();
    double[] worse = old.clone();
    for (int i = 0; i < worse.length; i++) {
      worse[i] -= 0.05 * random.nextDouble();
    }
    Path before = reports.report("before", new double[][] {old}, model("kn5", KN, 100));
    Path now = reports.report("now", new double[][] {worse}, model("kn5", KN, 101));
    JsonNode judgement = json("--report", before, now).get("models").get(0).get("judgement");
    assertThat(judgement.get("verdict").asText()).isEqualTo("WORSE");
    assertThat(judgement.get("intervalsOverlap").asBoolean()).isTrue();
    assertThat(judgement.get("pValue").asDouble()).isLessThan(1e-4);
    assertThat(compare("--report", before, now).out()).contains("worse: paired test, p < 0.0001");

    Path without = reports.report("without", model("kn5", KN, 101));
    assertThat(verdict(compare("--report", before, without))).contains("not distinguishable");
    Path shorter = reports.report("shorter", new double[][] {{-1, -2}}, model("kn5", KN, 101));
    assertThat(compare("--report", before, shorter).out()).contains("intervals overlap");
  }

  @Test
  void historyHasACurveAndTwoPossibleBaselines() throws IOException {
    Path a = reports.report("night-1/report", model("kn5", KN, 100));
    Path b = reports.report("night-2/report", model("kn5", KN, 80));
    Path c = reports.report("night-3/report", model("kn5", KN, 90));
    JsonNode previous = json("--report", a, b, c);
    assertThat(previous.get("verdict").asText()).isEqualTo("WORSE");
    assertThat(previous.get("baseline").asInt()).isEqualTo(1);
    assertThat(previous.findValuesAsText("label"))
        .containsExactly("night-1/report", "night-2/report", "night-3/report");
    assertThat(previous.get("models").get(0).findValues("change").get(0).asDouble())
        .as("the first against the baseline")
        .isCloseTo(0.25, within(1e-12));
    JsonNode first = json("--report", a, b, c, "--baseline", "first");
    assertThat(first.get("verdict").asText()).isEqualTo("BETTER");

    String page = Files.readString(dir.resolve("out/compare.html"));
    assertThat(page)
        .startsWith("<!DOCTYPE html>")
        .endsWith("</html>\n")
        .contains("[ 100.0, 80.0, 90.0 ]")
        .contains("<td>night-3/report</td>")
        .doesNotContain("src=")
        .doesNotContain("<link");
    byte[] bytes = Files.readAllBytes(dir.resolve("out/compare.json"));
    assertThat(Json.MAPPER.readTree(bytes)).isEqualTo(first);
    json("--report", a, b, c, "--baseline", "first");
    assertThat(dir.resolve("out/compare.json")).hasBinaryContent(bytes);
    assertThat(dir.resolve("out/compare.html")).content().isEqualTo(page);
  }

  @Test
  void versionsOfARootComeInTheOrderOfTime() {
    for (String id : List.of("bbb", "aaa", "ccc")) {
      double perplexity = id.equals("bbb") ? 100 : id.equals("aaa") ? 150 : 90;
      Path report =
          reports
              .of("file:/" + id, id)
              .report("models/versions/" + id + "/report", model("kn5", KN, perplexity));
      String day = id.equals("bbb") ? "01" : id.equals("aaa") ? "02" : "03";
      String state = id.equals("aaa") ? "REJECTED" : "PUBLISHED";
      reports.version(
          "models", id, "2026-01-" + day + "T00:00:00.5Z", state, "the same text", report);
    }
    Path root = dir.resolve("models");
    JsonNode result = json("--root", root);
    assertThat(result.findValuesAsText("label")).containsExactly("bbb", "aaa", "ccc");
    assertThat(result.get("baseline").asInt()).as("the second was rejected").isZero();
    assertThat(result.get("verdict").asText()).isEqualTo("BETTER");
    assertThat(compare("--root", root).out()).contains("aaa (rejected)  2026-01-02 00:00");
    assertThat(dir.resolve("out/compare.html"))
        .content()
        .contains("\"labels\" : [ \"bbb\", \"aaa\", \"ccc\" ]", "[ 100.0, 150.0, 90.0 ]");

    compare("--root", root, "--root-report", "nothing").refused("nothing", "does not exist");
    compare("--root", dir.resolve("empty")).refused("has 0 versions so far", "--report");
  }

  @Test
  void whatIsNoReportIsRefused() throws IOException {
    Path good = reports.report("good", model("kn5", KN, 100));
    compare("--report", good).refused("only one report", "--root");
    compare().refused("give --report twice");
    compare("--report", good, good).refused("is given twice");
    compare("--report", good, dir.resolve("nothing")).refused("nothing does not exist");
    reports.corpus("corpus", "a", "b");
    compare("--report", good, dir.resolve("corpus")).refused("is a corpus directory", "report");
    Path damaged = reports.report("damaged", model("kn5", KN, 100));
    Files.writeString(damaged.resolve("report.json"), "{}");
    compare("--report", good, damaged).refused("report.json is damaged");
  }

  @Test
  void theLanguageOfTheMachineDoesNotShow() {
    Path report =
        reports.report("report", model("a", "a".repeat(999), 1), model("b", "b".repeat(999), 2));
    String files = Cli.run("inspect", report, "--files").succeeded().out();
    assertThat(files).containsPattern("[0-9],[0-9]{3} bytes");
    Locale before = Locale.getDefault();
    try {
      Locale.setDefault(Locale.GERMANY);
      assertThat(Cli.run("inspect", report, "--files").succeeded().out()).isEqualTo(files);
    } finally {
      Locale.setDefault(before);
    }
  }

  @Test
  void aStepOfAPipelineIsSkippedWhenNothingChanged() throws IOException {
    Path before = reports.report("before", model("kn5", KN, 100));
    Path now = reports.report("now", model("kn5", KN, 90));
    Path job = dir.resolve("job.conf");
    String step =
        "{ command = compare, report = [\"%s\", \"%s\"], output = \"%s\" }"
            .formatted(before, now, dir.resolve("compared"));
    Files.writeString(job, "steps = [ " + step + " ]");
    for (boolean skipped : List.of(false, true)) {
      JsonNode done = Cli.run("run", job, "--json").json().get("steps").get(0);
      assertThat(done.get("skipped").asBoolean()).isEqualTo(skipped);
      assertThat(done.get("result").get("verdict").asText()).isEqualTo("BETTER");
    }
    Files.writeString(job, "steps = [ " + step.replace(" }", ", fail-if-worse = true }") + " ]");
    Cli.run("run", job).refused("--fail-if-worse", "run compare by itself");
  }
}

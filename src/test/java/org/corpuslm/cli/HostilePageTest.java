package org.corpuslm.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Words, names and paths on HTML pages are shown: they do not become part of the page. */
class HostilePageTest {
  private static final String NAME = "m\"'><img src=x onerror=alert(1)>&amp;\u202egnp";
  private static final String SCRIPT = "<script>alert(2)</script>";

  @TempDir private Path root;

  @Test
  void pagesShowWhatTheyWouldOtherwiseRun() throws IOException {
    String words =
        "</script><img/src=x/onerror=alert(3)> & \" ' <!--<script> \u202eevil \u2028x ${y}";
    Path text =
        Files.writeString(root.resolve("text.txt"), (words + "\nthe rain\nit fell\n").repeat(30));
    Path directory = Files.createDirectories(root.resolve(NAME));
    Path corpus = directory.resolve("corpus");
    Path counts = root.resolve("counts");
    Path model = directory.resolve("model");
    Path report = root.resolve("report");
    Cli.run("prepare", "--input", text, "--test", text, "--output", corpus).succeeded();
    Cli.run("count", "--corpus", corpus, "--output", counts, "--order", 2).succeeded();
    Cli.run("estimate", "--counts", counts, "--output", model, "--smoothing", "witten-bell")
        .succeeded();
    Path manifest = model.resolve("manifest.json");
    String named =
        Files.readString(manifest)
            .replace("\"smoothing\" : \"witten-bell\"", "\"smoothing\" : \"" + SCRIPT + "\"");
    assertThat(named).contains(SCRIPT);
    Files.writeString(manifest, named);
    Cli.run("perplexity", "--model", model, "--corpus", corpus, "--output", report).succeeded();
    String page = Files.readString(report.resolve("report.html"));
    assertHarmless(page);
    assertThat(page)
        .contains("&lt;script&gt;alert(2)&lt;/script&gt;")
        .contains("m&quot;")
        .contains("&lt;img src=x onerror=alert(1)&gt;&amp;amp;");

    Path network = directory.resolve("network");
    Cli.run(
            "train",
            "--corpus",
            corpus,
            "--output",
            network,
            "--hidden",
            2,
            "--embedding",
            2,
            "--epochs",
            1)
        .succeeded();
    String training = Files.readString(network.resolve("training.html"));
    assertHarmless(training);
    assertThat(training).contains("&lt;img src=x onerror=alert(1)&gt;");
  }

  private static void assertHarmless(String page) {
    assertThat(page)
        .doesNotContain("<img src", "<img/src", SCRIPT, "</script><", "<!--<script>")
        .doesNotContain("\u202e", "\u2028");
  }
}

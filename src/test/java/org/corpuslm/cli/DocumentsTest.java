package org.corpuslm.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.corpuslm.neural.network.Architecture;
import org.corpuslm.ngram.smoothing.EstimateConfig.Smoothing;
import org.corpuslm.runtime.Json;
import org.junit.jupiter.api.Test;

/** The documentation is complete and leads nowhere that is not there. */
class DocumentsTest {
  private static final Pattern LINK = Pattern.compile("\\[[^\\]]*\\]\\(([^)\\s]+)\\)");
  private static final Pattern HEADING = Pattern.compile("(?m)^#+ +(.*)$");
  private static final Pattern OPTION = Pattern.compile("(?<![\\w-])--[a-z][a-z0-9-]+");

  /** Options of spark-submit and of other scripts, and those of every program. */
  private static final Set<String> OTHERS =
      Set.of(
          "--master",
          "--deploy-mode",
          "--properties-file",
          "--conf",
          "--driver-memory",
          "--jars",
          "--execute",
          "--minutes",
          "--tasks",
          "--help",
          "--version");

  private static final List<String> PAGES =
      List.of(
          "README.md",
          "docs/clusters.md",
          "docs/commands.md",
          "docs/formats.md",
          "docs/operations.md",
          "docs/reliability.md");

  /** A picture may take some; tables and text take less. */
  private static final int MAX_OUTPUT = 50_000;

  @Test
  void everyCommandHasAPlace() throws IOException {
    String reference = Documents.read("docs/commands.md");
    String readme = Documents.read("README.md");
    for (String command : Main.commandLine().getSubcommands().keySet()) {
      assertThat(reference).contains("\n## " + command + "\n");
      if (!Set.of("help", "generate-completion").contains(command)) {
        assertThat(readme).contains("\n| `" + command + "` |");
      }
    }
  }

  @Test
  void optionsThatAreNamedExist() throws IOException {
    Set<String> known = new TreeSet<>(OTHERS);
    Main.commandLine()
        .getSubcommands()
        .values()
        .forEach(c -> known.addAll(c.getCommandSpec().optionsMap().keySet()));
    for (String page : PAGES) {
      Matcher option = OPTION.matcher(Documents.read(page));
      while (option.find()) {
        assertThat(known).as(page).contains(option.group());
      }
    }
  }

  @Test
  void everyModelHasItsFormula() throws IOException {
    String concepts = Documents.read("docs/concepts.md");
    for (Smoothing smoothing : Smoothing.values()) {
      assertThat(concepts).contains("\n| `" + smoothing + "` |");
    }
    for (Architecture architecture : Architecture.values()) {
      assertThat(concepts).contains("\n| `" + architecture + "` |");
    }
  }

  @Test
  void classesThatNotebooksImportExist() throws IOException, ClassNotFoundException {
    Pattern imported = Pattern.compile("import (org\\.corpuslm\\.[A-Za-z0-9.]+);");
    try (Stream<Path> notebooks = Files.list(Path.of("notebooks"))) {
      for (Path notebook : (Iterable<Path>) notebooks::iterator) {
        Matcher name = imported.matcher(Files.readString(notebook));
        assertThat(name.find()).as(notebook.toString()).isTrue();
        do {
          Class.forName(name.group(1));
        } while (name.find());
      }
    }
  }

  @Test
  void linksLeadSomewhere() throws IOException {
    for (Path page : Documents.all()) {
      Matcher link = LINK.matcher(Files.readString(page));
      while (link.find()) {
        if (link.group(1).startsWith("https://")) {
          continue;
        }
        String[] parts = link.group(1).split("#", 2);
        Path target = parts[0].isEmpty() ? page : page.resolveSibling(parts[0]).normalize();
        assertThat(target).as("%s: %s", page, link.group(1)).exists();
        if (parts.length == 2) {
          assertThat(anchors(target)).as("%s: %s", page, link.group(1)).contains(parts[1]);
        }
      }
    }
  }

  /** Headings as addresses: lower case, without punctuation, hyphens for spaces. */
  private static List<String> anchors(Path page) throws IOException {
    List<String> anchors = new ArrayList<>();
    Matcher heading = HEADING.matcher(Files.readString(page));
    while (heading.find()) {
      String text = heading.group(1).toLowerCase(Locale.ROOT);
      anchors.add(text.replaceAll("[^\\p{L}\\p{N}_ -]", "").replace(' ', '-'));
    }
    return anchors;
  }

  @Test
  void notebooksAreInJavaAndStoredWithoutMuchOutput() throws IOException {
    List<Path> notebooks;
    try (Stream<Path> files = Files.list(Documents.BASE.resolve("notebooks"))) {
      notebooks = files.filter(f -> f.toString().endsWith(".ipynb")).toList();
    }
    assertThat(notebooks).isNotEmpty();
    for (Path notebook : notebooks) {
      JsonNode content = Json.MAPPER.readTree(notebook.toFile());
      assertThat(content.at("/metadata/kernelspec/name").asText()).isEqualTo("corpuslm-java");
      for (JsonNode cell : content.get("cells")) {
        for (JsonNode line : cell.get("source")) {
          assertThat(line.asText())
              .as("HOCON replaces nothing in quotation marks")
              .doesNotContain("\"${");
        }
        for (JsonNode output : cell.path("outputs")) {
          assertThat(output.toString().length()).as("%s", notebook).isLessThan(MAX_OUTPUT);
        }
      }
    }
  }
}

package org.corpuslm.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The documentation of this checkout, as Markdown. */
final class Documents {
  static final Path BASE = Path.of(System.getProperty("corpuslm.basedir", ".")).toAbsolutePath();

  private static final Pattern EXAMPLES = Pattern.compile("(?ms)^```sh\n(.*?)^```$");
  private static final Pattern WORD = Pattern.compile("\"([^\"]*)\"|(\\S+)");

  private Documents() {}

  /** README and all pages below docs. */
  static List<Path> all() throws IOException {
    List<Path> pages = new ArrayList<>(List.of(BASE.resolve("README.md")));
    try (Stream<Path> docs = Files.list(BASE.resolve("docs"))) {
      docs.filter(p -> p.toString().endsWith(".md")).sorted().forEach(pages::add);
    }
    return pages;
  }

  static String read(String page) throws IOException {
    return Files.readString(BASE.resolve(page));
  }

  /** The lines of a page's blocks that are marked {@code sh}, continued lines put together. */
  static List<String> examples(String page) throws IOException {
    List<String> lines = new ArrayList<>();
    Matcher block = EXAMPLES.matcher(read(page));
    while (block.find()) {
      block.group(1).replaceAll("\\\\\n\\s*", "").lines().map(String::strip).forEach(lines::add);
    }
    return lines;
  }

  /** A line as a shell cuts it, of quotation marks as far as the examples use them. */
  static List<String> words(String line) {
    List<String> words = new ArrayList<>();
    Matcher word = WORD.matcher(line);
    while (word.find()) {
      words.add(word.group(1) != null ? word.group(1) : word.group(2));
    }
    return words;
  }
}

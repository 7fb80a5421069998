package org.corpuslm.corpus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.corpuslm.corpus.InputFormat.Unit;
import org.corpuslm.runtime.BadInputException;
import org.corpuslm.runtime.Json;
import org.corpuslm.runtime.PublishedFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Documents give the corpus of their lines, and no bad row gets lost. */
class DocumentFormatsTest extends PrepareFixture {
  private static final List<String> LINES = randomText(2500).lines().toList();

  static Stream<String> formats() {
    return DocumentFiles.FORMATS.stream();
  }

  @ParameterizedTest
  @MethodSource("formats")
  void documentsGiveTheCorpusOfTheirLines(String ending) throws IOException {
    Configs.Builder plain = Configs.of(text(String.join("\n", LINES)));
    plain.holdoutTest = 0.1;
    Corpus expected = prepare(plain);
    List<String> documents = DocumentFiles.of(LINES);
    Path file = DocumentFiles.write(cluster, root.resolve("d." + ending), ending, documents);
    Configs.Builder config = Configs.of(file);
    config.holdoutTest = 0.1;
    config.format = DocumentFiles.format(ending);
    Corpus corpus = prepare(config);
    for (String split : List.of("train", "test")) {
      if (ending.equals("orc")) { // Spark reads its files in an order of its own
        assertThat(sentences(corpus, split))
            .containsExactlyInAnyOrderElementsOf(sentences(expected, split));
      } else {
        assertThat(sentences(corpus, split)).isEqualTo(sentences(expected, split));
      }
      assertThat(corpus.facts().split(split).size())
          .isEqualTo(expected.facts().split(split).size());
    }
    assertThat(sha256(corpus)).isEqualTo(sha256(expected));
    assertThat(corpus.facts().lines()).isEqualTo(LINES.size());
    assertThat(corpus.facts().documents()).isEqualTo(documents.size());
    assertThat(expected.facts().documents()).isNull();
  }

  private static String sha256(Corpus corpus) {
    return corpus.directory().manifest().below("vocabulary").stream()
        .map(PublishedFile::sha256)
        .toList()
        .toString();
  }

  /** Row groups of a few kilobytes, files cut every kilobyte: every row once. */
  @Test
  void piecesOfAParquetFileShareItsRowGroups() throws IOException {
    Path table =
        DocumentFiles.write(cluster, root.resolve("d"), "parquet", DocumentFiles.of(LINES));
    List<InputFile> files = InputFiles.resolve(cluster.hadoop(), List.of(table.toString()));
    List<TextSplit> splits = TextSplit.plan(files, 1000, DocumentFiles.format("parquet"));
    assertThat(splits).hasSizeGreaterThan(20);
    List<String> found = new ArrayList<>();
    long rows = 0;
    for (TextSplit split : splits) {
      if (split.start() == 0) {
        rows = 0;
      }
      assertThat(LineNumbers.before(cluster.hadoop(), split)).isEqualTo(rows);
      try (RowReader reader = RowReader.open(cluster.hadoop(), split, 1 << 20)) {
        while (reader.next()) {
          found.add(
              new String(
                  reader.buffer(), reader.offset(), reader.length(), StandardCharsets.UTF_8));
        }
        rows += reader.rows();
      }
    }
    assertThat(found).isEqualTo(LINES);
  }

  @Test
  void badRowsOfJsonAreNamedOneByOne() throws IOException {
    byte[] invalid = "{\"text\":\"\u00e9\"}".getBytes(StandardCharsets.ISO_8859_1);
    byte[] rows =
        TextFiles.concat(
            bytes("{\"text\":\"good one\\ngood two\"}\n"),
            bytes("no json\n"),
            bytes("{\"text\":\"cut off\n"),
            bytes("{\"text\":\"two\"} {\"text\":\"objects\"}\n"),
            bytes("{\"body\":\"other name\"}\n"),
            bytes("{\"text\":null}\n"),
            bytes("{\"text\":[\"a\"]}\n"),
            bytes("{\"text\":17}\n"),
            bytes("{\"text\":\"\\ud800\"}\n"),
            invalid,
            bytes("\n\n"),
            bytes("{\"text\":\"\"}\n"),
            bytes("{\"score\":NaN,\"text\":\"good three\"}"));
    Path file = TextFiles.write(root.resolve("rows.jsonl"), rows);
    Configs.Builder config = Configs.of(file);
    config.format = DocumentFiles.format("jsonl");
    assertThatThrownBy(() -> prepare(config))
        .isInstanceOf(BadInputException.class)
        .hasMessageContainingAll("rows.jsonl:2: the row is not a JSON object", "quarantine");
    config.quarantine = true;
    Corpus corpus = prepare(config);
    assertThat(sentences(corpus, "train")).containsExactly("good one", "good two", "good three");
    assertThat(corpus.facts().documents()).isEqualTo(13);
    assertThat(corpus.facts().quarantined())
        .isEqualTo(
            Map.of(
                "invalid_json",
                4L,
                "missing_column",
                1L,
                "null_text",
                1L,
                "not_text",
                2L,
                "invalid_utf8",
                2L));
    assertThat(corpus.facts().lines()).isEqualTo(3 + 10);
    List<String> samples = new ArrayList<>();
    for (String line :
        Files.readAllLines(
            Path.of(
                java.net.URI.create(corpus.directory().path() + "/quarantine/samples.jsonl")))) {
      JsonNode sample = Json.MAPPER.readTree(line);
      assertThat(sample.get("file").asText()).endsWith("rows.jsonl");
      samples.add(sample.get("line").asInt() + " " + sample.get("reason").asText());
    }
    assertThat(samples)
        .containsExactly(
            "2 invalid_json",
            "3 invalid_json",
            "4 invalid_json",
            "5 missing_column",
            "6 null_text",
            "7 not_text",
            "8 not_text",
            "9 invalid_utf8",
            "10 invalid_utf8",
            "11 invalid_json");
  }

  @Test
  void columnsOfParquetAreChecked() throws IOException {
    List<String> documents = new ArrayList<>(List.of("a b\n", "c\n"));
    documents.add(1, null);
    Path table = DocumentFiles.write(cluster, root.resolve("t"), "parquet", documents);
    Configs.Builder config = Configs.of(table);
    for (String format : List.of("parquet", "orc")) {
      Path other = DocumentFiles.write(cluster, root.resolve(format + "2"), format, documents);
      Configs.Builder wrong = Configs.of(other);
      wrong.format = new InputFormat(format, "body", Map.of(), Unit.LINE, "");
      assertRefused(wrong, "no column body, but id, text, tags", "--column");
      wrong.format = new InputFormat(format, "id", Map.of(), Unit.LINE, "");
      assertRefused(wrong, "column id is no text", "--column");
    }
    config.format = DocumentFiles.format("parquet");
    assertRefused(config, ".parquet:1: the row has null", "quarantine");
    config.quarantine = true;
    Corpus corpus = prepare(config);
    assertThat(sentences(corpus, "train")).containsExactly("a b", "c");
    assertThat(corpus.facts().quarantined()).isEqualTo(Map.of("null_text", 1L));
    config.format = DocumentFiles.format("no-such-source");
    assertRefused(config, "--format no-such-source", "data source of Spark");
  }

  private void assertRefused(Configs.Builder config, String... parts) {
    assertThatThrownBy(() -> prepare(config))
        .isInstanceOf(BadInputException.class)
        .hasMessageContainingAll(parts);
  }

  /** In every format a cut anywhere, even with quarantine, ends in an error that names the file. */
  @ParameterizedTest
  @MethodSource("formats")
  void truncatedFilesAreRefused(String ending) throws IOException {
    if (ending.equals("jsonl") || ending.equals("orc")) {
      return; // a cut line is a bad row; ORC is Spark's to read
    }
    Path file =
        DocumentFiles.write(
            cluster, root.resolve("d." + ending), ending, DocumentFiles.of(LINES.subList(0, 300)));
    Path target = file;
    if (Files.isDirectory(file)) {
      try (Stream<Path> parts = Files.list(file)) {
        target = parts.filter(p -> p.toString().endsWith(".parquet")).findFirst().orElseThrow();
      }
    }
    byte[] whole = Files.readAllBytes(target);
    for (int cut : new int[] {1, whole.length / 3, whole.length / 2, whole.length - 3}) {
      Path damaged =
          TextFiles.write(
              root.resolve("cut-%d.%s".formatted(cut, ending)), Arrays.copyOf(whole, cut));
      Configs.Builder config = Configs.of(damaged);
      config.format = DocumentFiles.format(ending);
      config.quarantine = true;
      assertRefused(config, damaged.getFileName().toString());
    }
  }

  @Test
  void damageInARowGroupIsNamedWithItsRow() throws IOException {
    Path table =
        DocumentFiles.write(cluster, root.resolve("d"), "parquet", DocumentFiles.of(LINES));
    Path part;
    try (Stream<Path> parts = Files.list(table)) {
      part =
          parts.filter(p -> p.toString().endsWith(".parquet")).sorted().findFirst().orElseThrow();
    }
    byte[] content = Files.readAllBytes(part);
    Arrays.fill(content, content.length / 2, content.length / 2 + 300, (byte) 0x5a);
    Path damaged = TextFiles.write(root.resolve("damaged.parquet"), content);
    Configs.Builder config = Configs.of(damaged);
    config.format = DocumentFiles.format("parquet");
    config.quarantine = true;
    assertThatThrownBy(() -> prepare(config))
        .isInstanceOf(BadInputException.class)
        .hasMessageMatching("(?s).*damaged.parquet.*damaged at row [1-9]\\d+.*Copy it again");
  }

  @Test
  void fetchedPagesAreNoText() {
    byte[] record = DocumentFiles.record("response", "HTTP/1.1 200 OK\r\n\r\n<html>");
    Configs.Builder config = Configs.of(TextFiles.write(root.resolve("a.warc"), record));
    config.format = DocumentFiles.format("wet");
    assertRefused(config, "a.warc", "as they were fetched", "WET");
    config = Configs.of(text("just text\n"));
    config.format = DocumentFiles.format("wet");
    assertRefused(config, "no record of a WET file");
  }

  @Test
  void documentsAreCutIntoUnits() throws IOException {
    String document =
        "Dr. Who came. It was late!\nNext line\n\n  \nSecond paragraph?  Yes.\nIts end\n\n";
    assertThat(units(document, Unit.LINE, ""))
        .containsExactly(
            "Dr. Who came. It was late!",
            "Next line",
            "",
            "",
            "Second paragraph? Yes.",
            "Its end",
            "");
    assertThat(units(document, Unit.PARAGRAPH, ""))
        .containsExactly("Dr. Who came. It was late! Next line", "Second paragraph? Yes. Its end");
    assertThat(units(document, Unit.DOCUMENT, ""))
        .containsExactly("Dr. Who came. It was late! Next line Second paragraph? Yes. Its end");
    assertThat(units(document, Unit.SENTENCE, "en"))
        .containsExactly(
            "Dr.",
            "Who came.",
            "It was late!",
            "Next line",
            "Second paragraph?",
            "Yes.",
            "Its end");
    assertThat(units("雨が降った。そして止んだ。", Unit.SENTENCE, "ja")).containsExactly("雨が降った。", "そして止んだ。");
    assertThat(units("", Unit.LINE, "")).isEmpty();
  }

  private List<String> units(String document, Unit unit, String locale) {
    Path file =
        TextFiles.write(
            root.resolve("units.jsonl"), DocumentFiles.json(List.of("first", document, "last")));
    Configs.Builder config = Configs.of(file);
    config.format = new InputFormat("jsonl", "text", Map.of(), unit, locale);
    Corpus corpus = prepare(config);
    assertThat(corpus.facts().documents()).isEqualTo(3);
    List<String> all = sentences(corpus, "train");
    assertThat(all.get(0)).isEqualTo("first");
    assertThat(all.get(all.size() - 1)).isEqualTo("last");
    return all.subList(1, all.size() - 1);
  }

  @Test
  void aUnitAboveTheLimitIsBadAndItsNeighborsAreNot() throws IOException {
    Path file =
        TextFiles.write(
            root.resolve("long.jsonl"),
            DocumentFiles.json(List.of("a\n" + "b".repeat(50) + "\nc\n")));
    Configs.Builder config = Configs.of(file);
    config.format = DocumentFiles.format("jsonl");
    config.maxLineBytes = 20;
    assertRefused(config, "long.jsonl:1: the row is longer than --max-line-bytes 20 (50 bytes");
    config.quarantine = true;
    Corpus corpus = prepare(config);
    assertThat(sentences(corpus, "train")).containsExactly("a", "c");
    assertThat(corpus.facts().quarantined()).isEqualTo(Map.of("too_long", 1L));
  }

  @Test
  void sentencesOfPlainLines() throws IOException {
    Configs.Builder config = Configs.of(text("One. Two.\n\nThree\n"));
    config.format = new InputFormat("lines", "text", Map.of(), Unit.SENTENCE, "");
    assertThat(sentences(prepare(config), "train")).containsExactly("One.", "Two.", "Three");
  }

  @Test
  void textIsNormalized() throws IOException {
    String text = "e\u0301t\u00e9 \ufb01n plain\n";
    Configs.Builder config = Configs.of(text(text));
    config.normalize = "nfc";
    Corpus corpus = prepare(config);
    assertThat(sentences(corpus, "train")).containsExactly("\u00e9t\u00e9 \ufb01n plain");
    assertThat(corpus.facts().split("train").size().bytes())
        .as("of the text as it was")
        .isEqualTo(bytes(text).length);
    config.normalize = "nfkc";
    assertThat(sentences(prepare(config), "train")).containsExactly("\u00e9t\u00e9 fin plain");
    Configs.Builder special = Configs.of(text("wide \uff1cs\uff1e here\n"));
    assertThat(sentences(prepare(special), "train")).containsExactly("wide \uff1cs\uff1e here");
    special.normalize = "nfkc";
    assertRefused(special, ":1: the line holds a literal <s>");
    special.normalize = "nfd";
    assertRefused(special, "--normalize is nfd", "nfc or nfkc");
  }
}

package org.corpuslm.corpus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.corpuslm.runtime.BadInputException;
import org.corpuslm.runtime.Block;
import org.corpuslm.runtime.ByteSource;
import org.corpuslm.runtime.Json;
import org.corpuslm.runtime.PublishedFile;
import org.corpuslm.runtime.TaskContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Text to corpus: every line accounted for, the empty, the marked and the bad ones. */
class PreparedLinesTest extends PrepareFixture {
  @Test
  void emptyLinesAreSentences() throws IOException {
    Corpus corpus = prepare(Configs.of(text("a b\n\n \t\nc")));
    assertThat(sentences(corpus, "train")).containsExactly("a b", "", "", "c");
    assertThat(words(corpus)).contains("</s>:4");
    assertThat(corpus.facts().lines()).isEqualTo(4);
    assertThat(corpus.facts().kept()).isEqualTo(4);
    assertThat(corpus.facts().split("train").shortSentences())
        .containsExactly(2, 1, 1, 0, 0, 0, 0, 0, 0);
  }

  @Test
  void emptyLinesAreSkippedOnRequestAndCounted() throws IOException {
    Configs.Builder config = Configs.of(text("a b\n\n \t\0\r\nc\n"));
    config.skipEmptyLines = true;
    Corpus corpus = prepare(config);
    assertThat(sentences(corpus, "train")).containsExactly("a b", "c");
    assertThat(words(corpus)).contains("</s>:2");
    assertThat(corpus.facts().lines()).isEqualTo(4);
    assertThat(corpus.facts().kept()).isEqualTo(2);
    assertThat(corpus.facts().skippedEmpty()).isEqualTo(2);
  }

  @Test
  void nulAndCarriageReturnAreWhiteSpace() throws IOException {
    Corpus corpus = prepare(Configs.of(text("a\0b\r\n\0\nc\rd\r\ne")));
    assertThat(sentences(corpus, "train")).containsExactly("a b", "", "c d", "e");
    assertThat(corpus.facts().linesWithNul()).isEqualTo(2);
  }

  @Test
  void windowsTextIsTheSameCorpus() throws IOException {
    String text = randomText(500);
    Configs.Builder unix = Configs.of(text(text));
    Configs.Builder windows = Configs.of(text("\ufeff" + text.replace("\n", "\r\n")));
    unix.holdoutTest = 0.2;
    windows.holdoutTest = 0.2;
    assertSame(prepare(windows), prepare(unix));
  }

  @ParameterizedTest
  @ValueSource(strings = {"<s>", "</s>", "a <s> b", "the end </s>", "\t</s>\r"})
  void literalMarksOfSentencesAreRefused(String line) throws IOException {
    Path file = text("a\nb\n" + line + "\n");
    assertRefused(Configs.of(file), file + ":3:", "literal <s> or </s>", "--replace-special");
  }

  @Test
  void lowerCaseMakesMarksOfSentencesToo() throws IOException {
    Path file = text("a <S> b\n");
    assertThat(words(prepare(Configs.of(file)))).contains("<S>:1");
    Configs.Builder config = Configs.of(file);
    config.lowercase = true;
    assertRefused(config, file + ":1:", "literal <s>");
    config.replaceSpecial = "start";
    assertThat(sentences(prepare(config), "train")).containsExactly("a start b");
  }

  @Test
  void marksOfSentencesInsideWordsAreWords() throws IOException {
    assertThat(sentences(prepare(Configs.of(text("x<s> <s>x </s>. <s/>\n"))), "train"))
        .containsExactly("x<s> <s>x </s>. <s/>");
    Path mark = text("a <s>\n");
    Configs.Builder config = Configs.of(mark);
    config.tokenizer = "words";
    assertRefused(config, mark + ":1", "literal <s> or </s>", "--replace-special");
  }

  @Test
  void marksOfSentencesAreReplacedOnRequest() throws IOException {
    Configs.Builder config = Configs.of(text("<s> a </s>\n"));
    config.replaceSpecial = "mark";
    Corpus corpus = prepare(config);
    assertThat(sentences(corpus, "train")).containsExactly("mark a mark");
    assertThat(words(corpus)).containsExactly("<unk>:0", "<s>:1", "</s>:1", "mark:2", "a:1");
    config.replaceSpecial = "<unk>";
    assertThat(words(prepare(config))).containsExactly("<unk>:2", "<s>:1", "</s>:1", "a:1");
  }

  @Test
  void badLinesAreSetAsideAndAccountedFor() throws IOException {
    byte[] train =
        TextFiles.concat(
            bytes("good one\n"),
            new byte[] {'b', 'a', 'd', ' ', (byte) 0xff, '\n'},
            bytes("\n"),
            bytes("a <s> mark\n"),
            bytes("x".repeat(60) + "\n"),
            bytes("good two\n"));
    Path file = TextFiles.write(root.resolve("bad.txt"), train);
    Path packed = TextFiles.write(root.resolve("more.gz"), TextFiles.gzip(bytes("fine\n</s>\n")));
    Path test = text("fine\n\n" + "y".repeat(51) + "\n");
    Configs.Builder config = Configs.of(file, packed);
    config.test = List.of(test.toString());
    config.quarantine = true;
    config.skipEmptyLines = true;
    config.maxLineBytes = 50;
    Corpus corpus = prepare(config);

    CorpusFacts facts = corpus.facts();
    assertThat(facts.lines()).isEqualTo(11);
    assertThat(facts.kept()).isEqualTo(4);
    assertThat(facts.skippedEmpty()).isEqualTo(2);
    assertThat(facts.quarantined())
        .isEqualTo(Map.of("invalid_utf8", 1L, "literal_special", 2L, "too_long", 2L));
    assertThat(sentences(corpus, "train")).containsExactly("good one", "good two", "fine");
    assertThat(samples(corpus))
        .containsExactly(
            row(file, 2, "invalid_utf8", 5, "bad \ufffd"),
            row(file, 4, "literal_special", 10, "a <s> mark"),
            row(file, 5, "too_long", 60, "x".repeat(60)),
            row(packed, 2, "literal_special", 4, "</s>"),
            row(test, 3, "too_long", 51, "y".repeat(51)));
  }

  @Test
  void samplesHaveTheLineOfTheFileAlsoWhenItServesTwice() throws IOException {
    Path file = text("a\nb\n<s>\n");
    Configs.Builder config = Configs.of(file);
    config.valid = List.of(file.toString());
    config.quarantine = true;
    assertThat(samples(prepare(config)))
        .containsExactly(
            row(file, 3, "literal_special", 3, "<s>"), row(file, 3, "literal_special", 3, "<s>"));
  }

  /** Counts are exact; the samples of very many files fit into the driver. */
  @Test
  void samplesOfBadLinesAreBoundedInAllAndDoNotDependOnTheOrderOfTasks() throws IOException {
    byte[] latin1 = new byte[400];
    Arrays.fill(latin1, (byte) '\n');
    for (int i = 0; i < latin1.length; i += 2) {
      latin1[i] = (byte) 0xe9;
    }
    Configs.Builder config = new Configs.Builder();
    config.quarantine = true;
    List<InputFile> files = new ArrayList<>();
    for (int f = 0; f < 120; f++) {
      Path path = TextFiles.write(root.resolve("latin1-%03d.txt".formatted(f)), latin1);
      files.add(new InputFile(path.toUri().toString(), latin1.length, 0, true));
    }
    long samples = 0;
    for (int tasks : List.of(1, 100, 120, 5_000, 1_000_000)) {
      assertThat((long) tasks * EncodePass.maxSamples(tasks))
          .isLessThanOrEqualTo(Math.max(10_000, tasks));
    }
    CheckedLines task = CheckedLines.of(config.build(), EncodePass.maxSamples(120));
    long bad = 0;
    for (TextSplit split : TextSplit.plan(files, 1 << 20)) {
      LineStats tally = task.read(cluster.hadoop(), split, new NoWords());
      bad += tally.quarantined.get(BadLine.INVALID_UTF8);
      samples += tally.samples.size();
    }
    assertThat(bad).isEqualTo(120 * 200L);
    assertThat(samples).isEqualTo(EncodePass.maxSamples(120)); // of one task, however many files
    Configs.Builder all = Configs.of(text("good\n"), root.resolve("latin1-000.txt"));
    all.quarantine = true;
    assertThat(samples(prepare(all))).hasSize(100);
  }

  /** A packed file is one piece, however long: its words must not wait in memory for its end. */
  @Test
  void blocksOfWordsAreMadeWhileThePieceIsRead() throws IOException {
    StringBuilder lines = new StringBuilder();
    for (int i = 0; i < 200_000; i++) {
      lines.append("word").append(i).append(i % 10 == 9 ? '\n' : ' ');
    }
    Path path = text(lines.toString());
    PrepareConfig config = Configs.of(path).build();
    InputFile file = new InputFile(path.toUri().toString(), Files.size(path), 0, true);
    RoleSplit split =
        new RoleSplit(HoldoutSplit.Part.TRAIN, new TextSplit(0, file, 0, file.length()));
    long words = 0;
    long sentences = 0;
    int rounds = 0;
    int waiting = 0;
    Iterator<Block> blocks =
        VocabularyPass.blocks(config, split, new TaskContext(cluster.hadoop(), "test"), 2, 1 << 20);
    while (blocks.hasNext()) {
      Block block = blocks.next();
      ByteSource in = new ByteSource(block.bytes());
      long begun = in.varlong();
      sentences += begun;
      int here = 0;
      for (; in.hasMore(); words++, here++) {
        in.bytes(in.varint());
        assertThat(in.varlong()).isEqualTo(1);
      }
      rounds += block.partition() == 0 ? 1 : 0;
      waiting = Math.max(waiting, here);
      if (rounds == 1 && block.partition() == 1) {
        assertThat(sentences).as("lines read before the first blocks").isLessThan(10_000);
      }
    }
    assertThat(words).isEqualTo(200_000);
    assertThat(sentences).isEqualTo(20_000);
    assertThat(rounds).isGreaterThan(3);
    assertThat(waiting).isLessThan(50_000);
  }

  private static final class NoWords implements CheckedLines.Sink {
    @Override
    public boolean begin(byte[] buf, int off, int len) {
      return true;
    }

    @Override
    public void token(byte[] buf, int off, int len) {}

    @Override
    public void end() {}
  }

  @Test
  void linesAreReadKeptSkippedOrQuarantinedWhateverTheyHold() throws IOException {
    Random random = new Random(11);
    for (int round = 0; round < 5; round++) {
      byte[] noise = new byte[20_000];
      byte[] alphabet = bytes("ab \n\r\u00e9<s>/\0");
      for (int i = 0; i < noise.length; i++) {
        // A file that begins with many NULs is refused as a whole: they come later.
        int letters = i < 5_000 ? alphabet.length - 1 : alphabet.length;
        noise[i] = alphabet[random.nextInt(letters)];
      }
      Configs.Builder config = Configs.of(TextFiles.write(root.resolve("noise" + round), noise));
      config.quarantine = true;
      config.skipEmptyLines = round % 2 == 0;
      config.holdoutValid = 0.2;
      CorpusFacts facts = prepare(config).facts();
      long newlines = 0;
      for (byte b : noise) {
        newlines += b == '\n' ? 1 : 0;
      }
      long expected = newlines + (noise[noise.length - 1] == '\n' ? 0 : 1);
      long bad = facts.quarantined().values().stream().mapToLong(Long::longValue).sum();
      assertThat(facts.lines()).isEqualTo(expected);
      assertThat(facts.lines()).isEqualTo(facts.kept() + facts.skippedEmpty() + bad);
      assertThat(facts.kept())
          .isEqualTo(facts.splits().values().stream().mapToLong(s -> s.sentences()).sum());
      assertThat(bad).isPositive();
    }
  }

  @Test
  void textWithoutATrainingSentenceIsRefused() throws IOException {
    Path empty = text("");
    assertRefused(Configs.of(empty), empty.toString(), "empty (0 bytes)", "give a file");
    Path blank = text("\n\n");
    Configs.Builder config = Configs.of(blank);
    config.skipEmptyLines = true;
    assertRefused(config, blank.toString(), "no training sentence in 2 lines");
    Path packed = TextFiles.write(root.resolve("empty.gz"), TextFiles.gzip(new byte[0]));
    assertRefused(Configs.of(packed), packed.toString(), "no training sentence in 0 lines");
  }

  @Test
  void anEmptyFileBesideOthersDoesNoHarm() throws IOException {
    Corpus corpus = prepare(Configs.of(text(""), text("a\n")));
    assertThat(sentences(corpus, "train")).containsExactly("a");
  }

  private void assertRefused(Configs.Builder config, String... parts) {
    assertThatThrownBy(() -> prepare(config))
        .isInstanceOf(BadInputException.class)
        .hasMessageContainingAll(parts);
  }

  private static void assertSame(Corpus actual, Corpus expected) {
    assertThat(words(actual)).isEqualTo(words(expected));
    for (String split : List.of("train", "valid", "test")) {
      assertThat(sentences(actual, split)).isEqualTo(sentences(expected, split));
    }
  }

  private static List<Map<String, Object>> samples(Corpus corpus) throws IOException {
    List<PublishedFile> files = corpus.files("quarantine");
    assertThat(files).extracting(PublishedFile::path).containsExactly("quarantine/samples.jsonl");
    String text = corpus.directory().text(cluster.hadoop(), files.get(0));
    List<Map<String, Object>> rows = new ArrayList<>();
    for (String line : text.lines().toList()) {
      JsonNode json = Json.MAPPER.readTree(line);
      Map<String, Object> row = new LinkedHashMap<>();
      json.fields()
          .forEachRemaining(
              e ->
                  row.put(
                      e.getKey(),
                      e.getValue().isNumber() ? e.getValue().asLong() : e.getValue().asText()));
      rows.add(row);
    }
    return rows;
  }

  private static Map<String, Object> row(
      Path file, long line, String reason, long bytes, String sample) {
    return Map.of(
        "file", "file:" + file, "line", line, "reason", reason, "bytes", bytes, "sample", sample);
  }
}

package org.corpuslm.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/**
 * Text that a user should not have given: exit code 2, a message that names file, line, cause and
 * fix, and nothing half-written.
 */
class BadInputTest extends BadInputFixture {
  @Test
  void missingInput() {
    Path text = root.resolve("nothing.txt");
    prepare(text).refused(text, "does not exist", "check the path");
    prepare(root.resolve("*.csv")).refused(root.resolve("*.csv"), "matches no file");
    Path good = write("good.txt", GOOD);
    prepare(good, "--test", text).refused(text, "does not exist");
    nothingIsLeft();
  }

  @Test
  void emptyInput() throws IOException {
    Path text = write("empty.txt", "");
    prepare(text).refused(text, "empty (0 bytes)", "give a file with text");
    nothingIsLeft();
    Path directory = Files.createDirectory(root.resolve("books"));
    prepare(directory).refused(directory, "holds no file", "check the path");
    nothingIsLeft();
  }

  @Test
  void invalidUtf8() {
    Path text = write("latin1.txt", bytes(GOOD), new byte[] {'c', 'a', 'f', (byte) 0xe9, '\n'});
    prepare(text).refused(text + ":3:", "not valid UTF-8", "\"caf", "iconv", "--on-bad-line");
    nothingIsLeft();
    Path packed = write("latin1.txt.gz", gzip(bytes(GOOD)), gzip(new byte[] {(byte) 0xe9}));
    prepare(packed).refused(packed + ":3:", "not valid UTF-8", "iconv");
    nothingIsLeft();
  }

  @Test
  void utf16() {
    Path text = write("utf16.txt", GOOD.getBytes(StandardCharsets.UTF_16));
    prepare(text).refused(text, "UTF-16", "iconv -f UTF-16 -t UTF-8");
    nothingIsLeft();
  }

  @Test
  void nulBytesAreWhiteSpaceAndCounted() {
    Path text = write("nul.txt", "the\0rain\0\nfell\n\0\n");
    JsonNode facts = prepare(text, "--json").json().path("facts");
    assertThat(facts.path("linesWithNul").asInt()).isEqualTo(2);
    assertThat(facts.path("kept").asInt()).isEqualTo(3);
    assertThat(facts.at("/splits/train/tokens").asInt()).isEqualTo(3);
    assertThat(facts.path("vocabularySize").asInt()).isEqualTo(5);
    assertThat(prepare(text, "--overwrite").succeeded().out()).contains("2 with NUL bytes");
  }

  /** Byte order mark, CRLF, no newline at the end: the same corpus, byte for byte. */
  @Test
  void aByteOrderMarkAndCarriageReturnsAreNoText() {
    String text = randomText(50);
    Path plain = write("plain.txt", text);
    Path windows =
        write("windows.txt", "\ufeff" + text.replace("\n", "\r\n").replaceFirst("\r\n$", ""));
    prepare(plain, "--holdout", "0.2,0.2").succeeded();
    Path other = root.resolve("other");
    run("prepare", "--input", windows, "--output", other, "--holdout", "0.2,0.2").succeeded();
    assertThat(checksums(other)).isEqualTo(checksums(out)).hasSize(4);
  }

  @Test
  void aLineOf50Megabytes() throws IOException {
    Path text = root.resolve("long.txt");
    try (OutputStream stream = Files.newOutputStream(text)) {
      stream.write(bytes(GOOD));
      byte[] piece = bytes("words without end ".repeat(1 << 16));
      for (long written = 0; written < 50_000_000; written += piece.length) {
        stream.write(piece);
      }
    }
    prepare(text)
        .refused(
            text + ":3:",
            "longer than --max-line-bytes 16777216",
            "bytes: \"words without end",
            "Cut the text into lines",
            "raise --max-line-bytes");
    nothingIsLeft();
    JsonNode facts = prepare(text, "--on-bad-line", "quarantine", "--json").json().path("facts");
    assertThat(facts.path("quarantined")).hasToString("{\"too_long\":1}");
    assertThat(facts.path("kept").asInt()).isEqualTo(2);
    assertThat(out.resolve("quarantine/samples.jsonl")).content().contains("\"line\":3");
  }

  @Test
  void truncatedGzip() {
    byte[] whole = gzip(bytes(randomText(200)));
    Path text = write("cut.txt.gz", Arrays.copyOf(whole, whole.length / 2));
    Cli.Result result = prepare(text).refused("truncated", "Copy it again");
    assertThat(result.err()).containsPattern(text + ":\\d+: ");
    nothingIsLeft();
  }

  @Test
  void aNameThatDoesNotFitTheContent() {
    Path plain = write("plain.txt.gz", GOOD);
    prepare(plain).refused(plain + ":1:", "not a gzip file", "rename it");
    Path packed = write("packed.txt", gzip(bytes(GOOD)));
    prepare(packed).refused(packed, "compressed with gzip", "Rename it to end in .gz");
    nothingIsLeft();
  }

  @Test
  void aLiteralSentenceMark() {
    Path text = write("marks.txt", GOOD + "and then <s> it stopped\n");
    prepare(text)
        .refused(text + ":3:", "literal <s> or </s>", "and then", "--replace-special WORD");
    nothingIsLeft();
    prepare(text, "--replace-special", "_").succeeded();
  }

  /** A bad line of held-out text shows when training text is being written already. */
  @Test
  void aBadLineWhileOtherTextIsWritten() {
    String text = randomText(40_000);
    for (int i = 0; i < 4; i++) {
      write("train-" + i + ".txt", text);
    }
    Path bad = write("bad.txt", new byte[] {(byte) 0xe9});
    prepare(root.resolve("train-*.txt"), "--test", bad).refused(bad + ":1:", "not valid UTF-8");
    nothingIsLeft();
  }

  @Test
  void everythingHeldOutOrSetAside() {
    Path text = write("marks.txt", "<s>\n</s>\n");
    prepare(text, "--on-bad-line", "quarantine").refused(text, "no training sentence in 2 lines");
    nothingIsLeft();
  }

  @Test
  void nothingToEvaluate() {
    Path bare = root.resolve("bare");
    run("prepare", "--input", write("good.txt", GOOD), "--output", bare).succeeded();
    run("perplexity", "--model", model, "--corpus", bare, "--output", out, "--force-vocabularies")
        .refused(bare, "has no test split", "--holdout");
    run("perplexity", "--model", model, "--corpus", corpus, "--split", "train", "--output", out)
        .refused("--split is train", "valid or test");
    Path empty = write("empty.txt", "");
    run("perplexity", "--model", model, "--text", empty, "--output", out)
        .refused(empty, "empty (0 bytes)", "give a file with text");
    run("perplexity", "--model", model, "--text", root.resolve("no.txt"), "--output", out)
        .refused(root.resolve("no.txt"), "does not exist");
    nothingIsLeft();
  }

  @Test
  void badTextToEvaluate() {
    Path text = write("latin1.txt", bytes("w1 w2\n"), new byte[] {(byte) 0xe9, '\n'});
    Cli.Result result =
        run("perplexity", "--model", model, "--text", text, "--output", out)
            .refused(text + ":2:", "not valid UTF-8", "iconv");
    assertThat(result.err()).doesNotContain("--on-bad-line");
    nothingIsLeft();
  }

  @Test
  void nothingToTuneDeltaOn() {
    Path bare = root.resolve("bare");
    Path store = root.resolve("store");
    run("prepare", "--input", write("good.txt", GOOD), "--output", bare).succeeded();
    run("count", "--corpus", bare, "--output", store, "--order", 2).succeeded();
    run("estimate", "--counts", store, "--output", out, "--smoothing", "add-delta")
        .refused(bare, "has no valid split", "--holdout");
    nothingIsLeft();
  }

  /** {@code prepare} has options for bad lines, {@code perplexity} has none. */
  @Test
  void adviceIsThatOfTheCommand() {
    Path marks = write("marks.txt", "the <s> sat\n");
    Path large = write("long.txt", "w".repeat((16 << 20) + 1) + "\n");
    run("perplexity", "--model", model, "--text", marks, "--output", out)
        .refused(
            marks + ":1:",
            "literal <s> or </s>",
            "\"). Remove them, or leave them out with --skip-special\n");
    run("perplexity", "--model", model, "--text", large, "--output", out)
        .refused(large + ":1:", "longer than 16777216 bytes", "lines of one sentence each\n");
    assertThatThrownBy(() -> Cli.checkAdvice("perplexity", "or raise --max-line-bytes"))
        .isInstanceOf(AssertionError.class);
  }
}

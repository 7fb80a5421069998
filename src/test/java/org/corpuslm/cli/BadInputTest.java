package org.corpuslm.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What a user may do wrong: exit code 2, a message that names file, line, cause and fix, and
 * nothing half-written. What only looks wrong is read as it is meant.
 */
class BadInputTest {
  private static final String GOOD = "the rain fell\non the old barn\n";

  @TempDir private static Path shared;
  private static Path corpus;
  private static Path counts;
  private static Path model;

  @TempDir private Path root;
  private Path out;

  @BeforeAll
  static void makeModel() throws IOException {
    Path text = Files.writeString(shared.resolve("text.txt"), randomText(300));
    corpus = shared.resolve("corpus");
    counts = shared.resolve("counts");
    model = shared.resolve("model");
    Cli.run("prepare", "--input", text, "--output", corpus, "--holdout", "0.1,0.1").succeeded();
    Cli.run("count", "--corpus", corpus, "--output", counts, "--order", 3, "--shards", 1)
        .succeeded();
    estimate(counts, model).succeeded();
  }

  @BeforeEach
  void name() {
    out = root.resolve("out");
  }

  // Text.

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
    prepare(text).refused(text + ":3:", "literal <s> or </s>", "and then", "--map-special WORD");
    nothingIsLeft();
    prepare(text, "--map-special", "_").succeeded();
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

  // Outputs.

  @Test
  void anExistingOutput() throws IOException {
    Path text = write("good.txt", GOOD);
    prepare(text).succeeded();
    Map<String, String> before = checksums(out);
    prepare(text).refused(out, "exists", "--overwrite");
    prepare(root.resolve("nothing.txt"), "--overwrite").refused("nothing.txt", "does not exist");
    assertThat(checksums(out)).as("after the failed replacement").isEqualTo(before);
    run("count", "--corpus", corpus, "--output", out, "--order", 2).refused(out, "exists");
    estimate(counts, out).refused(out, "exists");
    perplexity(model).refused(out, "exists");
    Path arpa = write("model.arpa", "mine");
    run("export-arpa", "--model", model, "--output", arpa).refused(arpa, "exists", "--overwrite");
    assertThat(arpa).hasContent("mine");
    onlyRemains(out, arpa, text);
  }

  @Test
  void anOutputThatCannotBeWritten() throws IOException {
    Path text = write("good.txt", GOOD);
    out = text.resolve("below");
    prepare(text).refused(out, "cannot be written", "choose a directory you may write to");
    run("export-arpa", "--model", model, "--output", text.resolve("m.arpa"))
        .refused(text.resolve("m.arpa"), "cannot be written");
    onlyRemains(text);
  }

  @Test
  void aForeignDirectoryIsNotOverwritten() throws IOException {
    Path text = write("good.txt", GOOD);
    Files.createDirectory(out);
    Path thesis = Files.writeString(out.resolve("thesis.txt"), "years of work");
    prepare(text, "--overwrite").refused(out, "not written by corpuslm", "remove it yourself");
    Files.writeString(out.resolve("manifest.json"), "{\"name\": \"My web page\"}");
    prepare(text, "--overwrite").refused(out, "not written by corpuslm", "remove it yourself");
    assertThat(thesis).hasContent("years of work");
    onlyRemains(out, text);
  }

  @Test
  void directoriesMadeForAnOutputGoWithIt() throws IOException {
    out = root.resolve("new/deep/out");
    prepare(root.resolve("nothing.txt")).refused("nothing.txt");
    onlyRemains();
  }

  @Test
  void theOutputOfARunThatIsStillWriting() throws Exception {
    Path text = write("good.txt", GOOD);
    Process other = new ProcessBuilder("sleep", "60").start();
    Path lock = root.resolve(".out.lock");
    try {
      Files.writeString(lock, lockOf(other));
      prepare(text)
          .refused(out, "being written by another run", other.pid(), "wait for it", "remove", lock);
      assertThat(lock).exists();
      assertThat(out).doesNotExist();
    } finally {
      other.destroyForcibly().waitFor();
    }
  }

  @Test
  void whatAKilledRunLeftIsTakenOver() throws Exception {
    Process killed = new ProcessBuilder("sleep", "60").start();
    Path text = write("good.txt", GOOD);
    Files.writeString(root.resolve(".out.lock"), lockOf(killed));
    killed.destroyForcibly().waitFor();
    Path staging = root.resolve(".out.staging-1/_attempts/1/train");
    Files.createDirectories(staging);
    Files.writeString(staging.resolve("part-00000.parquet"), "half");
    prepare(text).succeeded();
    onlyRemains(out, text);
  }

  // Directories.

  @ParameterizedTest
  @MethodSource("filesOfCounts")
  void aDamagedCountStore(String file) throws IOException {
    Path damaged = copy(counts);
    flip(damaged.resolve(file));
    estimate(damaged, out).refused(damaged.resolve(file), "is damaged", "make its directory again");
    nothingIsLeft();
  }

  static List<String> filesOfCounts() throws IOException {
    return parquetFiles(counts);
  }

  @ParameterizedTest
  @MethodSource("filesOfModel")
  void aDamagedModel(String file) throws IOException {
    Path damaged = copy(model);
    flip(damaged.resolve(file));
    perplexity(damaged).refused(damaged.resolve(file), "is damaged", "make its directory again");
    nothingIsLeft();
  }

  static List<String> filesOfModel() throws IOException {
    return parquetFiles(model);
  }

  @Test
  void aDamagedModelElsewhere() throws IOException {
    Path damaged = copy(model);
    Path file = damaged.resolve("ngrams/order=3/shard=0");
    try (Stream<Path> files = Files.list(file)) {
      file = files.findFirst().orElseThrow();
    }
    flip(file);
    perplexity(damaged, "--serving", "sharded").refused(file, "is damaged");
    run("predict", "--model", damaged, "--context", "w1").refused(file, "is damaged");
    run("generate", "--model", damaged).refused(file, "is damaged");
    Path arpa = root.resolve("m.arpa");
    run("export-arpa", "--model", damaged, "--output", arpa).refused(file, "is damaged");
    run("inspect", damaged, "--verify").refused(file, "is damaged");
    run("inspect", damaged).succeeded();
    nothingIsLeft();
    assertThat(arpa).doesNotExist();
    assertThat(root.resolve(".m.arpa.lock")).doesNotExist();
  }

  @Test
  void aDamagedCorpus() throws IOException {
    Path damaged = copy(corpus);
    for (String file : List.of("vocabulary/words.parquet", "train/part-00000.parquet")) {
      flip(damaged.resolve(file));
      run("count", "--corpus", damaged, "--output", out, "--order", 2)
          .refused(damaged.resolve(file), "is damaged", "make its directory again");
      flip(damaged.resolve(file));
    }
    flip(damaged.resolve("test/part-00000.parquet"));
    run("perplexity", "--model", model, "--corpus", damaged, "--output", out)
        .refused(damaged.resolve("test/part-00000.parquet"), "is damaged");
    nothingIsLeft();
  }

  @Test
  void aMissingShard() throws IOException {
    Path store = copy(counts);
    Path shard = store.resolve(filesOfCounts().get(filesOfCounts().size() - 2));
    Files.delete(shard);
    estimate(store, out).refused(shard, "is missing", "make its directory again");
    Path broken = root.resolve("model2");
    copy(model, broken);
    Path file = broken.resolve(filesOfModel().get(0));
    Files.delete(file);
    perplexity(broken).refused(file, "is missing", "make its directory again");
    nothingIsLeft();
  }

  @Test
  void aTruncatedManifest() throws IOException {
    Path store = copy(counts);
    Path manifest = store.resolve("manifest.json");
    byte[] whole = Files.readAllBytes(manifest);
    for (int length : new int[] {0, 1, whole.length / 2, whole.length - 3}) {
      Files.write(manifest, Arrays.copyOf(whole, length));
      estimate(store, out).refused(manifest, "is damaged", "make the directory again");
    }
    nothingIsLeft();
  }

  @Test
  void aDirectoryThatIsNotOurs() throws IOException {
    Path foreign = Files.createDirectory(root.resolve("foreign"));
    Files.writeString(foreign.resolve("notes.txt"), "mine");
    run("count", "--corpus", foreign, "--output", out, "--order", 2)
        .refused(foreign, "has no manifest.json", "not written by corpuslm");
    estimate(foreign, out).refused(foreign, "has no manifest.json");
    perplexity(foreign).refused(foreign, "has no manifest.json");
    run("inspect", foreign).refused(foreign, "has no manifest.json");
    run("predict", "--model", root.resolve("nothing"), "--context", "a")
        .refused(root.resolve("nothing"), "does not exist", "check the path");
    nothingIsLeft();
  }

  @Test
  void aDirectoryOfAnotherKind() {
    run("count", "--corpus", model, "--output", out, "--order", 2)
        .refused(model, "is a ngram-model directory", "a corpus directory is needed");
    estimate(corpus, out).refused(corpus, "is a corpus directory", "a counts directory is needed");
    perplexity(counts).refused(counts, "is a counts directory", "ngram-model directory is needed");
    nothingIsLeft();
  }

  @Test
  void aModelOfAnotherVocabulary() {
    Path text = write("other.txt", randomText(80) + "unheard-of words\n");
    Path other = root.resolve("corpus2");
    run("prepare", "--input", text, "--output", other, "--holdout", "0,0.3").succeeded();
    Object[] command = {
      "perplexity", "--model", model, "--corpus", other, "--split", "test", "--output", out
    };
    run(command).refused(model, "another vocabulary than", other, "--force-vocabularies");
    nothingIsLeft();
    Object[] forced = Arrays.copyOf(command, command.length + 1);
    forced[command.length] = "--force-vocabularies";
    assertThat(run(forced).succeeded().out()).contains("other vocabulary, not comparable");
  }

  // Numbers and names.

  @ParameterizedTest
  @ValueSource(ints = {-1, 0, 7, 9})
  void anImpossibleOrder(int order) {
    run("count", "--corpus", corpus, "--output", out, "--order=" + order)
        .refused("--order is " + order, "must lie between 1 and 6");
    nothingIsLeft();
  }

  @Test
  void anOrderThatWasNotCounted() {
    estimate(counts, out, "--order", 4)
        .refused("--order is 4", counts, "counts up to order 3", "count again with --order 4");
    estimate(counts, out, "--order=-1").refused("--order is -1", "at least 1");
    nothingIsLeft();
  }

  @Test
  void textWithoutSingletons() {
    Path text = write("twice.txt", "a b c\na b c\nb c a\nb c a\n");
    prepare(text).succeeded();
    Path store = root.resolve("store");
    run("count", "--corpus", out, "--output", store, "--order", 2).succeeded();
    out = root.resolve("model");
    Object[] command = {
      "estimate", "--counts", store, "--output", out, "--smoothing", "modified-kneser-ney"
    };
    run(command)
        .refused(
            "modified Kneser-Ney cannot be estimated",
            "order 1",
            "no n-gram with adjusted count",
            "too small or artificial",
            "--discount-fallback");
    nothingIsLeft();
    assertThat(estimate(store, out).succeeded().out()).contains("(fallback)");
  }

  @Test
  void whatCannotBePruned() {
    Path scores = root.resolve("scores");
    run("estimate", "--counts", counts, "--output", scores, "--smoothing", "stupid-backoff")
        .succeeded();
    run("prune", "--model", scores, "--threshold", "1e-8", "--output", out)
        .refused(scores, "stupid-backoff scores", "Prune a model of another smoothing");
    Path mixture = root.resolve("mixture");
    run("mix", "--model", model, "--model", model, "--weights", "0.5,0.5", "--output", mixture)
        .succeeded();
    run("prune", "--model", mixture, "--threshold", "1e-8", "--output", out)
        .refused(mixture, "is a mixture", "only n-gram models can be pruned");
    run("prune", "--model", counts, "--threshold", "1e-8", "--output", out)
        .refused(counts, "is a counts directory", "ngram-model directory is needed");
    nothingIsLeft();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "prepare --input x --output y --sed 2   | --sed | --seed",
        "prepare --output y                     | Missing required option: '--input | --help",
        "prepare --input x --output y --seed z  | --seed | not a long",
        "prepare --input x --output y --tokenizer sentences | --tokenizer is sentences | whitespace, words, chars",
        "prepare --input x --output y --holdout 0.6,0.6 | --holdout is 0.6,0.6 | together below 1",
        "prepare --input x --output y --holdout 0.1 | --holdout takes two shares | 0.05,0.05",
        "prepare --input x --output y --holdout a,b | --holdout | not a double",
        "prepare --input x --output y --holdout 0.1,0.1 --test t | either --holdout or | not both",
        "prepare --input x --output y --min-count 0 | --min-count is 0 | at least 1",
        "prepare --input x --output y --max-vocab=-1 | --max-vocab is -1 | at least 0",
        "prepare --input x --output y --max-line-bytes 0 | --max-line-bytes is 0 | between 1 and",
        "prepare --input x --output y --on-bad-line skip | --on-bad-line | QUARANTINE",
        "prepare --input x --output y --unk </s> | --unk is </s> | another word",
        "prepare --input x --output y --map-special <s> | --map-special is <s> | another word",
        "count --corpus x --output y            | --order is missing | longest n-grams",
        "count --corpus x --output y --order 2 --shards=-1 | --shards is -1 | or 0 for a default",
        "estimate --counts x --output y --smoothing good-turing | --smoothing | modified-kneser-ney",
        "estimate --counts x --output y --smoothing add-delta --delta much | --delta is much | number",
        "estimate --counts x --output y --smoothing add-delta --delta 0 | --delta is 0.0 | above 0",
        "estimate --counts x --output y --smoothing stupid-backoff --alpha 2 | --alpha is 2.0 | (0, 1]",
        "estimate --counts x --output y --smoothing mle --prune 0,1 | --prune | modified-kneser-ney",
        "estimate --counts x --output y --smoothing modified-kneser-ney --prune 0,2,1 | --prune is | do not fall",
        "estimate --counts x --output y --smoothing katz --prune-entropy=-1 | --prune-entropy is -1.0 | at least 0",
        "estimate --counts x --output y --smoothing stupid-backoff --prune-entropy 1e-8 | --prune-entropy | another smoothing",
        "prune --model x --output y             | Missing required option: '--threshold | --help",
        "prune --model x --output y --threshold=-1e-8 | --threshold is -1.0E-8 | at least 0",
        "prune --model x --output y --threshold NaN | --threshold is NaN | at least 0",
        "prune --model x --output y --threshold Infinity | --threshold is Infinity | such as 1e-8",
        "prune --model x --output y --threshold much | --threshold | not a double",
        "perplexity --model x --output y        | --corpus | --text",
        "perplexity --model x --output y --corpus c --text t | either --corpus | --text",
        "perplexity --model x --output y --corpus c --quantise 3 | --quantise is 3 | from 4 to 16",
        "perplexity --model x --output y --corpus c -q 17 | --quantise is 17 | from 4 to 16",
        "perplexity --model x --output y --corpus c -q eight | eight | --quantise",
        "predict --model x --context a -q 2     | --quantise is 2 | from 4 to 16",
        "generate --model x --quantise -8       | --quantise is -8 | from 4 to 16",
        "predict --model x --context a --top 0  | --top is 0 | at least 1",
        "predict --model x                      | give either --context TEXT | or --interactive",
        "generate --model x --top-p 0           | --top-p is 0 | 1",
        "generate --model x --temperature=-1    | --temperature is -1 | at least 0",
        "recount                                | recount | count",
        "run                                    | JOBFILE | --help",
      })
  void aWrongCommandLine(String command, String cause, String fix) throws IOException {
    Path here = Path.of("y");
    run((Object[]) command.trim().split(" +")).refused(cause, fix);
    assertThat(here).doesNotExist();
  }

  @Test
  void noCommandAtAll() {
    run().refused("Missing command", "--help");
  }

  // Text and splits for evaluation.

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

  // Job files.

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "steps = [ { command = recount } ]            | recount",
        "steps = [ { corpus = x } ]                   | has no command",
        "steps = [ { command = count, corpus = x, output = y, order = 9 } ] | --order is 9",
        "steps = [ { command = count, corpus = x, output = y, ordr = 3 } ] | --ordr",
        "work = x                                     | no steps",
        "steps = [ { command                          | job.conf",
        "steps = [ { command = count, corpus = ${nowhere} } ] | nowhere",
        "steps = [ { command = help } ]               | help",
      })
  void aWrongJobFile(String content, String cause) {
    Path job = write("job.conf", content);
    run("run", job).refused(job, cause);
  }

  @Test
  void aMissingJobFile() {
    Path job = root.resolve("none.conf");
    run("run", job).refused(job, "does not exist");
    Path good = write("job.conf", "steps = []\nwork = x");
    run("run", good, "--set", "wrok=y").refused(good, "wrok", "no such value");
  }

  private Cli.Result prepare(Path input, Object... more) {
    List<Object> command = new ArrayList<>(List.of("prepare", "--input", input, "--output", out));
    command.addAll(List.of(more));
    return run(command.toArray());
  }

  private static Cli.Result estimate(Path store, Path output, Object... more) {
    List<Object> command =
        new ArrayList<>(
            List.of(
                "estimate",
                "--counts",
                store,
                "--output",
                output,
                "--smoothing",
                "modified-kneser-ney",
                "--discount-fallback"));
    command.addAll(List.of(more));
    return run(command.toArray());
  }

  private Cli.Result perplexity(Path which, Object... more) {
    List<Object> command =
        new ArrayList<>(
            List.of("perplexity", "--model", which, "--corpus", corpus, "--output", out));
    command.addAll(List.of(more));
    return run(command.toArray());
  }

  private static Cli.Result run(Object... arguments) {
    return Cli.run(arguments);
  }

  /** Checks that there is no output, and no trace of one beside it. */
  private void nothingIsLeft() {
    assertThat(out).doesNotExist();
    assertThat(out.getParent().toFile().list())
        .noneMatch(name -> name.startsWith("." + out.getFileName()));
  }

  private void onlyRemains(Path... paths) throws IOException {
    try (Stream<Path> all = Files.list(root)) {
      assertThat(all).containsExactlyInAnyOrder(paths);
    }
  }

  /** SHA-256 of all files, by the manifest. */
  private static Map<String, String> checksums(Path directory) {
    Map<String, String> checksums = new TreeMap<>();
    JsonNode inspected = run("inspect", directory, "--verify", "--json").json();
    for (JsonNode file : inspected.at("/manifest/files")) {
      checksums.put(file.path("path").asText(), file.path("sha256").asText());
    }
    return checksums;
  }

  private static List<String> parquetFiles(Path directory) throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      return files
          .filter(f -> f.toString().endsWith(".parquet"))
          .map(f -> directory.relativize(f).toString())
          .sorted()
          .toList();
    }
  }

  private static void flip(Path file) throws IOException {
    byte[] content = Files.readAllBytes(file);
    content[content.length / 2] ^= 4;
    Files.write(file, content);
  }

  private Path copy(Path directory) throws IOException {
    return copy(directory, root.resolve("copy"));
  }

  private static Path copy(Path directory, Path to) throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.toList()) {
        Files.copy(file, to.resolve(directory.relativize(file).toString()));
      }
    }
    return to;
  }

  private static String lockOf(Process process) throws IOException {
    return "%s %d since %s"
        .formatted(
            InetAddress.getLocalHost().getHostName(),
            process.pid(),
            process.info().startInstant().orElseThrow());
  }

  private Path write(String name, String content) {
    return write(name, bytes(content));
  }

  private Path write(String name, byte[]... parts) {
    ByteArrayOutputStream content = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      content.writeBytes(part);
    }
    try {
      return Files.write(root.resolve(name), content.toByteArray());
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] gzip(byte[] content) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (OutputStream stream = new GZIPOutputStream(bytes)) {
      stream.write(content);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    return bytes.toByteArray();
  }

  private static String randomText(int lines) {
    Random random = new Random(lines);
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < lines; i++) {
      for (int w = 2 + random.nextInt(8); w > 0; w--) {
        text.append('w').append((int) Math.exp(random.nextDouble() * 4)).append(' ');
      }
      text.append("end\n");
    }
    return text.toString();
  }
}

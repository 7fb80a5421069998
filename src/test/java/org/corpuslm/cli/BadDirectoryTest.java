package org.corpuslm.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Directories that are damaged, or are not what they are taken for: exit code 2, a message that
 * names file, line, cause and fix, and nothing half-written.
 */
class BadDirectoryTest extends BadInputFixture {
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
        .refused(
            model,
            "is a ngram-model directory",
            "a corpus directory is needed",
            "corpuslm prepare --input TEXT");
    estimate(corpus, out)
        .refused(
            corpus,
            "is a corpus directory",
            "a counts directory is needed",
            "corpuslm count --corpus " + corpus);
    perplexity(counts)
        .refused(
            counts,
            "is a counts directory",
            "ngram-model directory is needed",
            "corpuslm estimate --counts " + counts);
    perplexity(corpus)
        .refused(
            corpus,
            "count it (corpuslm count --corpus " + corpus + "), then corpuslm estimate",
            "corpuslm train --corpus " + corpus);
    nothingIsLeft();
  }

  @Test
  void aFileWhereADirectoryIsWanted() throws IOException {
    Path text = write("plain.txt", "a a\n");
    String arpaText = "about\n\n\\data\\\nngram 1=4\n\n\\1-grams:\n-1\t<unk>\n\n\\end\\\n";
    Path arpa = write("lm.arpa", arpaText);
    Path packed = root.resolve("lm.arpa.gz");
    try (java.io.OutputStream gz =
        new java.util.zip.GZIPOutputStream(Files.newOutputStream(packed))) {
      gz.write(arpaText.getBytes(java.nio.charset.StandardCharsets.UTF_8));
    }
    for (Path file : List.of(arpa, packed)) {
      perplexity(file).refused(file, "is an ARPA file", "corpuslm import-arpa --arpa " + file);
      run("predict", "--model", file, "--context", "a").refused("import-arpa --arpa " + file);
      run("inspect", file).refused("import-arpa --arpa " + file);
    }
    perplexity(text)
        .refused(text, "is a file", "prepare --input " + text, "then train, or count and estimate");
    estimate(text, out).refused("prepare --input " + text, ", then count");
    run("train", "--corpus", text, "--output", out).refused("prepare --input " + text);
    run("count", "--corpus", text, "--output", out, "--order", 2)
        .refused("prepare --input " + text);
    run("compare", "--report", text, "--report", text, "--output", out).refused(text, "is a file");
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
    assertThat(run(command).succeeded().out()).contains("other vocabulary, compare bits per byte");
  }

  @Test
  void aModelOfAnotherTokenizer() {
    Path text = write("other.txt", randomText(80) + "unheard-of words\n");
    Path other = root.resolve("corpus2");
    run("prepare", "--input", text, "--output", other, "--holdout", "0,0.3", "--tokenizer", "chars")
        .succeeded();
    Object[] command = {
      "perplexity", "--model", model, "--corpus", other, "--split", "test", "--output", out
    };
    run(command).refused(model, "--tokenizer", other, "chars", "--text", "--force-vocabularies");
    nothingIsLeft();
    Object[] forced = Arrays.copyOf(command, command.length + 1);
    forced[command.length] = "--force-vocabularies";
    assertThat(run(forced).succeeded().out()).contains("other vocabulary, compare bits per byte");
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
}

package org.corpuslm.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.commons.codec.digest.DigestUtils;
import org.corpuslm.ngram.Pipeline;
import org.corpuslm.ngram.RandomTexts;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code export-counts} and {@code count --from-counts}: counts as text, out and in. */
class CountsAsTextTest {
  @TempDir static Path dir;

  @BeforeAll
  static void corpora() throws IOException {
    Files.writeString(dir.resolve("hand.txt"), "a b a b\n\nb\n");
    List<String> lines = new ArrayList<>(RandomTexts.sentences(new Random(5), 200));
    lines.addAll(List.of("", "a", "a <unk> a", "über a", "", "b b"));
    Files.write(dir.resolve("random.txt"), lines);
    for (String name : List.of("hand", "random")) {
      Cli.run("prepare", "--input", dir.resolve(name + ".txt"), "--output", dir.resolve(name))
          .succeeded();
    }
    count("hand", "hand-3", 3);
    count("random", "random-4", 4);
    count("random", "random-2", 2);
  }

  @AfterAll
  static void stop() {
    Pipeline.stop();
  }

  private static void count(String corpus, String store, int order) {
    Cli.run(
            "count",
            "--corpus",
            dir.resolve(corpus),
            "--output",
            dir.resolve(store),
            "--order",
            order,
            "--shards",
            3)
        .succeeded();
  }

  private static Cli.Result export(String store, Object... more) {
    List<Object> all = new ArrayList<>(List.of("export-counts", "--counts", dir.resolve(store)));
    all.addAll(List.of(more));
    return Cli.run(all.toArray());
  }

  private static Cli.Result take(String output, Object... more) {
    List<Object> all =
        new ArrayList<>(List.of("count", "--output", dir.resolve(output), "--shards", 3));
    all.add("--from-counts");
    all.addAll(List.of(more));
    return Cli.run(all.toArray());
  }

  /** SHA-256 of all tables by their path. */
  private static Map<String, String> tables(String directory) throws IOException {
    Map<String, String> tables = new TreeMap<>();
    try (Stream<Path> files = Files.walk(dir.resolve(directory))) {
      for (Path file : files.filter(f -> f.toString().endsWith(".parquet")).toList()) {
        tables.put(
            dir.resolve(directory).relativize(file).toString(),
            DigestUtils.sha256Hex(Files.readAllBytes(file)));
      }
    }
    assertThat(tables).isNotEmpty();
    return tables;
  }

  @Test
  void linesByHand() {
    List<String> lines = export("hand-3", "--output", "-").succeeded().out().lines().toList();
    assertThat(lines.subList(0, 5))
        .containsExactly("<unk>\t0", "<s>\t3", "</s>\t3", "b\t3", "a\t2");
    assertThat(lines.subList(5, lines.size()))
        .containsExactlyInAnyOrder(
            "<s> a\t1",
            "a b\t2",
            "b a\t1",
            "b </s>\t2",
            "<s> </s>\t1",
            "<s> b\t1",
            "<s> a b\t1",
            "a b a\t1",
            "b a b\t1",
            "a b </s>\t1",
            "<s> b </s>\t1");
  }

  @Test
  void theStoreAndItsModelsComeBackToTheByte() throws IOException {
    Path text = dir.resolve("random.counts.gz");
    assertThat(export("random-4", "--output", text).succeeded().out()).contains("n-grams");
    Path google = dir.resolve("web1t");
    export("random-4", "--output", google, "--format", "google").succeeded();
    assertThat(google.resolve("1gms/vocab_cs.gz")).exists();
    assertThat(google.resolve("4gms/4gm-0002.gz")).exists();
    take("from-text", text).succeeded();
    take("from-google", google).succeeded();
    estimate("random-4");
    for (String store : List.of("from-text", "from-google")) {
      assertThat(tables(store)).as(store).isEqualTo(tables("random-4"));
      Cli.run("inspect", dir.resolve(store), "--verify").succeeded();
      estimate(store);
      assertThat(tables(store + "-kn")).as(store).isEqualTo(tables("random-4-kn"));
    }
    export("random-4", "--output", google, "--format", "google").refused("exists", "--overwrite");
    Cli.run(
            "estimate",
            "--counts",
            dir.resolve("from-text"),
            "--output",
            dir.resolve("x"),
            "--smoothing",
            "add-delta")
        .refused("from-text was taken from counts", "--corpus DIR");
    take("from-text-2", text, "--order", 2).succeeded();
    assertThat(tables("from-text-2")).isEqualTo(tables("random-2"));
  }

  private static void estimate(String store) {
    Cli.run(
            "estimate",
            "--counts",
            dir.resolve(store),
            "--output",
            dir.resolve(store + "-kn"),
            "--smoothing",
            "modified-kneser-ney",
            "--discount-fallback")
        .succeeded();
  }

  /** Lines of several files in any order; a sentence of one word has no 3-gram of its own. */
  @Test
  void shorterNgramsFollowFromTheLongestOnes() throws IOException {
    List<String> sentences = RandomTexts.sentences(new Random(9), 60);
    List<String> longer = sentences.stream().filter(s -> s.split(" ").length > 2).toList();
    Files.write(dir.resolve("longer.txt"), longer);
    Cli.run("prepare", "--input", dir.resolve("longer.txt"), "--output", dir.resolve("longer"))
        .succeeded();
    count("longer", "longer-4", 4);
    String all = export("longer-4", "--output", "-").succeeded().out();
    List<String> four = new ArrayList<>(all.lines().filter(l -> l.split(" ").length == 4).toList());
    java.util.Collections.shuffle(four, new Random(1));
    Path one = Files.write(dir.resolve("four-1"), four.subList(0, four.size() / 2));
    Path two = Files.write(dir.resolve("four-2"), four.subList(four.size() / 2, four.size()));
    take("from-four", one, two).succeeded();
    assertThat(tables("from-four")).isEqualTo(tables("longer-4"));
  }

  @Test
  void marksOfWeb1TAndUnknownWords() throws IOException {
    Path file =
        Files.writeString(
            dir.resolve("upper"),
            "<S>\t2\nA\t1\n<UNK>\t1\n</S>\t2\n<S> A\t1\n<S> <UNK>\t1\n"
                + "A </S>\t1\n<UNK> </S>\t1\n");
    take("upper-2", file, "--unk", "<UNK>").succeeded();
    assertThat(export("upper-2", "--output", "-").succeeded().out().lines().limit(4))
        .containsExactly("<UNK>\t1", "<s>\t2", "</s>\t2", "A\t1");
  }

  @Test
  void whatContradictsItselfOrIsNoCountIsRefused() throws IOException {
    String text = export("hand-3", "--output", "-").succeeded().out();
    Path file = dir.resolve("bad");
    Files.writeString(file, text.replace("b a b\t1\n", ""));
    take("x", file).refused("order 1", "sum to 8", "sum to 7", "cut-offs");
    for (String[] bad :
        new String[][] {
          {"a b\t2", "a b\t2.5", "'2.5' is not a count"},
          {"a b\t2", "a\tb", "'b' is not a count"},
          {"a b a\t1", "a <s> a\t1", "<s> may only begin a sentence"},
          {"a b a\t1", "</s> b a\t1", "<s> may only begin a sentence"},
          {"a b a\t1", "a ".repeat(40) + "\t1", "fields"}
        }) {
      String[] lines = text.split("\n");
      int line = Arrays.asList(lines).indexOf(bad[0]);
      lines[line] = bad[1];
      Files.write(file, List.of(lines));
      take("x", file).refused("bad:" + (line + 1) + ":", bad[2]);
    }
    Files.writeString(file, "\n");
    take("x", file).refused("holds no counts");
    Files.writeString(file, "a b\t3\nb a\t3\n");
    take("x", file).refused("</s>");
    Files.writeString(file, text);
    take("x", file, "--order", 5).refused("--order is 5", "longest have 3");
    take("x", file, "--corpus", dir.resolve("hand")).refused("--from-counts", "--corpus");
    Cli.run("count", "--output", dir.resolve("x"), "--order", 2).refused("--corpus is missing");
    Cli.run(
            "count",
            "--corpus",
            dir.resolve("hand"),
            "--output",
            dir.resolve("x"),
            "--order",
            2,
            "--lowercase")
        .refused("--lowercase", "--from-counts");
    export("hand-3", "--output", "-", "--format", "google").refused("directory");
    for (String format : List.of("srilm", "google")) {
      export("hand-3", "--output", dir.resolve("hand-3"), "--format", format, "--overwrite")
          .refused("is also an input");
    }
    assertThat(dir.resolve("x")).doesNotExist();
  }
}

package org.corpuslm.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.corpuslm.corpus.Vocabulary;
import org.corpuslm.corpus.VocabularyFile;
import org.corpuslm.runtime.Cluster;
import org.corpuslm.runtime.Published;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code prepare --vocabulary}: the words of another directory, with their ids. */
class GivenVocabularyTest {
  @TempDir private Path dir;

  @BeforeEach
  void setUp() throws IOException {
    Files.writeString(dir.resolve("a.txt"), "the rain fell\nthe rain stopped\n");
    Files.writeString(dir.resolve("b.txt"), "snow fell\nsnow melts\nthe snow\n");
    Cli.run("prepare", "--input", dir.resolve("a.txt"), "--output", dir.resolve("a")).succeeded();
  }

  private Cli.Result prepare(Object... more) {
    Object[] all = new Object[7 + more.length];
    System.arraycopy(
        new Object[] {
          "prepare",
          "--input",
          dir.resolve("b.txt"),
          "--output",
          dir.resolve("b"),
          "--vocabulary",
          dir.resolve("a")
        },
        0,
        all,
        0,
        7);
    System.arraycopy(more, 0, all, 7, more.length);
    return Cli.run(all);
  }

  @Test
  void wordsAreThoseGivenAndOthersUnknown() {
    assertThat(prepare("--json").json().at("/facts/splits/train/oov").asInt())
        .as("snow, snow, melts, snow")
        .isEqualTo(4);
    String words = "vocabulary/words.parquet";
    assertThat(dir.resolve("b").resolve(words))
        .hasSameBinaryContentAs(dir.resolve("a").resolve(words));
  }

  @Test
  void whatDoesNotFitIsRefused() {
    prepare("--max-vocab", "5").refused("--vocabulary", "--max-vocab");
    prepare("--unk", "UNK").refused("--unk is UNK", "is <unk>", "give --unk <unk>");
    Cli.run(
            "prepare",
            "--input",
            dir.resolve("b.txt"),
            "--output",
            dir.resolve("b"),
            "--vocabulary",
            dir.resolve("none"))
        .refused("none does not exist");
    assertThat(dir.resolve("b")).doesNotExist();
  }

  private List<String> words(Path directory) {
    Vocabulary vocabulary =
        VocabularyFile.read(
            Cluster.hadoopOnly(), Published.open(Cluster.hadoopOnly(), directory.toString()));
    List<String> words = new ArrayList<>();
    for (int id = 0; id < vocabulary.size(); id++) {
      words.add(vocabulary.word(id) + " " + vocabulary.count(id));
    }
    return words;
  }

  private Cli.Result withList(String list, Object... more) throws IOException {
    Path file = Files.writeString(dir.resolve("words.txt"), list);
    List<Object> all =
        new ArrayList<>(
            List.of("prepare", "--input", dir.resolve("b.txt"), "--output", dir.resolve("b")));
    all.addAll(List.of("--vocabulary", file));
    all.addAll(List.of(more));
    return Cli.run(all.toArray());
  }

  /** Ids by frequency in the text; words that it does not have come last. */
  @Test
  void aListOfWordsIsTheVocabulary() throws IOException {
    String list = "\ufeffzebra\n fell\r\n\nsnow\nsnow\n<s>\n<unk>\naardvark\n\t über \nthe";
    assertThat(withList(list, "--json").json().at("/facts/splits/train/oov").asInt())
        .as("melts")
        .isEqualTo(1);
    assertThat(words(dir.resolve("b")))
        .containsExactly(
            "<unk> 1",
            "<s> 3",
            "</s> 3",
            "snow 3",
            "fell 1",
            "the 1",
            "aardvark 0",
            "zebra 0",
            "über 0");
    Cli.run("count", "--corpus", dir.resolve("b"), "--output", dir.resolve("c"), "--order", "2")
        .succeeded();
    Cli.run("inspect", dir.resolve("c"), "--verify").succeeded();
    Cli.run("inspect", dir.resolve("b"), "--verify").succeeded();
    withList("SNOW\nSnow\n", "--lowercase", "--overwrite").succeeded();
    assertThat(words(dir.resolve("b"))).hasSize(4).contains("snow 3");
  }

  @Test
  void whatIsNoListOfWordsIsRefused() throws IOException {
    withList("a\nb 17\n").refused("words.txt:2:", "more than one word", "awk");
    withList("\n<s>\n").refused("words.txt", "lists no words");
    withList("a\n").succeeded();
    withList("a\n", "--overwrite", "--min-count", "2").refused("--vocabulary", "--min-count");
    Files.write(dir.resolve("words.txt"), new byte[] {'a', '\n', (byte) 0xff, '\n'});
    Cli.run(
            "prepare",
            "--input",
            dir.resolve("b.txt"),
            "--output",
            dir.resolve("d"),
            "--vocabulary",
            dir.resolve("words.txt"))
        .refused("words.txt:2:", "UTF-8", "iconv");
  }

  /** Like KenLM's {@code --skip_symbols}: special words are not words of the text. */
  @Test
  void specialWordsInTheTextAreLeftOut() throws IOException {
    Files.writeString(dir.resolve("marked.txt"), "<s> the rain </s>\n<s> </s>\nfell <unk> it\n");
    Files.writeString(dir.resolve("plain.txt"), "the rain\n\nfell it\n");
    String[] corpora = {"marked", "plain"};
    for (String name : corpora) {
      Cli.run(
              "prepare",
              "--input",
              dir.resolve(name + ".txt"),
              "--output",
              dir.resolve(name),
              "--skip-special")
          .succeeded();
    }
    assertThat(words(dir.resolve("marked"))).isEqualTo(words(dir.resolve("plain")));
    String tokens = "train/part-00000.parquet";
    assertThat(dir.resolve("marked").resolve(tokens))
        .hasSameBinaryContentAs(dir.resolve("plain").resolve(tokens));
    Cli.run("count", "--corpus", dir.resolve("a"), "--output", dir.resolve("n"), "--order", "2")
        .succeeded();
    Cli.run(
            "estimate",
            "--counts",
            dir.resolve("n"),
            "--output",
            dir.resolve("m"),
            "--smoothing",
            "witten-bell")
        .succeeded();
    Object[] command = {
      "perplexity",
      "--model",
      dir.resolve("m"),
      "--text",
      dir.resolve("marked.txt"),
      "--per-line",
      "-"
    };
    Cli.run(command).refused("marked.txt:1:", "literal <s>", "--skip-special");
    command[4] = dir.resolve("plain.txt");
    String plain = Cli.run(command).succeeded().out();
    List<Object> skipping = new ArrayList<>(List.of(command));
    skipping.set(4, dir.resolve("marked.txt"));
    skipping.add("--skip-special");
    assertThat(Cli.run(skipping.toArray()).succeeded().out()).isEqualTo(plain);
    Cli.run(
            "perplexity",
            "--model",
            dir.resolve("m"),
            "--corpus",
            dir.resolve("plain"),
            "--per-line",
            "-",
            "--skip-special")
        .refused("--skip-special is for --text");
    Cli.run(
            "prepare",
            "--input",
            dir.resolve("a.txt"),
            "--output",
            dir.resolve("x"),
            "--skip-special",
            "--replace-special",
            "x")
        .refused("--skip-special", "--replace-special");
    Files.writeString(dir.resolve("gap.txt"), "a\n<s> </s>\n");
    assertThat(
            Cli.run(
                    "prepare",
                    "--input",
                    dir.resolve("gap.txt"),
                    "--output",
                    dir.resolve("gap"),
                    "--skip-special",
                    "--skip-empty-lines",
                    "--json")
                .json()
                .at("/facts/skippedEmpty")
                .asInt())
        .isEqualTo(1);
  }
}

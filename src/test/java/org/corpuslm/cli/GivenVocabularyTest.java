package org.corpuslm.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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
}

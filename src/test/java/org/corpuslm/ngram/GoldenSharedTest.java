package org.corpuslm.ngram;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.corpuslm.ngram.Pipeline.Text;
import org.junit.jupiter.api.Test;

/** Golden figures of corpora that lie beside the project; skipped where they do not. */
class GoldenSharedTest {
  @Test
  void wikiText2Agrees() {
    Path folder = GoldenFigures.sharedCorpus("wikitext-2");
    Text text =
        new Text(
            GoldenFigures.lines(folder, "train"),
            GoldenFigures.lines(folder, "valid"),
            GoldenFigures.lines(folder, "test"),
            2,
            2);
    try (Pipeline pipeline = new Pipeline()) {
      String renamed =
          pipeline.corpus(
              GoldenFigures.map(text, line -> line.replace(SlowNgrams.UNKNOWN, "_UNK_")));
      GoldenFigures.assertAgreement(pipeline, renamed, GoldenFigures.of("wikitext-2-renamed"));
    }
  }

  @Test
  void wordNetFromTheMavenArtifactIsTheSharedCorpus() {
    Path folder = GoldenFigures.sharedCorpus("wordnet");
    Text glosses = WordNetGlosses.split();
    assertSame(glosses.train(), GoldenFigures.lines(folder, "train"));
    assertSame(glosses.valid(), GoldenFigures.lines(folder, "valid"));
    assertSame(glosses.test(), GoldenFigures.lines(folder, "test"));
  }

  private static void assertSame(List<String> glosses, List<String> golden) {
    var tokenizer = org.corpuslm.corpus.Tokenizers.of("words", true);
    assertThat(glosses).hasSameSizeAs(golden);
    for (int i = 0; i < golden.size(); i++) {
      String words =
          GoldenFigures.words(
              org.corpuslm.corpus.Tokenizers.split(tokenizer, glosses.get(i)).stream());
      assertThat(words).as("line %d", i + 1).isEqualTo(golden.get(i));
    }
  }
}

package org.corpuslm.ngram;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Golden figures of 12 million words of English novels; skipped where these are not at hand. */
class GoldenEltecIT {
  @Test
  void kneserNeyAgrees() {
    Path folder = GoldenFigures.sharedCorpus("eltec");
    try (Pipeline pipeline = new Pipeline()) {
      String corpus =
          pipeline.corpus(
              List.of(folder.resolve("train.txt.gz").toString()),
              List.of(folder.resolve("valid.txt.gz").toString()),
              List.of(folder.resolve("test.txt.gz").toString()),
              "whitespace",
              false);
      GoldenFigures.assertAgreement(pipeline, corpus, GoldenFigures.of("eltec"));
    }
  }
}

package org.corpuslm.corpus;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Labels without a corpus, for tests of other packages. */
public final class TestLabels {
  private TestLabels() {}

  /** Labels in this order; the first occurs most often in training, the last once. */
  public static Labels of(String... names) {
    List<Vocabulary.Entry> entries = new ArrayList<>();
    for (int i = 0; i < names.length; i++) {
      entries.add(
          new Vocabulary.Entry(names[i].getBytes(StandardCharsets.UTF_8), names.length - i));
    }
    return Labels.rank(entries);
  }
}

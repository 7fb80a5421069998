package org.corpuslm.cli.output;

import org.corpuslm.ngram.count.CountFacts;

/** The corpora that are in a count store. */
public final class PartsTable {
  private PartsTable() {}

  public static TextTable of(CountFacts facts) {
    TextTable table = new TextTable("part", "tokens", "sentences", "outside", "fingerprint");
    for (CountFacts.Part p : facts.parts()) {
      table.row(
          p.path(),
          "%,d".formatted(p.tokens()),
          "%,d".formatted(p.sentences()),
          "%,d".formatted(p.outside()),
          p.fingerprint());
    }
    return table;
  }
}

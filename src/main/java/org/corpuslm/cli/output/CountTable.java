package org.corpuslm.cli.output;

import org.corpuslm.ngram.count.CountFacts;

/** The contents of a count store. */
public final class CountTable {
  private CountTable() {}

  /** Returns a row per order: distinct n-grams, tokens, and n-grams that occur 1 to 4 times. */
  public static TextTable orders(CountFacts facts) {
    TextTable table = new TextTable("order", "n-grams", "tokens", "n1", "n2", "n3", "n4");
    for (int k = 1; k <= facts.order(); k++) {
      CountFacts.OrderFacts o = facts.orders().get(k - 1);
      table.row(
          String.valueOf(k),
          "%,d".formatted(o.ngrams()),
          "%,d".formatted(o.total()),
          "%,d".formatted(o.countsOfCounts()[1]),
          "%,d".formatted(o.countsOfCounts()[2]),
          "%,d".formatted(o.countsOfCounts()[3]),
          "%,d".formatted(o.countsOfCounts()[4]));
    }
    return table;
  }

  /** Returns a row per corpus in the store. */
  public static TextTable parts(CountFacts facts) {
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

package org.corpuslm.cli.output;

import com.fasterxml.jackson.databind.JsonNode;
import org.corpuslm.ngram.model.NgramFacts;
import org.corpuslm.runtime.Json;
import org.corpuslm.runtime.Published;

/** What pruning has left of a model, for the terminal. */
public final class PruneTable {
  private PruneTable() {}

  public static String of(Published published) {
    NgramFacts facts = published.facts(NgramFacts.class);
    JsonNode parameters = Json.tree(facts.parameters());
    TextTable table = new TextTable("order", "n-grams before", "after", "kept");
    for (int k = 1; k <= facts.order(); k++) {
      long before = parameters.get("ngramsBefore").get(k - 1).asLong();
      long after = facts.ngrams().get(k - 1);
      table.row(
          String.valueOf(k),
          "%,d".formatted(before),
          "%,d".formatted(after),
          before == 0 ? "-" : "%.1f %%".formatted(100.0 * after / before));
    }
    return "model %s: %s, of order %d\n%s"
        .formatted(published.path(), facts.smoothing(), facts.order(), table);
  }
}

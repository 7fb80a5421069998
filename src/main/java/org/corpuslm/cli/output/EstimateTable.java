package org.corpuslm.cli.output;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import org.corpuslm.ngram.model.NgramFacts;
import org.corpuslm.runtime.Json;
import org.corpuslm.runtime.Published;

/**
 * The n-grams and estimated parameters of a model, per order, and the n-grams that remain after
 * pruning.
 */
public final class EstimateTable {
  private static final String WEIGHTS = "weights";

  /** Column headers of parameters that have one value per order. */
  private static final Map<String, String[]> COLUMNS =
      Map.of(
          "discounts",
          new String[] {"D1", "D2", "D3+"},
          "discount",
          new String[] {"D"},
          "goodTuring",
          new String[] {"k", "d1 … dk"},
          WEIGHTS,
          new String[0]);

  private final NgramFacts facts;

  /** Makes the table of an estimated model. */
  public EstimateTable(NgramFacts facts) {
    this.facts = facts;
  }

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    List<String> header = new ArrayList<>(List.of("order", "n-grams"));
    String perOrder = null;
    for (Map.Entry<String, Object> e : facts.parameters().entrySet()) {
      if (COLUMNS.containsKey(e.getKey())) {
        perOrder = e.getKey();
        header.addAll(Arrays.asList(COLUMNS.get(perOrder)));
      } else {
        text.append(e.getKey()).append(" = ").append(e.getValue()).append('\n');
      }
    }
    TextTable table = new TextTable(header.toArray(new String[0]));
    JsonNode values = perOrder == null ? null : Json.tree(facts.parameters().get(perOrder));
    for (int k = 1; k <= facts.order(); k++) {
      List<String> row = new ArrayList<>(List.of(String.valueOf(k)));
      row.add(String.format(Locale.ROOT, "%,d", facts.ngrams().get(k - 1)));
      if (perOrder != null) {
        JsonNode value = values.get(k - 1);
        if (value.path("fallback").asBoolean()) {
          row.set(0, k + " (fallback)");
        }
        row.addAll(cells(perOrder, value));
      }
      table.row(row.toArray(new String[0]));
    }
    text.append(table);
    return WEIGHTS.equals(perOrder) ? text.append(weights(values)).toString() : text.toString();
  }

  /** Returns the number of n-grams before and after pruning, per order. */
  public static String pruned(Published published) {
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

  private static List<String> cells(String parameter, JsonNode value) {
    return switch (parameter) {
      case "discounts" ->
          List.of(number(value.get("one")), number(value.get("two")), number(value.get("three")));
      case "discount" -> List.of(number(value.get("value")));
      case "goodTuring" -> value.isNull() ? List.of("-", "-") : goodTuring(value);
      default -> List.of();
    };
  }

  private static List<String> goodTuring(JsonNode value) {
    List<String> ratios = new ArrayList<>();
    value.get("ratios").forEach(d -> ratios.add(number(d)));
    return List.of(value.get("k").asText(), String.join(" ", ratios));
  }

  /** Returns a row per context count at which a weight begins, and a column per order. */
  private static String weights(JsonNode orders) {
    List<String> header = new ArrayList<>(List.of("context count from"));
    SortedSet<Long> starts = new TreeSet<>();
    for (int k = 1; k <= orders.size(); k++) {
      header.add("λ" + k);
      orders.get(k - 1).get("buckets").forEach(b -> starts.add(b.get("from").asLong()));
    }
    TextTable table = new TextTable(header.toArray(new String[0]));
    for (long from : starts) {
      List<String> row = new ArrayList<>(List.of(String.valueOf(from)));
      for (JsonNode order : orders) {
        String lambda = "";
        for (JsonNode bucket : order.get("buckets")) {
          lambda = bucket.get("from").asLong() == from ? number(bucket.get("lambda")) : lambda;
        }
        row.add(lambda);
      }
      table.row(row.toArray(new String[0]));
    }
    return table.toString();
  }

  private static String number(JsonNode value) {
    return "%.6f".formatted(value.asDouble());
  }
}

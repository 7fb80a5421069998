package org.corpuslm.ngram.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/** An ARPA model of any order over twelve words: all n-grams of one sentence. */
final class TwelveWords {
  static final String TEXT =
      "a b a c b c d e f g a b c d e h i j k l a c b d f e g h l k j i a b a d";

  /** The part of p(·|h) that goes to the words seen after h. */
  private static final double SEEN = 0.6;

  private final List<Map<List<String>, Double>> p = new ArrayList<>(); // by length, linear
  private final List<Map<List<String>, Double>> backoffs = new ArrayList<>();
  private final TreeSet<String> words = new TreeSet<>(List.of(TEXT.split(" ")));

  private TwelveWords(int order) {
    words.add("</s>");
    words.add("<unk>");
    Map<List<String>, Double> unigrams = new TreeMap<>(TwelveWords::compare);
    words.forEach(w -> unigrams.put(List.of(w), 1.0 / words.size()));
    p.add(unigrams);
    List<String> text = new ArrayList<>(List.of("<s>"));
    text.addAll(List.of(TEXT.split(" ")));
    text.add("</s>");
    for (int k = 2; k <= order; k++) {
      Map<List<String>, TreeSet<String>> next = new TreeMap<>(TwelveWords::compare);
      for (int i = k; i <= text.size(); i++) {
        next.computeIfAbsent(List.copyOf(text.subList(i - k, i - 1)), h -> new TreeSet<>())
            .add(text.get(i - 1));
      }
      add(next);
    }
  }

  private void add(Map<List<String>, TreeSet<String>> next) {
    Map<List<String>, Double> longer = new TreeMap<>(TwelveWords::compare);
    Map<List<String>, Double> weights = new TreeMap<>(TwelveWords::compare);
    next.forEach(
        (h, seen) -> {
          double lower = 0;
          int rank = 0;
          for (String w : seen) {
            double share = ++rank / (seen.size() * (seen.size() + 1) / 2.0);
            longer.put(join(h, w), SEEN * share);
            lower += p(h.subList(1, h.size()), w);
          }
          weights.put(h, (1 - SEEN) / (1 - lower));
        });
    p.add(longer);
    backoffs.add(weights);
  }

  private double p(List<String> h, String w) {
    Double listed = p.get(h.size()).get(join(h, w));
    return listed != null
        ? listed
        : backoffs.get(h.size() - 1).getOrDefault(h, 1.0) * p(h.subList(1, h.size()), w);
  }

  private static List<String> join(List<String> h, String w) {
    List<String> hw = new ArrayList<>(h);
    hw.add(w);
    return hw;
  }

  private static int compare(List<String> a, List<String> b) {
    return String.join(" ", a).compareTo(String.join(" ", b));
  }

  /** The lines of the file. */
  static List<String> arpa(int order) {
    TwelveWords model = new TwelveWords(order);
    model.p.get(0).put(List.of("<s>"), 0.0);
    List<String> lines = new ArrayList<>(List.of("\\data\\"));
    for (int k = 1; k <= order; k++) {
      lines.add("ngram " + k + "=" + model.p.get(k - 1).size());
    }
    for (int k = 1; k <= order; k++) {
      lines.add("");
      lines.add("\\" + k + "-grams:");
      Map<List<String>, Double> weights = k < order ? model.backoffs.get(k - 1) : Map.of();
      model
          .p
          .get(k - 1)
          .forEach(
              (g, linear) ->
                  lines.add(
                      log10(linear)
                          + "\t"
                          + String.join(" ", g)
                          + (weights.containsKey(g) ? "\t" + log10(weights.get(g)) : "")));
    }
    lines.addAll(List.of("", "\\end\\"));
    return lines;
  }

  private static String log10(double linear) {
    return linear == 0 ? "-99" : String.format(Locale.ROOT, "%.15f", Math.log10(linear));
  }
}

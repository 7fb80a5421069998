package org.corpuslm.ngram.arpa;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeSet;

/**
 * An ARPA model as the format defines it: a dictionary from n-grams to log10 p and log10 back-off
 * weight; log10 p(w|h) is that of hw, or the weight of h (0 if h is not listed) plus log10 p(w|h').
 */
final class DictionaryArpa {
  final List<Map<List<String>, double[]>> orders = new ArrayList<>();

  int order() {
    return orders.size();
  }

  static DictionaryArpa parse(List<String> lines) {
    DictionaryArpa arpa = new DictionaryArpa();
    Map<List<String>, double[]> section = null;
    for (String line : lines) {
      String text = line.strip();
      if (text.endsWith("-grams:")) {
        section = new HashMap<>();
        arpa.orders.add(section);
      } else if (section != null && !text.isEmpty() && !text.startsWith("\\")) {
        String[] fields = text.split("[ \t]+");
        int k = arpa.order();
        double backoff = fields.length > k + 1 ? Double.parseDouble(fields[k + 1]) : 0;
        section.put(
            List.of(fields).subList(1, k + 1),
            new double[] {zero(fields[0]), backoff == -99 ? Double.NEGATIVE_INFINITY : backoff});
      }
    }
    return arpa;
  }

  private static double zero(String number) {
    return zero(Double.parseDouble(number));
  }

  private static double zero(double log10) {
    return log10 <= -99 ? Double.NEGATIVE_INFINITY : log10;
  }

  double log10(List<String> history, String word) {
    int from = Math.max(0, history.size() - (order() - 1));
    List<String> h = history.subList(from, history.size());
    List<String> hw = new ArrayList<>(h);
    hw.add(word);
    double[] found = orders.get(hw.size() - 1).get(hw);
    if (found != null) {
      return found[0];
    }
    if (h.isEmpty()) {
      throw new IllegalArgumentException("no unigram " + word);
    }
    double[] context = orders.get(h.size() - 1).get(h);
    return (context == null ? 0 : context[1]) + log10(h.subList(1, h.size()), word);
  }

  /** A model no tool would write: any n-grams, contexts listed or not, any weights. */
  static DictionaryArpa random(Random random, int order, List<String> words) {
    DictionaryArpa arpa = new DictionaryArpa();
    for (int k = 1; k <= order; k++) {
      Map<List<String>, double[]> section = new HashMap<>();
      int size = k == 1 ? words.size() : 1 + random.nextInt(40);
      for (int i = 0; i < size; i++) {
        List<String> ngram = new ArrayList<>();
        for (int w = 0; w < k; w++) {
          boolean inside = w > 0;
          String word = words.get(random.nextInt(words.size()));
          ngram.add(inside && word.equals("<s>") ? words.get(0) : word);
        }
        section.put(
            k == 1 ? List.of(words.get(i)) : ngram,
            new double[] {
              random.nextInt(20) == 0 ? Double.NEGATIVE_INFINITY : -4 * random.nextDouble(),
              random.nextInt(4) == 0 ? 0 : random.nextDouble() - 0.7
            });
      }
      arpa.orders.add(section);
    }
    return arpa;
  }

  /** Returns the lines of a file; some zero weights are left out. */
  List<String> lines() {
    List<String> lines = new ArrayList<>(List.of("\\data\\"));
    for (int k = 1; k <= order(); k++) {
      lines.add("ngram " + k + "=" + orders.get(k - 1).size());
    }
    for (int k = 1; k <= order(); k++) {
      lines.add("");
      lines.add("\\" + k + "-grams:");
      Map<List<String>, double[]> section = orders.get(k - 1);
      for (List<String> ngram : sorted(section)) {
        double[] values = section.get(ngram);
        String line = number(values[0]) + "\t" + String.join(" ", ngram);
        lines.add(k == order() || values[1] == 0 ? line : line + "\t" + number(values[1]));
      }
    }
    lines.add("");
    lines.add("\\end\\");
    return lines;
  }

  private static List<List<String>> sorted(Map<List<String>, double[]> section) {
    TreeSet<String> keys = new TreeSet<>();
    section.keySet().forEach(k -> keys.add(String.join(" ", k)));
    return keys.stream().map(k -> List.of(k.split(" "))).toList();
  }

  private static String number(double log10) {
    return log10 == Double.NEGATIVE_INFINITY ? "-99" : String.valueOf(log10);
  }
}

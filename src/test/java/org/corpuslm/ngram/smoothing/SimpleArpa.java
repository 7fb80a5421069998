package org.corpuslm.ngram.smoothing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Reads an ARPA file as its definition says, and nothing else: p or back-off, word by word. */
final class SimpleArpa {
  /** An n-gram line; a missing back-off weight is 0. */
  record Line(double log10p, double log10backoff) {}

  private final Map<List<String>, Line> lines = new HashMap<>();

  SimpleArpa(Path file) {
    try {
      for (String text : Files.readAllLines(file)) {
        String[] fields = text.split("\t", -1);
        if (fields.length >= 2) {
          double backoff = fields.length > 2 ? Double.parseDouble(fields[2]) : 0;
          List<String> ngram = List.of(fields[1].split(" ", -1));
          if (lines.put(ngram, new Line(Double.parseDouble(fields[0]), backoff)) != null) {
            throw new IllegalStateException(ngram + " stands twice");
          }
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Map<List<String>, Line> lines() {
    return lines;
  }

  double log10(List<String> context, String word) {
    List<String> ngram = new ArrayList<>(context);
    ngram.add(word);
    Line line = lines.get(ngram);
    if (line != null) {
      return line.log10p;
    }
    Line backoff = lines.get(context);
    return (backoff == null ? 0 : backoff.log10backoff)
        + log10(context.subList(1, context.size()), word);
  }
}

package org.corpuslm.score;

import java.io.Serializable;
import java.util.Map;
import java.util.TreeMap;

/**
 * A histogram of perplexities in bins whose upper end is {@value #PER_E}-th root of e times the
 * lower end (0.024 %). Percentiles follow from it for any number of documents, and do not depend on
 * how these are distributed over tasks.
 */
final class PerplexityHistogram implements Serializable {
  private static final long serialVersionUID = 1;

  /** Bins per factor e. */
  static final int PER_E = 1 << 12;

  private final TreeMap<Integer, Long> bins = new TreeMap<>();
  private long documents;

  /** Returns the bin of a perplexity; infinity has the last one. */
  static int bin(double perplexity) {
    return Double.isInfinite(perplexity)
        ? Integer.MAX_VALUE
        : (int) Math.floor(Math.log(perplexity) * PER_E);
  }

  /** Returns the perplexity at the upper end of a bin. */
  static double upperEnd(int bin) {
    return bin == Integer.MAX_VALUE ? Double.POSITIVE_INFINITY : Math.exp((bin + 1.0) / PER_E);
  }

  /** Adds a document. */
  void add(double perplexity) {
    bins.merge(bin(perplexity), 1L, Long::sum);
    documents++;
  }

  /** Adds all documents of another histogram. */
  void add(PerplexityHistogram other) {
    other.bins.forEach((bin, n) -> bins.merge(bin, n, Long::sum));
    documents += other.documents;
  }

  /** Returns the number of documents. */
  long documents() {
    return documents;
  }

  /**
   * Returns the first bin with which at least a percentage of the documents lies in it or below.
   *
   * @param percentile above 0, at most 100
   */
  int binAt(double percentile) {
    long wanted = (long) Math.ceil(percentile / 100 * documents);
    long seen = 0;
    for (Map.Entry<Integer, Long> bin : bins.entrySet()) {
      seen += bin.getValue();
      if (seen >= wanted) {
        return bin.getKey();
      }
    }
    return Integer.MAX_VALUE;
  }

  /** Returns the bins with documents and their numbers, ascending. */
  Map<Integer, Long> bins() {
    return bins;
  }
}

package org.corpuslm.score;

import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.corpuslm.runtime.Hash;
import org.corpuslm.runtime.Sanitizer;

/** A few documents of each bucket, chosen by a hash of their text. */
final class Examples implements Serializable {
  private static final long serialVersionUID = 1;
  private static final int PER_BUCKET = 4;
  private static final int SHOWN_BYTES = 300;
  private static final Comparator<Example> ORDER =
      Comparator.comparingLong(Example::hash).thenComparing(Example::text);

  private final TreeMap<String, ArrayList<Example>> byBucket = new TreeMap<>();

  /**
   * A document.
   *
   * @param text its beginning
   */
  record Example(long hash, double perplexity, String text) implements Serializable {}

  /** Offers a document: UTF-8 at {@code off … off+len−1}. */
  void offer(String bucket, byte[] buf, int off, int len, double perplexity) {
    int shown = Math.min(SHOWN_BYTES, len);
    long hash = Hash.of(shown, len, 0);
    for (int i = off; i < off + shown; i++) {
      hash = Hash.mix(hash ^ buf[i]);
    }
    List<Example> some = byBucket.computeIfAbsent(bucket, b -> new ArrayList<>());
    if (some.size() < PER_BUCKET || hash < some.get(some.size() - 1).hash()) {
      String text = new String(buf, off, shown, StandardCharsets.UTF_8);
      add(some, new Example(hash, perplexity, Sanitizer.line(text) + (shown < len ? "…" : "")));
    }
  }

  /** Adds the documents of another part. */
  void add(Examples other) {
    other.byBucket.forEach(
        (bucket, some) ->
            some.forEach(e -> add(byBucket.computeIfAbsent(bucket, b -> new ArrayList<>()), e)));
  }

  private static void add(List<Example> some, Example example) {
    some.add(example);
    some.sort(ORDER);
    if (some.size() > PER_BUCKET) {
      some.remove(PER_BUCKET);
    }
  }

  /** Returns the documents by bucket. */
  Map<String, ? extends List<Example>> byBucket() {
    return byBucket;
  }
}

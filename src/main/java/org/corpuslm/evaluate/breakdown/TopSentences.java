package org.corpuslm.evaluate.breakdown;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Supplier;

/**
 * The sentences that rank first, each text once. The selection does not depend on the order in
 * which sentences are offered.
 */
final class TopSentences implements Serializable {
  private static final long serialVersionUID = 1;

  private final int max;
  private final boolean hardest;
  private final List<RankedSentence> first = new ArrayList<>();

  TopSentences(int max, boolean hardest) {
    this.max = max;
    this.hardest = hardest;
  }

  private Comparator<RankedSentence> order() {
    return hardest ? RankedSentence.HARDEST : RankedSentence.EASIEST;
  }

  /**
   * Considers a sentence, which is made only if it can rank among the first.
   *
   * @param nats its nats per token
   */
  void offer(double nats, Supplier<RankedSentence> sentence) {
    if (first.size() == max && !mayRank(nats)) {
      return;
    }
    add(sentence.get());
  }

  private boolean mayRank(double nats) {
    double last = first.get(max - 1).nats();
    return hardest ? nats >= last : nats <= last;
  }

  private void add(RankedSentence sentence) {
    for (int i = 0; i < first.size(); i++) {
      RankedSentence other = first.get(i);
      if (other.tokens() == sentence.tokens() && other.text().equals(sentence.text())) {
        if (order().compare(sentence, other) < 0) {
          first.set(i, sentence);
          first.sort(order());
        }
        return;
      }
    }
    first.add(sentence);
    first.sort(order());
    if (first.size() > max) {
      first.remove(max);
    }
  }

  void add(TopSentences other) {
    other.first.forEach(this::add);
  }

  List<RankedSentence> list() {
    return List.copyOf(first);
  }
}

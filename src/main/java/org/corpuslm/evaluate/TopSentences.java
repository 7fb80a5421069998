package org.corpuslm.evaluate;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Supplier;

/** The sentences that rank first, each text once. Which they are, no order of work changes. */
final class TopSentences implements Serializable {
  private static final long serialVersionUID = 1;

  private final int most;
  private final boolean hardest;
  private final List<RankedSentence> first = new ArrayList<>();

  TopSentences(int most, boolean hardest) {
    this.most = most;
    this.hardest = hardest;
  }

  private Comparator<RankedSentence> order() {
    return hardest ? RankedSentence.HARDEST : RankedSentence.EASIEST;
  }

  /** Looks at a sentence; it is only made if it can be among the first. */
  void offer(double nats, Supplier<RankedSentence> sentence) {
    if (first.size() == most && !mayRank(nats)) {
      return;
    }
    add(sentence.get());
  }

  private boolean mayRank(double nats) {
    double last = first.get(most - 1).nats();
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
    if (first.size() > most) {
      first.remove(most);
    }
  }

  void add(TopSentences other) {
    other.first.forEach(this::add);
  }

  List<RankedSentence> list() {
    return List.copyOf(first);
  }
}

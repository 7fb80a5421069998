package org.corpuslm.labeled.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Counts of all orders equal those of maps from lists. */
class CountTrieTest {
  @Test
  void allOrdersOfRandomTexts() {
    Random random = new Random(1);
    int roots = 3;
    int order = 3;
    CountTrie trie = new CountTrie(roots, order);
    CountTrie half = new CountTrie(roots, order);
    Map<List<Integer>, Long> counts = new HashMap<>();
    for (int i = 0; i < 3000; i++) {
      int root = random.nextInt(roots);
      int[] ngram = {random.nextInt(9), random.nextInt(9), random.nextInt(9)};
      (i % 2 == 0 ? trie : half).add(root, ngram, order, 1 + i % 3);
      for (int k = 1; k <= order; k++) {
        List<Integer> key = new ArrayList<>(List.of(root));
        Arrays.stream(ngram, order - k, order).forEach(key::add);
        counts.merge(key, 1L + i % 3, Long::sum);
      }
    }
    trie.add(half);
    Map<List<Integer>, Long> totals = new HashMap<>();
    Map<List<Integer>, Set<Integer>> followers = new HashMap<>();
    counts.forEach(
        (key, n) -> {
          assertThat(trie.count(node(trie, key))).as(key.toString()).isEqualTo(n);
          List<Integer> context = key.subList(0, key.size() - 1);
          totals.merge(context, n, Long::sum);
          followers.computeIfAbsent(context, c -> new HashSet<>()).add(key.get(key.size() - 1));
        });
    totals.forEach(
        (key, n) -> {
          assertThat(trie.total(node(trie, key))).isEqualTo(n);
          assertThat(trie.types(node(trie, key))).isEqualTo(followers.get(key).size());
        });
    assertThat(trie.child(0, 99)).isEqualTo(-1);
    assertThat(trie.count(-1) + trie.total(-1) + trie.types(-1)).isZero();
    List<int[]> visited = new ArrayList<>();
    trie.forEach(
        (root, ngram, n) -> {
          visited.add(new int[] {root, ngram[0], ngram[1], ngram[2]});
          assertThat(n).isEqualTo(counts.get(List.of(root, ngram[0], ngram[1], ngram[2])));
        });
    assertThat(visited).isSortedAccordingTo(Arrays::compare);
    assertThat(visited).hasSize((int) counts.keySet().stream().filter(k -> k.size() == 4).count());
  }

  private static int node(CountTrie trie, List<Integer> path) {
    int node = path.get(0);
    for (int symbol : path.subList(1, path.size())) {
      node = trie.child(node, symbol);
    }
    return node;
  }
}

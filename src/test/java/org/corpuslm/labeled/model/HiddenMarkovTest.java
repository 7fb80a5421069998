package org.corpuslm.labeled.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.corpuslm.corpus.LabeledSentence;
import org.corpuslm.corpus.Vocabulary;
import org.corpuslm.ngram.TestVocabulary;
import org.junit.jupiter.api.Test;

/** The Viterbi algorithm finds the best of all paths; parameters equal figures made by hand. */
class HiddenMarkovTest {
  private final CountTrie transitions = new CountTrie(1, 3);
  private final CountTrie emissions = new CountTrie(1, 2);
  private final int labels = 3;

  private void train(int[] words, int[] tags) {
    int[] padded = new int[tags.length + 3];
    padded[0] = labels;
    padded[1] = labels;
    System.arraycopy(tags, 0, padded, 2, tags.length);
    padded[padded.length - 1] = labels + 1;
    for (int i = 2; i < padded.length; i++) {
      transitions.add(0, new int[] {padded[i - 2], padded[i - 1], padded[i]}, 3, 1);
    }
    for (int i = 0; i < words.length; i++) {
      emissions.add(0, new int[] {words[i], tags[i]}, 2, 1);
    }
  }

  private static final Vocabulary VOCABULARY =
      TestVocabulary.of("run", "walking", "talking", "House", "tree", "bee");

  private static Vocabulary vocabulary() {
    return VOCABULARY;
  }

  @Test
  void viterbiIsTheBestOfAllPaths() {
    Random random = new Random(5);
    Vocabulary vocabulary = vocabulary();
    for (int s = 0; s < 40; s++) {
      int n = 1 + random.nextInt(5);
      train(random.ints(n, 3, vocabulary.size()).toArray(), random.ints(n, 0, labels).toArray());
    }
    HiddenMarkov model = new HiddenMarkov(transitions, emissions, vocabulary, labels);
    for (int s = 0; s < 60; s++) {
      int n = 1 + random.nextInt(5);
      int[] words = random.ints(n, 3, vocabulary.size()).toArray();
      String[] forms = new String[n];
      for (int i = 0; i < n; i++) {
        if (random.nextInt(3) == 0) { // unknown words
          words[i] = Vocabulary.UNK;
          forms[i] = List.of("jogging", "Mouse", "xyz").get(random.nextInt(3));
        }
      }
      LabeledSentence sentence = new LabeledSentence(words, forms, new int[0]);
      double best = Double.NEGATIVE_INFINITY;
      for (int[] path : paths(n)) {
        best = Math.max(best, model.lnJoint(sentence, path));
      }
      assertThat(model.lnJoint(sentence, model.labels(sentence))).isCloseTo(best, within(1e-12));
      assertThat(best).isFinite();
    }
  }

  private List<int[]> paths(int n) {
    List<int[]> paths = new ArrayList<>();
    for (int code = 0; code < Math.pow(labels, n); code++) {
      int[] path = new int[n];
      for (int i = 0, rest = code; i < n; i++, rest /= labels) {
        path[i] = rest % labels;
      }
      paths.add(path);
    }
    return paths;
  }

  /** Two sentences "0 1" and "0 1", one "2": 8 trigrams with their ends. */
  @Test
  void jointProbabilityByHand() {
    train(new int[] {3, 4}, new int[] {0, 1});
    train(new int[] {3, 5}, new int[] {0, 1});
    train(new int[] {6}, new int[] {2});
    HiddenMarkov model = new HiddenMarkov(transitions, emissions, vocabulary(), labels);
    // Shares less one occurrence: "b b 0" has 1/7, 1/2, 1/2: of equals the longest wins. "b 0 1"
    // has
    // 1/7, 1/1, 1/1. "0 1 e" has 2/7, 1/1, 1/1. "b b 2" has 0, 0, 0; "b 2 e" has 2/7, 0, 0.
    double[] lambda = {(1 + 1) / 11.0, 1 / 11.0, (7 + 1) / 11.0};
    assertThat(model.lambda()).containsExactly(lambda, within(1e-12));
    double first = lambda[0] * 2 / 8 + (lambda[1] + lambda[2]) * 2 / 3;
    double second = lambda[0] * 2 / 8 + lambda[1] + lambda[2];
    double end = lambda[0] * 3 / 8 + lambda[1] + lambda[2];
    LabeledSentence sentence = new LabeledSentence(new int[] {3, 4}, new String[2], new int[0]);
    assertThat(model.lnJoint(sentence, new int[] {0, 1}))
        .isCloseTo(Math.log(first * second * end * 1 * 0.5), within(1e-12));
    assertThat(model.labels(sentence)).containsExactly(0, 1);
    assertThat(model.labels(new LabeledSentence(new int[0], new String[0], new int[0]))).isEmpty();
  }

  @Test
  void unknownWordsByTheirSuffix() {
    for (int i = 0; i < 3; i++) {
      train(new int[] {4, 7}, new int[] {0, 1}); // walking, tree
      train(new int[] {5, 8}, new int[] {0, 1}); // talking, bee
    }
    train(new int[] {6}, new int[] {2}); // House
    SuffixModel suffixes = new SuffixModel(emissions, vocabulary(), labels);
    assertThat(suffixes.of("jogging")[0]).isGreaterThan(0.9);
    assertThat(suffixes.of("knee")[1]).isGreaterThan(0.9);
    assertThat(suffixes.of("Mouse")[2]).as("capitals are apart").isCloseTo(1, within(1e-12));
    // "x" has no known suffix: the shares of the rare words without a capital.
    assertThat(suffixes.of("x")).containsExactly(new double[] {0.5, 0.5, 0}, within(1e-12));
    double theta = Math.sqrt((2 * sq(6 / 13.0 - 1 / 3.0) + sq(1 / 13.0 - 1 / 3.0)) / 2);
    assertThat(suffixes.of("gold g")[0]).isCloseTo((1 + theta * 0.5) / (1 + theta), within(1e-12));
  }

  private static double sq(double x) {
    return x * x;
  }

  @Test
  void mostFrequentTag() {
    train(new int[] {3, 3, 3, 4}, new int[] {2, 1, 1, 2});
    train(new int[] {5, 5}, new int[] {2, 1});
    MostFrequentTag model = new MostFrequentTag(emissions, vocabulary().size(), labels);
    LabeledSentence sentence =
        new LabeledSentence(new int[] {3, 4, 5, 0}, new String[] {null, null, null, "x"}, null);
    assertThat(model.labels(sentence)).containsExactly(1, 2, 1, 1); // ties: the smaller id
  }
}

package org.corpuslm.neural.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import org.corpuslm.corpus.Vocabulary;
import org.corpuslm.neural.kernel.Values;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Streams side by side against one word after the other. */
class TextScoresTest {
  private static final int WORDS = 11;
  private static final double CLOSE = 1e-4;

  private static Network network(Architecture architecture) {
    NetworkConfig config =
        NetworkConfig.of(architecture, WORDS, 6, 6, 2)
            .with(new NetworkConfig.Variant(3, false, false, false))
            .with(NetworkConfig.Dropout.everywhere(0.5));
    Initialization init = new Initialization(Initialization.Scheme.UNIFORM, 0.7, 0, 4);
    return Network.of(config, init.parameters(config));
  }

  private static int[] text(int n) {
    int[] ids = new Random(3).ints(n, 2, WORDS).toArray();
    ids[n - 1] = Vocabulary.EOS;
    return ids;
  }

  /** ln p of the words from..to, word by word from the zero state. */
  private static void oneByOne(
      Network network, int[] ids, int from, int to, boolean sentence, double[] lnP) {
    network.clearState();
    for (int i = from; i < to; i++) {
      int before = i == 0 || (sentence && i == from) ? Vocabulary.EOS : ids[i - 1];
      Values hidden = network.hidden(1, 1, new int[] {before});
      network.output().lnP(hidden, 1, ids, i, lnP);
    }
  }

  @ParameterizedTest
  @EnumSource(Architecture.class)
  void aShortTextIsOneStream(Architecture architecture) {
    Network network = network(architecture);
    int[] ids = text(2 * TextScores.WORDS_PER_STREAM - 1);
    double[] slow = new double[ids.length];
    oneByOne(network, ids, 0, ids.length, false, slow);
    double[] fast = new double[ids.length];
    TextScores.carried(network, ids, fast);
    assertThat(fast).containsExactly(slow, within(CLOSE));
  }

  @ParameterizedTest
  @EnumSource(Architecture.class)
  void aLongTextIsCutIntoStreamsOfEqualLength(Architecture architecture) {
    Network network = network(architecture);
    int[] ids = text(3 * TextScores.WORDS_PER_STREAM + 5);
    int length = (ids.length + 2) / 3;
    double[] slow = new double[ids.length];
    for (int from = 0; from < ids.length; from += length) {
      oneByOne(network, ids, from, Math.min(ids.length, from + length), false, slow);
    }
    double[] fast = new double[ids.length];
    TextScores.carried(network, ids, fast);
    assertThat(fast).containsExactly(slow, within(CLOSE));
    // And a stream more or less is next to nothing in the perplexity.
    oneByOne(network, ids, 0, ids.length, false, slow);
    assertThat(Arrays.stream(fast).sum())
        .isCloseTo(Arrays.stream(slow).sum(), within(1e-3 * Math.abs(Arrays.stream(slow).sum())));
  }

  @ParameterizedTest
  @EnumSource(Architecture.class)
  void sentencesOfAnyLengthEachOnItsOwn(Architecture architecture) {
    Network network = network(architecture);
    int[] ids = text(1500); // of one word to some dozens
    double[] slow = new double[ids.length];
    for (int from = 0, to; from < ids.length; from = to) {
      to = Vocabulary.endOfSentence(ids, from);
      oneByOne(network, ids, from, to, true, slow);
    }
    double[] fast = new double[ids.length];
    TextScores.sentences(network, ids, fast);
    assertThat(fast).containsExactly(slow, within(CLOSE));
    assertThat(fast).doesNotContain(0.0);
  }
}

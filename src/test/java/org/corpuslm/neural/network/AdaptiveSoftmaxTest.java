package org.corpuslm.neural.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.corpuslm.neural.kernel.Values;
import org.corpuslm.neural.network.NetworkConfig.Dropout;
import org.corpuslm.neural.network.NetworkConfig.Variant;
import org.corpuslm.runtime.BadInputException;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;

/** Adaptive softmax against its definition, and the choice of cut-offs against trying all. */
class AdaptiveSoftmaxTest {
  private static final int WORDS = 13;
  private static final int HIDDEN = 6;
  private static final List<Integer> CUTOFFS = List.of(4, 9);
  private static final int DIV_VALUE = 2;

  private static NetworkConfig config() {
    return new NetworkConfig(
        Architecture.RNN,
        WORDS,
        5,
        HIDDEN,
        1,
        Variant.PLAIN,
        false,
        new AdaptiveSoftmax(CUTOFFS, DIV_VALUE),
        Dropout.NONE);
  }

  private static Network network(double spread) {
    Network network = Network.create(config(), DataType.DOUBLE);
    Random random = new Random(8);
    for (long i = 0; i < network.parameters().length(); i++) {
      network.parameters().putScalar(i, random.nextGaussian() * spread);
    }
    return network;
  }

  private static double[] block(Network network, String name) {
    for (NetworkConfig.PlacedBlock placed : network.config().parameterBlocks()) {
      if (placed.layer().getLayerName().equals("softmax") && placed.block().name().equals(name)) {
        double[] all = network.parameters().dup().data().asDouble();
        int at = (int) placed.at();
        return Arrays.copyOfRange(all, at, at + (int) placed.block().length());
      }
    }
    throw new IllegalArgumentException(name);
  }

  /** ln softmax(x·Wᵀ + b), but for one class. */
  private static double[] lnSoftmax(double[] x, double[] w, double[] b, int never) {
    double[] z = new double[b.length];
    double sum = 0;
    for (int c = 0; c < z.length; c++) {
      z[c] = b[c];
      for (int i = 0; i < x.length; i++) {
        z[c] += x[i] * w[c * x.length + i];
      }
      sum += c == never ? 0 : Math.exp(z[c]);
    }
    for (int c = 0; c < z.length; c++) {
      z[c] = c == never ? Double.NEGATIVE_INFINITY : z[c] - Math.log(sum);
    }
    return z;
  }

  /** By the definition, ln p of every word. */
  private static double[] slow(Network network, double[] x) {
    double[] head = lnSoftmax(x, block(network, "W0"), block(network, "b0"), 1);
    double[] lnP = Arrays.copyOf(head, WORDS);
    for (int k = 1; k <= CUTOFFS.size(); k++) {
      double[] p = block(network, "P" + k);
      double[] h = new double[p.length / HIDDEN];
      assertThat(h).hasSize(k == 1 ? 3 : 1);
      for (int j = 0; j < h.length; j++) {
        for (int i = 0; i < HIDDEN; i++) {
          h[j] += x[i] * p[i * h.length + j];
        }
      }
      double[] within = lnSoftmax(h, block(network, "W" + k), block(network, "b" + k), -1);
      for (int c = 0; c < within.length; c++) {
        lnP[CUTOFFS.get(k - 1) + c] = head[CUTOFFS.get(0) + k - 1] + within[c];
      }
    }
    return lnP;
  }

  @Test
  void probabilitiesAreThoseOfTheDefinitionAndSumToOne() {
    Network network = network(0.8);
    Values hidden = network.hidden(5, 3, new Random(2).ints(15, 2, WORDS).toArray());
    double[] x = new double[15 * HIDDEN];
    hidden.read(0, x, 0, x.length);
    int[] words = IntStream.range(0, 15).map(r -> r % WORDS == 1 ? 5 : r % WORDS).toArray();
    double[] together = new double[15];
    network.output().lnP(hidden, 15, words, 0, together);
    for (int r = 0; r < 15; r++) {
      double[] expected = slow(network, Arrays.copyOfRange(x, r * HIDDEN, (r + 1) * HIDDEN));
      double[] all = new double[WORDS];
      network.output().lnP(hidden, r, all);
      double sum = 0;
      for (int w = 0; w < WORDS; w++) {
        sum += Math.exp(all[w]);
        if (w != 1) {
          assertThat(all[w]).isCloseTo(expected[w], within(1e-10));
        }
      }
      assertThat(all[1]).isEqualTo(Double.NEGATIVE_INFINITY);
      assertThat(sum).isCloseTo(1, within(1e-10));
      assertThat(together[r]).isCloseTo(expected[words[r]], within(1e-10));
    }
  }

  @Test
  void lossIsTheSumOverTheLabels() {
    Network network = network(0.5);
    int[] in = {2, 3, 4, 5, 6, 7};
    int[] out = {3, -1, 12, 5, 9, 4};
    double loss = network.loss(3, 2, in, out);
    network.clearState();
    Values hidden = network.hidden(3, 2, in);
    double sum = 0;
    for (int r = 0; r < 6; r++) {
      double[] all = new double[WORDS];
      network.output().lnP(hidden, r, all);
      sum -= out[r] < 0 ? 0 : all[out[r]];
    }
    assertThat(loss).isCloseTo(sum, within(1e-9));
    assertThat(network.output().words()).isEqualTo(5);
  }

  /** Counts as a text has them: by Zipf. */
  private static long[] counts(int words) {
    long[] counts = new long[words];
    for (int i = 0; i < words; i++) {
      counts[i] = 1_000_000L / (i + 1);
    }
    return counts;
  }

  @Test
  void cutoffsAreTheCheapestOfAll() {
    int[] candidates = {100, 200, 500, 1000, 2000, 4000, 8000, 16_000, 32_000};
    long[] counts = counts(50_000);
    double[] share = new double[counts.length + 1];
    double total = Arrays.stream(counts).sum();
    for (int i = 0; i < counts.length; i++) {
      share[i + 1] = share[i] + counts[i] / total;
    }
    for (int in : new int[] {20, 200, 650}) {
      List<Integer> best = List.of();
      double least = AdaptiveSoftmax.head(counts.length, in);
      for (int set = 1; set < 1 << candidates.length; set++) {
        List<Integer> cutoffs = new ArrayList<>();
        for (int c = 0; c < candidates.length; c++) {
          if ((set >> c & 1) == 1) {
            cutoffs.add(candidates[c]);
          }
        }
        if (cutoffs.size() > 4) {
          continue;
        }
        double cost = AdaptiveSoftmax.head(cutoffs.get(0) + cutoffs.size(), in);
        for (int k = 1; k <= cutoffs.size(); k++) {
          int to = k < cutoffs.size() ? cutoffs.get(k) : counts.length;
          cost += AdaptiveSoftmax.cluster(share, cutoffs.get(k - 1), to, in, 4, k);
        }
        if (cost < least) {
          least = cost;
          best = cutoffs;
        }
      }
      assertThat(AdaptiveSoftmax.choose(counts, in, 4, candidates)).isEqualTo(best).isNotEmpty();
    }
  }

  @Test
  void onlyALargeVocabularyHasClusters() {
    assertThat(AdaptiveSoftmax.choose(counts(900), 200, 4, AdaptiveSoftmax.candidates(900)))
        .isEmpty();
    List<Integer> large =
        AdaptiveSoftmax.choose(counts(33_278), 200, 4, AdaptiveSoftmax.candidates(33_278));
    assertThat(large).isNotEmpty().isSorted().allMatch(c -> c >= 1000 && c < 33_278);
  }

  @Test
  void badShapesAreRefused() {
    assertThatThrownBy(() -> new AdaptiveSoftmax(List.of(2), 4))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("--cutoffs are [2]");
    assertThatThrownBy(() -> new AdaptiveSoftmax(List.of(9, 9), 4)).hasMessageContaining("ascend");
    assertThatThrownBy(() -> new AdaptiveSoftmax(List.of(9), 0))
        .hasMessageContaining("--div-value");
  }
}

package org.corpuslm.neural.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Iterator;
import java.util.List;
import java.util.Random;
import org.bytedeco.javacpp.Pointer;
import org.corpuslm.neural.kernel.Values;
import org.corpuslm.neural.network.AdaptiveSoftmax;
import org.corpuslm.neural.network.Architecture;
import org.corpuslm.neural.network.Network;
import org.corpuslm.neural.network.NetworkConfig;
import org.corpuslm.neural.network.NetworkConfig.Dropout;
import org.corpuslm.neural.network.NetworkConfig.Variant;
import org.corpuslm.neural.training.Optimization.Optimizer;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.dataset.DataSet;

/** Memory outside the heap over many steps, and after tasks that were killed halfway. */
class NativeMemoryTest {
  private static final int WORDS = 40;
  private static final int BATCH = 3;
  private static final int STEPS = 5;
  private static final long MEGABYTE = 1 << 20;

  private static final NetworkConfig SHAPE =
      new NetworkConfig(
          Architecture.LSTM,
          WORDS,
          8,
          8,
          2,
          Variant.PLAIN,
          false,
          new AdaptiveSoftmax(List.of(10, 20), 2),
          Dropout.everywhere(0.3));
  private static final TrainConfig CONFIG =
      Recipes.config(
          "none", SHAPE, Recipes.optimization(Optimizer.SGD, 0.1, 5), 1, BATCH, STEPS, 1, 1);

  /** Minibatches, made when they are asked for; killed, if wanted, after some. */
  private static Iterator<DataSet> data(int minibatches, int killedAfter) {
    Random random = new Random(minibatches);
    return new Iterator<>() {
      private int given;

      @Override
      public boolean hasNext() {
        return given < minibatches;
      }

      @Override
      public DataSet next() {
        if (given++ == killedAfter) {
          throw new IllegalStateException("killed");
        }
        return new DataSet(words(random), words(random));
      }

      private org.nd4j.linalg.api.ndarray.INDArray words(Random random) {
        int[] ids = random.ints((long) STEPS * BATCH, 2, WORDS).toArray();
        return Values.ids(DataType.FLOAT, STEPS, BATCH, ids);
      }
    };
  }

  private static LocalRound.Outcome round(Network network, Iterator<DataSet> data) {
    return round(CONFIG, network, new float[0], data);
  }

  private static LocalRound.Outcome round(
      TrainConfig config, Network network, float[] updaterState, Iterator<DataSet> data) {
    return new LocalRound(config)
        .run(
            network,
            0,
            new AveragingRound.Order(1, 0, 0, 0, 0.1, 0),
            CONFIG.start().initialization().parameters(SHAPE),
            updaterState,
            new double[0][],
            0,
            System.nanoTime(),
            data);
  }

  /** Bytes that JavaCPP knows of, once what is garbage is gone. */
  private static long bytes() throws InterruptedException {
    long least = Long.MAX_VALUE;
    for (int i = 0; i < 5; i++) {
      System.gc();
      Thread.sleep(100);
      least = Math.min(least, Pointer.totalBytes());
    }
    return least;
  }

  @Test
  void tenThousandStepsTakeNoMore() throws InterruptedException {
    Network network = Network.create(SHAPE, DataType.FLOAT);
    round(network, data(1000, -1));
    long before = bytes();
    long resident = Pointer.physicalBytes();
    LocalRound.Outcome outcome = round(network, data(10_000, -1));
    assertThat(outcome.report().finite()).isTrue();
    assertThat(outcome.report().updates()).isEqualTo(10_000);
    assertThat(bytes()).isLessThan(before + MEGABYTE);
    assertThat(Pointer.physicalBytes()).isLessThan(resident + 128 * MEGABYTE);
  }

  @Test
  void killedTasksLeaveNothingBehind() throws InterruptedException {
    Network network = Network.create(SHAPE, DataType.FLOAT);
    LocalRound.Outcome clean = round(network, data(20, -1));
    long before = bytes();
    for (int i = 0; i < 300; i++) {
      int after = i % 20;
      assertThatThrownBy(() -> round(network, data(20, after))).hasMessage("killed");
    }
    assertThat(bytes()).isLessThan(before + MEGABYTE);
    // And the next task on the same network gives the same bits.
    assertThat(round(network, data(20, -1)).parameters()).isEqualTo(clean.parameters());
  }

  /** Executors keep networks from one training to the next, which may have another optimizer. */
  @Test
  void networksCarryNothingFromOneOptimizerToAnother() {
    float[] fresh = round(Network.create(SHAPE, DataType.FLOAT), data(20, -1)).parameters();
    Optimization adam = Recipes.optimization(Optimizer.ADAM, 0.1, 5);
    TrainConfig other = Recipes.config("none", SHAPE, adam, 1, BATCH, STEPS, 1, 1);
    Network used = Network.create(SHAPE, DataType.FLOAT);
    round(other, used, adam.freshState((int) SHAPE.parameters()), data(7, -1));
    assertThat(round(used, data(20, -1)).parameters()).isEqualTo(fresh);
  }
}

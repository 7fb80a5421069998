package org.corpuslm.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.esotericsoftware.kryo.Kryo;
import com.esotericsoftware.kryo.io.Input;
import com.esotericsoftware.kryo.io.Output;
import java.io.File;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.spark.SparkConf;
import org.apache.spark.SparkEnv;
import org.apache.spark.serializer.KryoSerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class ClusterTest {
  private static final AtomicInteger RUNNING = new AtomicInteger();
  private static Cluster cluster;

  @BeforeAll
  static void open() {
    cluster = LocalCluster.open("cluster-test");
  }

  @AfterAll
  static void close() {
    cluster.close();
  }

  @Test
  void mapKeepsTheOrderOfItsItems() {
    List<Integer> items = IntStream.range(0, 20).boxed().toList();
    assertThat(cluster.<Integer, Integer>map("squares", items, (i, worker) -> i * i))
        .isEqualTo(items.stream().map(i -> i * i).toList());
    assertThat(cluster.<Integer, Integer>map("nothing", List.of(), (i, worker) -> i)).isEmpty();
  }

  /** An item that counts how often it is unpacked. */
  private static final class Counted implements Serializable {
    private static final long serialVersionUID = 1;
    private static final AtomicInteger UNPACKED = new AtomicInteger();

    private void readObject(ObjectInputStream in) throws IOException, ClassNotFoundException {
      in.defaultReadObject();
      UNPACKED.incrementAndGet();
    }
  }

  /** A list of a million files must not go to every task. */
  @Test
  void everyTaskIsSentItsOwnItemAlone() {
    List<Counted> items = Stream.generate(Counted::new).limit(30).toList();
    Counted.UNPACKED.set(0);
    assertThat(cluster.<Counted, Integer>map("items", items, (item, worker) -> 1)).hasSize(30);
    assertThat(Counted.UNPACKED).hasValue(30);
    cluster.<Counted, Integer>exchange(
        "items",
        items,
        (item, worker) -> List.of(new Block(0, new byte[1])).iterator(),
        1,
        (partition, blocks, worker) -> sum(blocks));
    assertThat(Counted.UNPACKED).hasValue(60);
  }

  /** Counts remainders: number i sends itself to partition i mod 3, which sums. */
  @Test
  void exchangeBringsEveryBlockToItsPartition() {
    List<Integer> items = IntStream.range(0, 10).boxed().toList();
    List<Integer> sums =
        cluster.exchange(
            "sums",
            items,
            (i, worker) -> List.of(new Block(i % 3, new byte[] {(byte) (int) i})).iterator(),
            4,
            (partition, blocks, worker) -> sum(blocks));
    assertThat(sums).containsExactly(0 + 3 + 6 + 9, 1 + 4 + 7, 2 + 5 + 8, 0);
  }

  /**
   * A JVM that exits deletes its temporary files while tasks still run, and Spark takes those that
   * are gone for empty ones. The job may not go on without their blocks.
   */
  @Test
  void blocksOfFilesThatAreGoneAreMissed() {
    assertThatThrownBy(
            () ->
                cluster.exchange(
                    "sums",
                    List.of(1, 2),
                    (i, task) -> {
                      Iterator<Block> blocks =
                          List.of(new Block(0, new byte[] {1}), new Block(1, new byte[] {1}))
                              .iterator();
                      return i == 1 ? blocks : beforeTheEnd(blocks, ClusterTest::deleteFiles);
                    },
                    2,
                    (partition, blocks, task) -> sum(blocks)))
        .hasMessageContainingAll("sums", "blocks were lost", "of 2 tasks");
  }

  private static Iterator<Block> beforeTheEnd(Iterator<Block> blocks, Runnable work) {
    return new Iterator<>() {
      @Override
      public boolean hasNext() {
        if (!blocks.hasNext()) {
          work.run();
        }
        return blocks.hasNext();
      }

      @Override
      public Block next() {
        return blocks.next();
      }
    };
  }

  /** Deletes the files that the running tasks write for a shuffle. */
  private static void deleteFiles() {
    for (File directory : SparkEnv.get().blockManager().diskBlockManager().localDirs()) {
      try (Stream<Path> files = Files.walk(directory.toPath())) {
        for (Path file : (Iterable<Path>) files::iterator) {
          if (file.getFileName().toString().startsWith("temp_shuffle_")) {
            Files.delete(file);
          }
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  @Test
  void relayFeedsASecondExchange() {
    List<Integer> items = IntStream.range(0, 10).boxed().toList();
    List<Integer> sums =
        cluster
            .<Integer, Integer>exchange(
                "sums of sums",
                items,
                (i, worker) -> List.of(new Block(i % 3, new byte[] {(byte) (int) i})).iterator())
            .relay(
                TaskGroups.each(3),
                (partition, blocks, worker) ->
                    List.of(new Block(partition % 2, new byte[] {(byte) sum(blocks)})).iterator())
            .reduce(TaskGroups.each(2), (partition, blocks, worker) -> sum(blocks));
    assertThat(sums).containsExactly(18 + 15, 12);
  }

  @Test
  void aMapTaskReadsTheShardsOfItsGroup() {
    TaskGroups groups = TaskGroups.of(new double[] {1, 1, 1, 5, 1}, 2);
    List<Integer> sums =
        cluster
            .<Integer>exchange(
                "sums of shards",
                groups,
                (shard, task) ->
                    shard == 1
                        ? java.util.Collections.emptyIterator()
                        : List.of(new Block(shard % 2, new byte[] {(byte) (int) shard})).iterator())
            .reduce(TaskGroups.each(2), (partition, blocks, task) -> sum(blocks));
    assertThat(groups.size()).isEqualTo(4);
    assertThat(sums).containsExactly(2 + 4, 3);
  }

  @Test
  void badInputReachesTheCallerAsItself() {
    assertThatThrownBy(
            () ->
                cluster.<Integer, Integer>map(
                    "reading",
                    List.of(1, 2),
                    (i, worker) -> {
                      throw new BadInputException("line " + i + " is bad");
                    }))
        .isExactlyInstanceOf(BadInputException.class)
        .hasMessageContaining("is bad");
    assertThatThrownBy(
            () ->
                cluster.<Integer, Integer>map(
                    "reading",
                    List.of(1),
                    (i, worker) -> {
                      throw new IllegalArgumentException("a fault of the program");
                    }))
        .isExactlyInstanceOf(IllegalStateException.class)
        .hasMessageContainingAll("reading failed", "a fault of the program");
  }

  @Test
  void afterAFailureNoOtherTaskRuns() {
    assertThatThrownBy(
            () ->
                cluster.<Integer, Integer>map(
                    "one fails, one takes its time",
                    List.of(0, 1),
                    (i, worker) -> {
                      RUNNING.incrementAndGet();
                      try {
                        if (i == 0) {
                          work(300);
                          throw new BadInputException("bad");
                        }
                        work(1500);
                        return i;
                      } finally {
                        RUNNING.decrementAndGet();
                      }
                    }))
        .hasMessage("bad");
    assertThat(RUNNING).hasValue(0);
  }

  @Test
  void nothingThatWasSharedOutlivesItsJob() {
    byte[] large = new byte[3 << 20];
    new Random(2).nextBytes(large);
    long before = broadcastBytes();
    try (BroadcastHandle<byte[]> shared = cluster.broadcast(large)) {
      cluster.map("use", List.of(1), (i, worker) -> shared.value().length);
      assertThat(broadcastBytes()).isGreaterThan(before + (2 << 20));
    }
    awaitBroadcastsBelow(before + (1 << 20));
    // Left open by its owner, and by a library.
    BroadcastHandle<byte[]> forgotten = cluster.broadcast(large);
    assertThat(broadcastBytes()).isGreaterThan(before + (2 << 20));
    cluster.destroyBroadcasts();
    awaitBroadcastsBelow(before + (1 << 20));
    forgotten.close();
    cluster.run("a library", () -> cluster.spark().broadcast(large));
    awaitBroadcastsBelow(before + (1 << 20));
    // What all jobs need is still there.
    assertThat(
            cluster.<Integer, Boolean>map(
                "conf", List.of(1), (i, worker) -> worker.hadoop() != null))
        .containsExactly(true);
  }

  /** Spark frees memory in the background. */
  private static void awaitBroadcastsBelow(long bytes) {
    await()
        .atMost(Duration.ofSeconds(20))
        .pollInterval(Duration.ofMillis(20))
        .until(() -> broadcastBytes() < bytes);
  }

  /** Bytes that broadcasts take in this JVM. */
  private static long broadcastBytes() {
    long sum = 0;
    var blocks = SparkEnv.get().blockManager().master().getStorageStatus()[0].blocks().iterator();
    while (blocks.hasNext()) {
      var block = blocks.next();
      sum += block._1().isBroadcast() ? block._2().memSize() + block._2().diskSize() : 0;
    }
    return sum;
  }

  /** A value that no registration of Kryo names. */
  private record Unregistered(int[] numbers) implements Serializable {}

  /** Executors read broadcast values with Kryo, which knows none of their classes. */
  @Test
  void broadcastValuesNeedNoRegistration() {
    SparkConf conf =
        new SparkConf()
            .set("spark.kryo.registrator", CorpuslmKryoRegistrator.class.getName())
            .set("spark.kryo.registrationRequired", "true");
    Kryo kryo = new KryoSerializer(conf).newKryo();
    Unregistered value = new Unregistered(new Random(3).ints(100_000).toArray());
    BroadcastHandle.Value<?> read =
        (BroadcastHandle.Value<?>) kryo.readClassAndObject(new Input(written(kryo, value)));
    assertThat(((Unregistered) read.value()).numbers()).isEqualTo(value.numbers());
    byte[] foreign = written(kryo, new java.util.concurrent.atomic.AtomicLong());
    assertThatThrownBy(() -> kryo.readClassAndObject(new Input(foreign)))
        .hasMessageContaining("cannot be read");
  }

  private static byte[] written(Kryo kryo, Serializable value) {
    Output output = new Output(100, -1);
    kryo.writeClassAndObject(output, new BroadcastHandle.Value<>(value));
    return output.toBytes();
  }

  @Test
  void numbersAreSharedWithoutACopyHere() {
    float[] numbers = {1, 2, 3};
    BroadcastHandle<float[]> shared = cluster.broadcastNumbers(numbers);
    assertThat(shared.value()).isSameAs(numbers);
    assertThat(cluster.<Integer, Float>map("sum", List.of(0, 2), (i, worker) -> shared.value()[i]))
        .containsExactly(1f, 3f);
    shared.close();
    assertThatThrownBy(shared::value).hasMessageContaining("was closed");
  }

  /** Computes, deaf to interrupts, as a task does that reads or sorts. */
  private static void work(long millis) {
    long end = System.nanoTime() + millis * 1_000_000;
    while (System.nanoTime() < end) {
      Thread.onSpinWait();
    }
  }

  private static int sum(Iterator<byte[]> blocks) {
    int sum = 0;
    while (blocks.hasNext()) {
      sum += blocks.next()[0];
    }
    return sum;
  }
}

package org.corpuslm.it;

import java.io.IOException;
import java.io.Serializable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.corpuslm.evaluate.EvaluateConfig;
import org.corpuslm.evaluate.detail.Details;
import org.corpuslm.evaluate.mix.MixConfig;
import org.corpuslm.evaluate.score.HeldOutText;
import org.corpuslm.evaluate.score.Serving;
import org.corpuslm.evaluate.score.ServingConfig;
import org.corpuslm.neural.network.Architecture;
import org.corpuslm.neural.network.Initialization;
import org.corpuslm.neural.network.NetworkConfig;
import org.corpuslm.neural.training.Optimization;
import org.corpuslm.neural.training.OuterOptimizer;
import org.corpuslm.neural.training.RoundMean;
import org.corpuslm.neural.training.TrainConfig;
import org.corpuslm.neural.training.TrainModel;
import org.corpuslm.ngram.Pipeline;
import org.corpuslm.ngram.Recipe;
import org.corpuslm.report.PerplexityReport;
import org.corpuslm.report.TrainingPage;
import org.corpuslm.runtime.Cluster;
import org.corpuslm.runtime.ExecutorCache;

/**
 * One Spark application on two executors that runs mix, perplexity, train and perplexity again and
 * again, and tells after every cycle what its executors hold. {@code scripts/soak memory} starts
 * it.
 */
final class MemorySoak {
  /** Cycles until everything has been loaded and compiled once. */
  private static final int WARM_UP = 5;

  private static final int HEAP_MB = 640;

  private static final double MEGABYTE = 1 << 20;

  /** All of the heap is resident at once, so that other resident memory is the rest. */
  private static final String RESIDENT_HEAP = "-Xms%dm -XX:+AlwaysPreTouch".formatted(HEAP_MB);

  /** Growth that is no leak: code compiled later, fragments of native memory. */
  private static final double TOLERANCE_MB = 48;

  private final Pipeline pipeline;
  private final String corpus;
  private final List<String> models = new ArrayList<>();
  private final Path dir;

  private MemorySoak(Pipeline pipeline, int lines) {
    this.pipeline = pipeline;
    this.dir = pipeline.folder();
    List<String> text = ZipfText.lines(lines, 6000, 7);
    int tenth = lines / 10;
    corpus =
        pipeline.corpus(
            Pipeline.Text.of(text.subList(2 * tenth, lines))
                .withValid(text.subList(0, tenth))
                .withTest(text.subList(tenth, 2 * tenth))
                .inFiles(2, 4));
    String counts = pipeline.counts(corpus, 4, 4);
    models.add(pipeline.model(counts, Recipe.kneserNey(4)));
    models.add(pipeline.model(counts, Recipe.addDelta(3, 0.1)));
  }

  /**
   * Memory of one JVM in megabytes: heap after a collection, and resident memory beside the heap,
   * which is resident as a whole from the beginning ({@link #RESIDENT_HEAP}).
   */
  record Memory(long pid, double heap, double outside) implements Serializable {
    static Memory here(boolean withoutCache) {
      if (withoutCache) {
        ExecutorCache.ofJvm().dropUnused(key -> true);
      }
      for (int i = 0; i < 2; i++) {
        System.gc();
      }
      Runtime jvm = Runtime.getRuntime();
      try {
        Thread.sleep(1500); // so that every executor gets a task; native memory is freed meanwhile
        System.gc();
        double used = jvm.totalMemory() - jvm.freeMemory();
        double outside = residentBytes() - jvm.totalMemory();
        return new Memory(ProcessHandle.current().pid(), used / MEGABYTE, outside / MEGABYTE);
      } catch (IOException e) {
        throw new IllegalStateException(e);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException(e);
      }
    }

    private static double residentBytes() throws IOException {
      for (String line : Files.readAllLines(Path.of("/proc/self/status"))) {
        if (line.startsWith("VmRSS:")) {
          return Double.parseDouble(line.replaceAll("\\D", "")) * 1024;
        }
      }
      throw new IOException("no VmRSS in /proc/self/status");
    }
  }

  /**
   * Returns the memory of every executor by its process.
   *
   * @param withoutCache empties their {@link ExecutorCache} first, which may fill half the heap
   */
  private static Map<Long, Memory> executors(Cluster cluster, boolean withoutCache) {
    Map<Long, Memory> all = new TreeMap<>();
    for (Memory m :
        cluster.map("memory", List.of(0, 1, 2, 3), (i, worker) -> Memory.here(withoutCache))) {
      all.put(m.pid, m);
    }
    return all;
  }

  private void cycle(int number) {
    Cluster cluster = Pipeline.cluster();
    String mixture = dir.resolve("mixture").toString();
    new MixConfig(models, List.of(), corpus, "valid", Serving.REPLICATED, false)
        .run(cluster, mixture, true);
    String network = dir.resolve("network").toString();
    perplexity(cluster, List.of(models.get(0), mixture));
    new TrainModel(training(number), false, TrainingPage::of).run(cluster, network, true);
    perplexity(cluster, List.of(models.get(0), network));
  }

  private void perplexity(Cluster cluster, List<String> of) {
    EvaluateConfig config =
        new EvaluateConfig(
            of,
            HeldOutText.ofCorpus(corpus, "test"),
            Details.NONE,
            ServingConfig.of(Serving.REPLICATED),
            false,
            false);
    new PerplexityReport(config).run(cluster, dir.resolve("report").toString(), true);
  }

  private TrainConfig training(int seed) {
    return new TrainConfig(
        corpus,
        NetworkConfig.of(Architecture.LSTM, 0, 48, 48, 1),
        new TrainConfig.Start(new Initialization(Initialization.Scheme.XAVIER, 0.1, 1, seed), ""),
        new Optimization(Optimization.Optimizer.ADAM, 0.01, 0.9, 0.9, 0.999, 1e-8, 0, 0, 1),
        new TrainConfig.Schedule(1, 0, 0, 100, new TrainConfig.Decay(0, false, 0.003, 0.5)),
        new TrainConfig.Batches(2, 20, 10),
        new TrainConfig.Averaging(
            TrainConfig.Master.CORPUSLM, 100, OuterOptimizer.AVERAGE, RoundMean.NONE),
        TrainConfig.Compute.AUTO,
        0,
        seed);
  }

  private static double worstGrowth(Map<Long, Memory> before, Map<Long, Memory> now) {
    double worst = 0;
    for (Memory m : now.values()) {
      Memory b = before.getOrDefault(m.pid, m); // a new executor has grown by nothing
      worst = Math.max(worst, Math.max(m.heap - b.heap, m.outside - b.outside));
    }
    return worst;
  }

  /** Arguments: cycles, lines of text. */
  public static void main(String[] args) throws Exception {
    int cycles = Integer.parseInt(args[0]);
    System.setProperty("spark.executor.memory", HEAP_MB + "m");
    System.setProperty("spark.executor.extraJavaOptions", RESIDENT_HEAP);
    System.setProperty("spark.executor.extraClassPath", System.getProperty("java.class.path"));
    Pipeline.use("local-cluster[2,1,%d]".formatted(HEAP_MB));
    double worst = 0;
    try (Pipeline pipeline = new Pipeline()) {
      MemorySoak soak = new MemorySoak(pipeline, Integer.parseInt(args[1]));
      Map<Long, Memory> first = Map.of();
      for (int i = 1; i <= cycles; i++) {
        long begin = System.nanoTime();
        soak.cycle(i);
        boolean warm = i == Math.min(WARM_UP, cycles / 2);
        boolean compared = warm || i == cycles;
        Map<Long, Memory> now = executors(Pipeline.cluster(), compared);
        for (Memory m : now.values()) {
          System.out.printf(
              "cycle %d, executor %d: heap %.1f MB%s, outside %.1f MB%n",
              i, m.pid, m.heap, compared ? " without the cache" : "", m.outside);
        }
        System.out.printf("cycle %d: %.0f s%n", i, (System.nanoTime() - begin) / 1e9);
        if (warm) {
          first = now;
        }
        worst = worstGrowth(first, now);
      }
    } finally {
      Pipeline.stop();
    }
    System.out.printf("soak: grown by %.1f MB since the warm-up%n", worst);
    System.exit(worst <= TOLERANCE_MB ? 0 : 1);
  }
}

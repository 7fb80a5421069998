package org.corpuslm.it;

import java.io.IOException;
import java.io.Serializable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.bytedeco.javacpp.Pointer;
import org.corpuslm.evaluate.EvaluateConfig;
import org.corpuslm.evaluate.EvaluateConfig.Serving;
import org.corpuslm.evaluate.MixConfig;
import org.corpuslm.jobs.MixJob;
import org.corpuslm.jobs.PerplexityJob;
import org.corpuslm.jobs.TrainJob;
import org.corpuslm.neural.network.Architecture;
import org.corpuslm.neural.network.Initialisation;
import org.corpuslm.neural.network.Kernels;
import org.corpuslm.neural.network.NetworkConfig;
import org.corpuslm.neural.training.Optimisation;
import org.corpuslm.neural.training.TrainConfig;
import org.corpuslm.ngram.Pipeline;
import org.corpuslm.ngram.Recipe;
import org.corpuslm.runtime.Cluster;

/**
 * One Spark application on two executors that runs mix, perplexity, train and perplexity again and
 * again, and tells after every cycle what its executors hold. {@code scripts/soak memory} starts
 * it.
 */
final class MemorySoak {
  /** Cycles until everything has been loaded and compiled once. */
  private static final int WARM_UP = 3;

  private static final int HEAP_MB = 640;

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

  /** What one JVM holds, in megabytes: heap after a collection, native memory, resident memory. */
  record Memory(long pid, double heap, double outside, double resident) implements Serializable {
    static Memory here() {
      for (int i = 0; i < 2; i++) {
        System.gc();
      }
      Runtime jvm = Runtime.getRuntime();
      try {
        Thread.sleep(1500); // so that every executor gets a task; native memory is freed meanwhile
        System.gc();
        double resident = 0;
        for (String line : Files.readAllLines(Path.of("/proc/self/status"))) {
          if (line.startsWith("VmRSS:")) {
            resident = Double.parseDouble(line.replaceAll("\\D", "")) / 1024;
          }
        }
        double used = (jvm.totalMemory() - jvm.freeMemory()) / 1048576.0;
        return new Memory(
            ProcessHandle.current().pid(), used, Pointer.totalBytes() / 1048576.0, resident);
      } catch (IOException e) {
        throw new IllegalStateException(e);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException(e);
      }
    }
  }

  /** Of every executor. */
  private static Map<Long, Memory> executors(Cluster cluster) {
    Map<Long, Memory> all = new TreeMap<>();
    for (Memory m : cluster.map("memory", List.of(0, 1, 2, 3), (i, worker) -> Memory.here())) {
      all.put(m.pid, m);
    }
    return all;
  }

  private void cycle(int number) {
    Cluster cluster = Pipeline.cluster();
    String mixture = dir.resolve("mixture").toString();
    new MixJob(new MixConfig(models, List.of(), corpus, "valid", Serving.WHOLE, false), mixture)
        .run(cluster, true);
    String network = dir.resolve("network").toString();
    perplexity(cluster, List.of(models.get(0), mixture));
    new TrainJob(training(number), false, network).run(cluster, true);
    perplexity(cluster, List.of(models.get(0), network));
  }

  private void perplexity(Cluster cluster, List<String> of) {
    EvaluateConfig config =
        new EvaluateConfig(
            of,
            corpus,
            "test",
            List.of(),
            EvaluateConfig.Details.NONE,
            Serving.WHOLE,
            0,
            false,
            false);
    new PerplexityJob(config, dir.resolve("report").toString()).run(cluster, true);
  }

  private TrainConfig training(int seed) {
    return new TrainConfig(
        corpus,
        new NetworkConfig(Architecture.LSTM, 0, 48, 48, 1, 4, false, false, false, false, 0, 0, 0),
        new Initialisation(Initialisation.Scheme.XAVIER, 0.1, 1, seed),
        new Optimisation(Optimisation.Optimizer.ADAM, 0.01, 0.9, 0.9, 0.999, 1e-8, 0, 0, 1),
        new TrainConfig.Schedule(0, false, 0.003, 0.5, 0),
        TrainConfig.Master.CORPUSLM,
        Kernels.AUTO,
        2,
        20,
        10,
        100,
        1,
        0,
        100,
        0,
        seed);
  }

  /** Arguments: cycles, lines of text. */
  public static void main(String[] args) throws Exception {
    int cycles = Integer.parseInt(args[0]);
    System.setProperty("spark.executor.memory", HEAP_MB + "m");
    System.setProperty("spark.executor.extraClassPath", System.getProperty("java.class.path"));
    Pipeline.use("local-cluster[2,1,%d]".formatted(HEAP_MB));
    double worst = 0;
    try (Pipeline pipeline = new Pipeline()) {
      MemorySoak soak = new MemorySoak(pipeline, Integer.parseInt(args[1]));
      Map<Long, Memory> first = Map.of();
      for (int i = 1; i <= cycles; i++) {
        long begin = System.nanoTime();
        soak.cycle(i);
        Map<Long, Memory> now = executors(Pipeline.cluster());
        for (Memory m : now.values()) {
          System.out.printf(
              "cycle %d, executor %d: heap %.1f MB, outside %.1f MB, resident %.0f MB%n",
              i, m.pid, m.heap, m.outside, m.resident);
        }
        System.out.printf("cycle %d: %.0f s%n", i, (System.nanoTime() - begin) / 1e9);
        if (i == Math.min(WARM_UP, cycles - 1)) {
          first = now;
        }
        worst = 0;
        for (Memory m : now.values()) {
          Memory before = first.get(m.pid);
          if (before != null) {
            worst = Math.max(worst, m.heap - before.heap);
            worst = Math.max(worst, m.outside - before.outside);
          }
        }
      }
    } finally {
      Pipeline.stop();
    }
    System.out.printf("soak: grown by %.1f MB since the warm-up%n", worst);
    System.exit(worst <= TOLERANCE_MB ? 0 : 1);
  }
}

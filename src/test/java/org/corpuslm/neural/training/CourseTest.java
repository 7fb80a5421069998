package org.corpuslm.neural.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.corpuslm.neural.dl4j.Kernels;
import org.corpuslm.neural.kernel.Blas;
import org.corpuslm.neural.network.Architecture;
import org.corpuslm.neural.network.NetworkConfig;
import org.corpuslm.neural.training.Optimization.Optimizer;
import org.corpuslm.ngram.Pipeline;
import org.corpuslm.runtime.BadInputException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The course of a run: checkpoints, resuming, schedules, divergence. */
class CourseTest {
  private static final NetworkConfig GRU = Recipes.network(Architecture.GRU, 6, 1, 0.2);
  private static final Optimization ADAM = Recipes.optimization(Optimizer.ADAM, 0.01, 1);

  private static Pipeline pipeline;
  private static String corpus;

  @TempDir private Path dir;

  @BeforeAll
  static void prepare() {
    Random random = new Random(3);
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < 120; i++) {
      StringBuilder line = new StringBuilder();
      for (int w = random.nextInt(9); w >= 0; w--) {
        line.append("w").append(random.nextInt(9)).append(' ');
      }
      lines.add(line.toString().trim());
    }
    pipeline = new Pipeline();
    corpus =
        pipeline.corpus(Pipeline.Text.of(lines.subList(0, 100)).withValid(lines.subList(100, 120)));
  }

  @AfterAll
  static void clean() throws Exception {
    pipeline.close();
  }

  private static TrainConfig config(Optimization optimization, int epochs) {
    return Recipes.config(corpus, GRU, optimization, 2, 2, 5, 2, epochs);
  }

  private Training training(TrainConfig config) {
    return new Training(Pipeline.cluster(), config, dir.resolve("out").toString());
  }

  private List<Path> checkpoints() throws Exception {
    try (Stream<Path> files = Files.list(dir.resolve("out.checkpoints"))) {
      return files.filter(f -> f.getFileName().toString().startsWith("check")).sorted().toList();
    }
  }

  private static String digest(float[] values) {
    return Integer.toHexString(Arrays.hashCode(values));
  }

  @Test
  void resumedRunsEndWhereUninterruptedOnesDo() throws Exception {
    String whole = digest(training(config(ADAM, 3)).run(false, true).parameters());
    training(config(ADAM, 1)).run(false, true);
    assertThat(checkpoints()).hasSizeBetween(1, 3);
    assertThat(digest(training(config(ADAM, 3)).run(true, false).parameters())).isEqualTo(whole);
    // From the middle of an epoch: the checkpoints of epoch 3 but for the last one.
    List<Path> left = checkpoints();
    assertThat(left).hasSize(3);
    Files.delete(left.get(2));
    assertThat(digest(training(config(ADAM, 3)).run(true, false).parameters())).isEqualTo(whole);
  }

  @Test
  void resumedRunsKeepTheVelocityAndTheMeanOverRounds() throws Exception {
    for (OuterOptimizer.Method method :
        List.of(OuterOptimizer.Method.BLOCK_NESTEROV, OuterOptimizer.Method.NESTEROV)) {
      TrainConfig three = withOuter(config(ADAM, 3), method);
      Training.Outcome whole = training(three).run(false, true);
      assertThat(whole.records()).allMatch(r -> !Double.isNaN(r.meanPerplexity()));
      List<Path> left = checkpoints();
      Files.delete(left.get(left.size() - 1));
      Files.delete(left.get(left.size() - 2));
      Training.Outcome resumed = training(three).run(true, false);
      assertThat(digest(resumed.parameters())).isEqualTo(digest(whole.parameters()));
      EpochRecord best = resumed.records().get(resumed.bestEpoch() - 1);
      assertThat(validPerplexity(resumed)).isCloseTo(best.meanPerplexity(), within(1e-9));
      assertThatThrownBy(() -> training(config(ADAM, 3)).run(true, false))
          .hasMessageContaining("another training run");
    }
  }

  private static TrainConfig withOuter(TrainConfig base, OuterOptimizer.Method method) {
    return base.with(
        new TrainConfig.Averaging(
            TrainConfig.Master.CORPUSLM,
            base.averaging().frequency(),
            new OuterOptimizer(method, null, null),
            RoundMean.of("3")));
  }

  @Test
  void damagedCheckpointsArePassedOver() throws Exception {
    String whole = digest(training(config(ADAM, 2)).run(false, true).parameters());
    List<Path> files = checkpoints();
    byte[] bytes = Files.readAllBytes(files.get(2));
    Files.write(files.get(2), Arrays.copyOf(bytes, bytes.length / 2));
    byte[] flipped = Files.readAllBytes(files.get(1));
    flipped[flipped.length / 2] ^= 1;
    Files.write(files.get(1), flipped);
    assertThat(digest(training(config(ADAM, 2)).run(true, false).parameters())).isEqualTo(whole);
    for (Path file : checkpoints()) {
      Files.write(file, new byte[] {1, 2, 3});
    }
    assertThatThrownBy(() -> training(config(ADAM, 2)).run(true, false))
        .isInstanceOf(BadInputException.class)
        .hasMessageContainingAll("out.checkpoints", "--overwrite");
  }

  @Test
  void checkpointsOfAnotherRunAreRefused() {
    training(config(ADAM, 1)).run(false, true);
    Optimization other = Recipes.optimization(Optimizer.ADAM, 0.02, 1);
    assertThatThrownBy(() -> training(config(other, 1)).run(true, false))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("another training run");
    assertThatThrownBy(() -> training(config(ADAM, 1)).run(false, false))
        .isInstanceOf(BadInputException.class)
        .hasMessageContainingAll("--resume", "--overwrite");
  }

  /** A process cannot change its kernel: the checkpoint is of one that had another. */
  @Test
  void checkpointsOfAnotherBlasKernelAreRefusedWithTheFix() throws Exception {
    Training.Outcome outcome = training(config(ADAM, 1)).run(false, true);
    assertThat(outcome.blasKernel()).isEqualTo(Blas.ready());
    for (Path file : checkpoints()) {
      CheckpointFile.Content content;
      try (InputStream in = Files.newInputStream(file)) {
        content = CheckpointFile.read(in);
      }
      String run =
          content.run().replace("BLAS kernel " + outcome.blasKernel(), "BLAS kernel Other");
      try (OutputStream out = Files.newOutputStream(file)) {
        CheckpointFile.write(out, run, content.state());
      }
    }
    assertThatThrownBy(() -> training(config(ADAM, 2)).run(true, false))
        .isInstanceOf(BadInputException.class)
        .hasMessageContainingAll(
            "BLAS kernel Other", outcome.blasKernel(), "resume with --blas-kernel Other");
    // The one that was chosen before may be named now: the settings are the same.
    training(config(ADAM, 1)).run(false, true);
    TrainConfig named =
        config(ADAM, 1).with(new TrainConfig.Compute(Kernels.AUTO, outcome.blasKernel()));
    assertThat(training(named).run(true, false).records()).hasSize(1);
  }

  /** Killed between publishing the model and removing the checkpoints. */
  @Test
  void checkpointsOfAPublishedModelAreRemovedAndThoseOfAnotherRunAreNot() throws Exception {
    Training.Outcome first = training(config(ADAM, 1)).run(false, true);
    Training.Outcome second = training(config(ADAM, 1)).run(false, true);
    Path folder = dir.resolve("out.checkpoints");
    training(config(ADAM, 1)).cleanUpAfter(summary(first, first.ended()));
    assertThat(folder).as("what a later run of the same settings left").exists();
    training(config(ADAM, 1)).cleanUpAfter(summary(second, "--max-hours reached"));
    assertThat(folder).as("there is more to do").exists();
    Optimization other = Recipes.optimization(Optimizer.ADAM, 0.02, 1);
    training(config(other, 1)).cleanUpAfter(summary(second, second.ended()));
    assertThat(folder).as("of other settings").exists();
    training(config(ADAM, 1)).cleanUpAfter(summary(second, second.ended()));
    assertThat(folder).doesNotExist();
  }

  private static TrainSummary summary(Training.Outcome outcome, String ended) {
    return new TrainSummary(
        outcome.bestEpoch(),
        ended,
        2,
        "Haswell",
        outcome.words(),
        List.of(),
        outcome.records(),
        null);
  }

  @Test
  void afterDivergenceTheRateIsHalvedThreeTimesAtMost() {
    Optimization wild = Recipes.optimization(Optimizer.SGD, 1e6, 0);
    assertThatThrownBy(() -> training(config(wild, 1)).run(false, true))
        .isInstanceOf(BadInputException.class)
        .hasMessageContainingAll("diverged 4 times", "125000", "--learning-rate");
    // 3 is too much for this text, 3/2³ is not.
    Optimization high = Recipes.optimization(Optimizer.SGD, 3, 0);
    Training.Outcome outcome = training(config(high, 2)).run(false, true);
    EpochRecord last = outcome.records().get(1);
    assertThat(last.divergences()).isBetween(1, 3);
    assertThat(last.learningRate()).isEqualTo(3 / Math.pow(2, last.divergences()));
    assertThat(last.trained()).isEqualTo(last.expected());
  }

  @Test
  void theRateFallsAsScheduled() {
    TrainConfig base = config(Recipes.optimization(Optimizer.SGD, 0.5, 5), 4);
    assertThat(rates(base, new TrainConfig.Decay(2, false, 0, 0.5)))
        .containsExactly(0.5, 0.5, 0.25, 0.125);
    // Nothing improves by 99.9 %: from the second epoch's end on.
    assertThat(rates(base, new TrainConfig.Decay(0, true, 0.999, 0.1)))
        .usingElementComparator((a, b) -> Math.abs(a - b) < 1e-12 ? 0 : Double.compare(a, b))
        .containsExactly(0.5, 0.5, 0.05, 0.005);
  }

  /** Killed after its last checkpoint, before anything was published. */
  @Test
  void runsThatHadEndedTrainNoMoreWhenResumed() {
    TrainConfig config =
        withSchedule(
            config(Recipes.optimization(Optimizer.SGD, 1e-30, 0), 5),
            1,
            new TrainConfig.Decay(0, false, 0, 0.5));
    Training.Outcome ended = training(config).run(false, true);
    assertThat(ended.records()).hasSize(2);
    Training.Outcome resumed = training(config).run(true, false);
    assertThat(resumed.records()).hasSize(2);
    assertThat(resumed.ended()).isEqualTo(ended.ended()).contains("no better");
    assertThat(resumed.bestEpoch()).isEqualTo(ended.bestEpoch()).isEqualTo(1);
  }

  private List<Double> rates(TrainConfig base, TrainConfig.Decay decay) {
    return training(withSchedule(base, 0, decay)).run(false, true).records().stream()
        .map(EpochRecord::learningRate)
        .toList();
  }

  private static TrainConfig withSchedule(TrainConfig base, int patience, TrainConfig.Decay decay) {
    int epochs = base.schedule().epochs();
    return base.with(new TrainConfig.Schedule(epochs, 0, patience, 100, decay))
        .with(new TrainConfig.Batches(1, 4, 5))
        .with(
            new TrainConfig.Averaging(
                TrainConfig.Master.CORPUSLM, 5, OuterOptimizer.AVERAGE, RoundMean.NONE));
  }

  @Test
  void stopsWhenTimeIsUpAndKeepsWhatThereIs() throws Exception {
    TrainConfig c = config(ADAM, 50);
    int rounds = c.schedule().checkpointRounds();
    TrainConfig short1 = c.with(new TrainConfig.Schedule(50, 1e-9, 0, rounds, Recipes.NO_DECAY));
    Training.Outcome outcome = training(short1).run(false, true);
    assertThat(outcome.ended()).contains("--max-hours");
    assertThat(checkpoints()).hasSize(1);
  }

  @Test
  void tooLittleTextIsRefused() {
    TrainConfig wide = Recipes.config(corpus, GRU, ADAM, 50, 50, 5, 1, 1);
    assertThatThrownBy(() -> training(wide))
        .isInstanceOf(BadInputException.class)
        .hasMessageContainingAll("--workers 50", "--batch 50", "2500");
  }

  @Test
  void limitsAreNamedBeforeTrainingBegins() {
    // 20 x 5 words, 30 million times: more than an array holds.
    BatchPlan endless = new BatchPlan(4_000_000_000_000L, 100, 20, 5);
    assertThatThrownBy(() -> TrainLimits.checkRound(30_000_000, endless))
        .isInstanceOf(BadInputException.class)
        .hasMessageContainingAll(
            "3,000,000,000 words", "--averaging-frequency 30000000", "smaller");
    TrainLimits.checkRound(20_000_000, endless);
    assertThatThrownBy(() -> new BatchPlan(9_000_000_000_000L, 1, 20, 5))
        .isInstanceOf(BadInputException.class)
        .hasMessageContainingAll("9,000,000,000,000 words", "--workers 1 x --batch 20", "more");
    assertThatThrownBy(() -> TrainLimits.checkNetwork(800_000_000L, ADAM, 0))
        .isInstanceOf(BadInputException.class)
        .hasMessageContainingAll(
            "800,000,000 parameters", "--optimizer adam keeps 2", "--hidden", "--optimizer sgd");
    TrainLimits.checkNetwork(700_000_000L, ADAM, 0);
    assertThatThrownBy(() -> TrainLimits.checkNetwork(100_000_000L, ADAM, 1L << 30))
        .isInstanceOf(BadInputException.class)
        .hasMessageContainingAll("spark.driver.maxResultSize (1,024 MB)", "=1161m");
    TrainLimits.checkNetwork(80_000_000L, ADAM, 1L << 30);
    Optimization sgd = Recipes.optimization(Optimizer.SGD, 1, 0);
    assertThatThrownBy(() -> TrainLimits.checkNetwork(3_000_000_000L, sgd, 0))
        .hasMessageContaining("3,000,000,000 parameters")
        .message()
        .doesNotContain("--optimizer sgd,");
  }

  @Test
  void validPerplexityIsThatOfTheModelAtTheEndOfTheEpoch() {
    Training.Outcome outcome = training(config(ADAM, 2)).run(false, true);
    double last = outcome.records().get(outcome.bestEpoch() - 1).validPerplexity();
    assertThat(validPerplexity(outcome)).isCloseTo(last, within(1e-9));
  }

  private double validPerplexity(Training.Outcome outcome) {
    return new Validation(
            Pipeline.cluster(),
            org.corpuslm.corpus.Corpus.open(Pipeline.conf(), corpus),
            outcome.network(),
            Kernels.AUTO)
        .perplexity(outcome.parameters());
  }
}

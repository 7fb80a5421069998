package org.corpuslm.ngram.smoothing;

import java.util.Collections;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** Estimating one context by modified Kneser-Ney: nanoseconds an n-gram. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 2, time = 1)
@Measurement(iterations = 3, time = 1)
@Fork(1)
public class SmoothBenchmark {
  private static final int NGRAMS = 1000;

  private final Smoother smoother =
      new ModifiedKneserNey(Collections.nCopies(2, new ModifiedKneserNeyDiscounts(0.5, 1, 1.5, true)), NGRAMS + 2);
  private final Smoother.Context context = context();

  private static Smoother.Context context() {
    Smoother.Context context = new Smoother.Context();
    context.length = 1;
    context.size = NGRAMS;
    context.words = new int[NGRAMS];
    context.raw = new double[NGRAMS];
    context.adjusted = new double[NGRAMS];
    context.pruned = new boolean[NGRAMS];
    context.lower = new double[NGRAMS];
    context.p = new double[NGRAMS];
    for (int i = 0; i < NGRAMS; i++) {
      context.words[i] = i + 3;
      context.adjusted[i] = NGRAMS / (i + 1);
      context.raw[i] = context.adjusted[i];
      context.lower[i] = 1.0 / NGRAMS;
    }
    return context;
  }

  @Benchmark
  @OperationsPerInvocation(NGRAMS)
  public double smooth() {
    smoother.smooth(context);
    return context.backoff;
  }
}

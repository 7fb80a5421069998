package org.corpuslm.corpus;

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

/** Text in memory to word ids: nanoseconds a token. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 2, time = 1)
@Measurement(iterations = 3, time = 1)
@Fork(1)
public class EncodeBenchmark {
  private static final int TOKENS = 500_000;
  private static final int WORDS = 50_000;

  private final byte[] text = ZipfText.text(TOKENS, WORDS, 1);
  private final Vocabulary vocabulary = ZipfText.vocabulary(WORDS);
  private final Tokenizer tokenizer = new WhitespaceTokenizer();

  @Benchmark
  @OperationsPerInvocation(TOKENS)
  public int encode() {
    int[] sum = new int[1];
    tokenizer.tokenize(
        text, 0, text.length, (buf, off, len) -> sum[0] += vocabulary.find(buf, off, len));
    return sum[0];
  }

  @Benchmark
  @OperationsPerInvocation(TOKENS)
  public int countWords() {
    WordTable words = new WordTable(1000);
    tokenizer.tokenize(text, 0, text.length, (buf, off, len) -> words.add(buf, off, len, 1));
    return words.size();
  }
}

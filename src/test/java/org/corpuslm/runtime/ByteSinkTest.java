package org.corpuslm.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;

/** A {@link ByteSource} returns what a {@link ByteSink} received. */
class ByteSinkTest {
  @Property(tries = 200)
  void everythingComesBack(
      @ForAll List<@IntRange Integer> ints,
      @ForAll List<@LongRange Long> longs,
      @ForAll List<Double> doubles,
      @ForAll byte[] bytes,
      @ForAll @IntRange(max = 20) int capacity) {
    ByteSink sink = new ByteSink(capacity);
    ints.forEach(sink::varint);
    sink.put(bytes, 0, bytes.length);
    longs.forEach(sink::varlong);
    doubles.forEach(sink::float64);
    for (byte b : bytes) {
      sink.put(b);
    }
    int size = sink.size();
    byte[] packed = sink.take();
    assertThat(packed).hasSize(size);
    assertThat(sink.size()).isZero();

    ByteSource source = new ByteSource(packed);
    assertThat(ints).allSatisfy(i -> assertThat(source.varint()).isEqualTo(i));
    assertThat(source.bytes(bytes.length)).isEqualTo(bytes);
    assertThat(longs).allSatisfy(l -> assertThat(source.varlong()).isEqualTo(l));
    assertThat(doubles).allSatisfy(d -> assertThat(source.float64()).isEqualTo(d));
    for (byte b : bytes) {
      assertThat(source.unsigned()).isEqualTo(b & 0xff);
    }
    assertThat(source.hasMore()).isFalse();
  }

  @Example
  void edgesComeBack() throws IOException {
    ByteSink sink = new ByteSink(0);
    for (int i : List.of(0, 127, 128, 16383, 16384, Integer.MAX_VALUE)) {
      sink.varint(i);
    }
    for (long l : List.of(0L, 1L << 35, Long.MAX_VALUE)) {
      sink.varlong(l);
    }
    sink.float64(Double.NEGATIVE_INFINITY);
    sink.float64(Double.NaN);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    sink.drainTo(out);
    assertThat(sink.size()).isZero();

    ByteSource source = new ByteSource(out.toByteArray());
    for (int i : List.of(0, 127, 128, 16383, 16384, Integer.MAX_VALUE)) {
      assertThat(source.varint()).isEqualTo(i);
    }
    for (long l : List.of(0L, 1L << 35, Long.MAX_VALUE)) {
      assertThat(source.varlong()).isEqualTo(l);
    }
    assertThat(source.float64()).isEqualTo(Double.NEGATIVE_INFINITY);
    assertThat(source.float64()).isNaN();
  }
}

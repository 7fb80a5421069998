package org.corpuslm.neural.training;

import com.fasterxml.jackson.core.type.TypeReference;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.security.DigestInputStream;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.commons.codec.digest.DigestUtils;
import org.corpuslm.runtime.Json;

/** A {@link TrainState} in bytes, with the run that it belongs to and a SHA-256 at the end. */
final class CheckpointFile {
  private static final String MAGIC = "corpuslm-checkpoint-3";

  /**
   * Maximum number of floats that are allocated before any has been read, so that a damaged length
   * costs no memory.
   */
  private static final int AT_FIRST = 1 << 20;

  private CheckpointFile() {}

  /**
   * The content of a checkpoint.
   *
   * @param run digest of the configuration and the corpus of the training run
   */
  record Content(String run, TrainState state) {}

  /** Writes a checkpoint; does not close the stream. */
  static void write(OutputStream to, String run, TrainState state) throws IOException {
    MessageDigest digest = DigestUtils.getSha256Digest();
    DigestOutputStream digested = new DigestOutputStream(to, digest);
    DataOutputStream out = new DataOutputStream(new BufferedOutputStream(digested, 1 << 16));
    text(out, MAGIC);
    text(out, run);
    out.writeInt(state.epoch);
    out.writeInt(state.round);
    out.writeInt(state.minibatch);
    out.writeInt(state.step);
    out.writeDouble(state.rate);
    out.writeBoolean(state.decaying);
    out.writeInt(state.divergences);
    sums(out, state.sums);
    text(out, Json.write(state.records));
    out.writeInt(state.streams.size());
    for (double[][] stream : state.streams) {
      WorkerReport.write(out, stream);
    }
    floats(out, state.parameters);
    floats(out, state.updaterState);
    floats(out, state.velocity);
    floats(out, state.mean);
    out.writeInt(state.meanRounds);
    out.writeBoolean(state.averages);
    out.flush();
    digested.on(false);
    digested.write(digest.digest());
    digested.flush();
  }

  /**
   * Reads a checkpoint; does not close the stream.
   *
   * @throws IOException if it is damaged, truncated or not a checkpoint; the message says which
   */
  static Content read(InputStream from) throws IOException {
    MessageDigest digest = DigestUtils.getSha256Digest();
    DigestInputStream digested =
        new DigestInputStream(new BufferedInputStream(from, 1 << 16), digest);
    DataInputStream in = new DataInputStream(digested);
    try {
      if (!text(in).equals(MAGIC)) {
        throw new IOException("it is not a checkpoint of this version");
      }
      String run = text(in);
      TrainState state = new TrainState();
      state.epoch = in.readInt();
      state.round = in.readInt();
      state.minibatch = in.readInt();
      state.step = in.readInt();
      state.rate = in.readDouble();
      state.decaying = in.readBoolean();
      state.divergences = in.readInt();
      state.sums = sums(in);
      state.records = records(text(in));
      int streams = WorkerReport.length(in);
      for (int i = 0; i < streams; i++) {
        state.streams.add(WorkerReport.readRows(in));
      }
      state.parameters = floats(in);
      state.updaterState = floats(in);
      state.velocity = floats(in);
      state.mean = floats(in);
      state.meanRounds = in.readInt();
      state.averages = in.readBoolean();
      digested.on(false);
      byte[] expected = digest.digest();
      byte[] found = in.readNBytes(expected.length);
      if (!Arrays.equals(expected, found)) {
        throw new IOException("its checksum is wrong");
      }
      return new Content(run, state);
    } catch (java.io.EOFException e) {
      throw new IOException("it is cut short", e);
    }
  }

  private static List<EpochRecord> records(String json) throws IOException {
    List<EpochRecord> records =
        Json.MAPPER.readValue(json, new TypeReference<List<EpochRecord>>() {});
    if (records == null || records.stream().anyMatch(r -> r == null || r.gradientNorms() == null)) {
      throw new IOException("it is damaged: its epochs are incomplete");
    }
    return new ArrayList<>(records);
  }

  private static void sums(DataOutputStream out, EpochStats sums) throws IOException {
    out.writeLong(sums.words);
    out.writeDouble(sums.loss);
    WorkerReport.write(out, sums.norms);
    out.writeLong(sums.updates);
    out.writeLong(sums.clipped);
    out.writeDouble(sums.drift);
    out.writeInt(sums.rounds);
    out.writeDouble(sums.seconds);
    RoundTimes times = sums.times;
    out.writeDouble(times.broadcast());
    out.writeDouble(times.training());
    out.writeDouble(times.waiting());
    out.writeDouble(times.aggregation());
  }

  private static EpochStats sums(DataInputStream in) throws IOException {
    EpochStats sums = new EpochStats();
    sums.words = in.readLong();
    sums.loss = in.readDouble();
    sums.norms = WorkerReport.readRow(in);
    sums.updates = in.readLong();
    sums.clipped = in.readLong();
    sums.drift = in.readDouble();
    sums.rounds = in.readInt();
    sums.seconds = in.readDouble();
    sums.times = new RoundTimes(in.readDouble(), in.readDouble(), in.readDouble(), in.readDouble());
    return sums;
  }

  private static void text(DataOutputStream out, String text) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    out.writeInt(bytes.length);
    out.write(bytes);
  }

  private static String text(DataInputStream in) throws IOException {
    int length = in.readInt();
    if (length < 0 || length > 1 << 26) {
      throw new IOException("it is damaged or not a checkpoint");
    }
    byte[] bytes = new byte[length];
    in.readFully(bytes);
    return new String(bytes, StandardCharsets.UTF_8);
  }

  private static void floats(DataOutputStream out, float[] values) throws IOException {
    out.writeInt(values.length);
    ByteBuffer bytes = ByteBuffer.allocate(1 << 16).order(ByteOrder.LITTLE_ENDIAN);
    for (int at = 0; at < values.length; at += bytes.capacity() / Float.BYTES) {
      int n = Math.min(bytes.capacity() / Float.BYTES, values.length - at);
      bytes.asFloatBuffer().put(values, at, n);
      out.write(bytes.array(), 0, n * Float.BYTES);
    }
  }

  private static float[] floats(DataInputStream in) throws IOException {
    int length = WorkerReport.length(in);
    ByteBuffer bytes = ByteBuffer.allocate(1 << 16).order(ByteOrder.LITTLE_ENDIAN);
    float[] values = new float[Math.min(length, AT_FIRST)];
    for (int at = 0; at < length; at += bytes.capacity() / Float.BYTES) {
      int n = Math.min(bytes.capacity() / Float.BYTES, length - at);
      if (at + n > values.length) { // memory grows with what has been read
        values = Arrays.copyOf(values, (int) Math.min(length, 2L * values.length));
      }
      in.readFully(bytes.array(), 0, n * Float.BYTES);
      bytes.asFloatBuffer().get(values, at, n);
    }
    return values;
  }
}

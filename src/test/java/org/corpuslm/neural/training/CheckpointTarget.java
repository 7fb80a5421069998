package org.corpuslm.neural.training;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import org.apache.commons.codec.digest.DigestUtils;
import org.corpuslm.fuzz.FuzzCase;
import org.corpuslm.fuzz.FuzzTarget;
import org.corpuslm.fuzz.Mutator;

/** Checkpoints, most of them with a right checksum behind the damage. */
public final class CheckpointTarget implements FuzzTarget {
  private static final int DIGEST = 32;

  @Override
  public String name() {
    return "checkpoint";
  }

  @Override
  public boolean run(FuzzCase in) throws IOException {
    Mutator mutator = new Mutator(in.random());
    byte[] valid = bytes("run", state(in));
    boolean signed = !in.oneIn(6);
    byte[] content =
        signed
            ? signed(mutator.bytes(Arrays.copyOf(valid, valid.length - DIGEST)))
            : mutator.bytes(valid);
    in.input("checkpoint", content);
    CheckpointFile.Content read;
    try {
      read = CheckpointFile.read(new ByteArrayInputStream(content));
    } catch (IOException e) {
      return false;
    }
    if (!signed && !Arrays.equals(Arrays.copyOf(content, valid.length), valid)) {
      throw new AssertionError("damage was not noticed");
    }
    byte[] again = bytes(read.run(), read.state());
    byte[] twice = bytes(read.run(), CheckpointFile.read(new ByteArrayInputStream(again)).state());
    if (!Arrays.equals(again, twice)) {
      throw new AssertionError("what was read is not what is written");
    }
    return true;
  }

  private static byte[] signed(byte[] content) {
    byte[] signed = Arrays.copyOf(content, content.length + DIGEST);
    System.arraycopy(DigestUtils.sha256(content), 0, signed, content.length, DIGEST);
    return signed;
  }

  private static byte[] bytes(String run, TrainState state) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    CheckpointFile.write(out, run, state);
    return out.toByteArray();
  }

  private static TrainState state(FuzzCase in) {
    TrainState state = new TrainState();
    state.parameters = floats(in, in.random().nextInt(40));
    state.updaterState = floats(in, in.random().nextInt(40));
    state.epoch = 1 + in.random().nextInt(3);
    state.rate = 0.5;
    for (int i = in.random().nextInt(3); i > 0; i--) {
      state.streams.add(new double[][] {{1, 2}, {}, {Double.NaN}});
    }
    for (int i = in.random().nextInt(3); i > 0; i--) {
      state.records.add(
          new EpochRecord(
              1,
              0.5,
              10,
              10,
              100,
              Double.NaN,
              Double.NaN,
              5,
              0.1,
              RoundTimes.NONE,
              new double[] {1},
              0,
              0,
              0,
              1));
    }
    return state;
  }

  private static float[] floats(FuzzCase in, int n) {
    float[] values = new float[n];
    for (int i = 0; i < n; i++) {
      values[i] = (float) in.random().nextDouble();
    }
    return values;
  }
}

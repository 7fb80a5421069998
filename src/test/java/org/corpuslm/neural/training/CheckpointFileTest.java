package org.corpuslm.neural.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.apache.commons.codec.digest.DigestUtils;
import org.junit.jupiter.api.Test;

/** Checkpoints with a right checksum over what cannot be. */
class CheckpointFileTest {
  private static final int DIGEST = 32;

  private static byte[] valid() throws IOException {
    TrainState state = new TrainState();
    state.parameters = new float[] {1, 2, 3};
    state.updaterState = new float[0];
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    CheckpointFile.write(out, "run", state);
    return out.toByteArray();
  }

  @Test
  void whatWasWrittenIsRead() throws IOException {
    CheckpointFile.Content content = CheckpointFile.read(new ByteArrayInputStream(valid()));
    assertThat(content.run()).isEqualTo("run");
    assertThat(content.state().parameters).containsExactly(1, 2, 3);
  }

  /** A length of two thousand millions behind which nothing comes takes no memory. */
  @Test
  void aLengthThatIsNotTrue() throws IOException {
    byte[] bytes = valid();
    int behind = 3 * Integer.BYTES + 1; // no velocity, no mean, its rounds and its flag
    int length = bytes.length - DIGEST - behind - Integer.BYTES; // of the state of the updaters
    assertRefused(bytes, length, Integer.MAX_VALUE, "cut short");
    assertRefused(bytes, length, -1, "a length below 0");
    assertRefused(bytes, length + Integer.BYTES, Integer.MAX_VALUE, "cut short"); // velocity
    assertRefused(bytes, length + 2 * Integer.BYTES, Integer.MAX_VALUE, "cut short"); // mean
    int parameters = length - 3 * Float.BYTES - Integer.BYTES;
    assertRefused(bytes, parameters, Integer.MAX_VALUE, "cut short");
    assertRefused(bytes, parameters - Integer.BYTES, Integer.MAX_VALUE, "cut short"); // streams
  }

  private static void assertRefused(byte[] valid, int at, int length, String cause) {
    byte[] bytes = valid.clone();
    ByteBuffer.wrap(bytes).putInt(at, length);
    assertRefused(bytes, cause);
  }

  @Test
  void noEpochs() throws IOException {
    byte[] bytes = valid();
    String text = new String(bytes, StandardCharsets.ISO_8859_1);
    int at = text.indexOf("[ ]\n");
    assertThat(at).isPositive();
    System.arraycopy("null".getBytes(StandardCharsets.US_ASCII), 0, bytes, at, 4);
    assertRefused(bytes, "epochs are incomplete");
  }

  private static void assertRefused(byte[] bytes, String cause) {
    byte[] digest = DigestUtils.sha256(java.util.Arrays.copyOf(bytes, bytes.length - DIGEST));
    System.arraycopy(digest, 0, bytes, bytes.length - DIGEST, DIGEST);
    assertThatThrownBy(() -> CheckpointFile.read(new ByteArrayInputStream(bytes)))
        .isInstanceOf(IOException.class)
        .hasMessageContaining(cause);
  }
}

package org.corpuslm.corpus;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.io.Serializable;
import org.apache.commons.codec.digest.MurmurHash3;
import org.corpuslm.runtime.BadInputException;
import org.corpuslm.runtime.Hash;

/**
 * Holds out lines by a hash of their content (MurmurHash3, 128 bit): the same line always goes to
 * the same part, whatever the order of the lines or the files that hold them.
 *
 * @param valid share of the lines for validation, in [0, 1)
 * @param test share of the lines for test, in [0, 1)
 * @param seed seed of the hash
 */
public record HoldoutSplit(double valid, double test, long seed) implements Serializable {

  /** The part of a corpus that a line belongs to. */
  public enum Part {
    TRAIN,
    VALID,
    TEST
  }

  /** A split that holds out nothing. */
  public static final HoldoutSplit NONE = new HoldoutSplit(0, 0, 1);

  /**
   * Checks the shares.
   *
   * @throws BadInputException if a share is negative or nothing is left for training
   */
  public HoldoutSplit {
    if (!(valid >= 0 && test >= 0 && valid + test < 1)) {
      throw new BadInputException(
          "--holdout is %s,%s; the shares must be at least 0 and together below 1"
              .formatted(valid, test));
    }
  }

  /** Returns whether no line is held out. */
  @JsonIgnore
  public boolean isEmpty() {
    return valid == 0 && test == 0;
  }

  /**
   * Returns the part of a line. Carriage returns at the end of the line do not matter.
   *
   * @param buf holds the bytes of the line at {@code off … off+len−1}
   */
  public Part of(byte[] buf, int off, int len) {
    if (isEmpty()) {
      return Part.TRAIN;
    }
    int content = len;
    while (content > 0 && buf[off + content - 1] == '\r') {
      content--;
    }
    long hash = MurmurHash3.hash128x64(buf, off, content, (int) seed)[0];
    if (seed >>> 32 != 0) {
      // The upper half of a seed counts as much as the lower one.
      hash = Hash.mix(hash + (seed >>> 32) * Hash.STEP);
    }
    double unit = Hash.unit(hash);
    return unit < valid ? Part.VALID : unit < valid + test ? Part.TEST : Part.TRAIN;
  }
}

package org.corpuslm.corpus;

import java.io.Serializable;
import org.apache.commons.codec.digest.MurmurHash3;
import org.corpuslm.runtime.BadInputException;
import org.corpuslm.runtime.Hash;

/**
 * Holds out lines by a hash of their content: the same line always goes to the same part, whatever
 * the order or the cut of the text.
 *
 * @param valid share of the lines for validation
 * @param test share of the lines for test
 * @param seed of the hash
 */
public record HoldoutSplit(double valid, double test, long seed) implements Serializable {

  /** Where a line belongs. */
  public enum Part {
    TRAIN,
    VALID,
    TEST
  }

  public HoldoutSplit {
    if (!(valid >= 0 && test >= 0 && valid + test < 1)) {
      throw new BadInputException(
          "--holdout is %s,%s; the shares must be at least 0 and together below 1"
              .formatted(valid, test));
    }
  }

  /** The part of a line; a carriage return at its end does not matter. */
  public Part of(byte[] buf, int off, int len) {
    if (valid == 0 && test == 0) {
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

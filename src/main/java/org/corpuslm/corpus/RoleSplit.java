package org.corpuslm.corpus;

import java.io.Serializable;

/**
 * A piece of text and the split it is given for.
 *
 * @param role train (also when the hold-out takes lines from it), valid or test
 */
record RoleSplit(HoldoutSplit.Part role, TextSplit text) implements Serializable {

  /** The split that a line of this text belongs to. */
  HoldoutSplit.Part part(HoldoutSplit holdout, byte[] buf, int off, int len) {
    return role == HoldoutSplit.Part.TRAIN ? holdout.of(buf, off, len) : role;
  }
}

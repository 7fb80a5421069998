package org.corpuslm.corpus;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;

/**
 * What one task of {@code prepare} reads: a piece of text, or many small files, and the split they
 * are given for.
 *
 * @param role train (also when the hold-out takes lines from it), valid or test
 */
record RoleSplit(HoldoutSplit.Part role, List<TextSplit> texts) implements Serializable {
  /** Every task has a cost of its own: of more pieces than this, small files go together. */
  private static final int MAX_ALONE = 4096;

  private static final int MAX_TOGETHER = 1024;

  RoleSplit(HoldoutSplit.Part role, TextSplit text) {
    this(role, List.of(text));
  }

  /** One for each piece; of very many pieces, neighbors go together up to so many bytes. */
  static List<RoleSplit> plan(HoldoutSplit.Part role, List<TextSplit> pieces, long targetBytes) {
    List<RoleSplit> splits = new ArrayList<>();
    List<TextSplit> together = new ArrayList<>();
    long bytes = 0;
    for (TextSplit piece : pieces) {
      long more = piece.end() - piece.start();
      boolean full =
          pieces.size() <= MAX_ALONE
              || together.size() == MAX_TOGETHER
              || bytes + more > targetBytes;
      if (full && !together.isEmpty()) {
        splits.add(new RoleSplit(role, new ArrayList<>(together)));
        together.clear();
        bytes = 0;
      }
      together.add(piece);
      bytes += more;
    }
    if (!together.isEmpty()) {
      splits.add(new RoleSplit(role, together));
    }
    return splits;
  }

  /** Number of the first piece: no two have the same. */
  int index() {
    return texts.get(0).index();
  }

  /** The split that a line of this text belongs to. */
  HoldoutSplit.Part part(HoldoutSplit holdout, byte[] buf, int off, int len) {
    return role == HoldoutSplit.Part.TRAIN ? holdout.of(buf, off, len) : role;
  }
}

package org.corpuslm.corpus;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;

/**
 * The text that one task of {@code prepare} reads: one piece, or many small files of one role.
 *
 * @param role the option that gave the text: train (lines may be held out of it), valid or test
 * @param texts the pieces of text, in order
 */
record RoleSplit(HoldoutSplit.Part role, List<TextSplit> texts) implements Serializable {
  /** With more pieces than this, small files share a task, because each task has a fixed cost. */
  private static final int MAX_ALONE = 4096;

  private static final int MAX_TOGETHER = 1024;

  RoleSplit(HoldoutSplit.Part role, TextSplit text) {
    this(role, List.of(text));
  }

  /**
   * Assigns pieces to tasks: one each, or neighbors together if there are very many.
   *
   * @param targetBytes limit of the sizes of neighbors in one task
   */
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

  /** Returns the index of the first piece, which is unique among tasks. */
  int index() {
    return texts.get(0).index();
  }

  /**
   * Returns the split of the corpus that a line of this text belongs to.
   *
   * @param document name of its document if documents are held out as wholes, else null
   */
  HoldoutSplit.Part part(HoldoutSplit holdout, byte[] document, byte[] buf, int off, int len) {
    if (role != HoldoutSplit.Part.TRAIN) {
      return role;
    }
    return document == null ? holdout.of(buf, off, len) : holdout.of(document, 0, document.length);
  }
}

package org.corpuslm.ngram.model;

import org.corpuslm.runtime.BadInputException;

/**
 * The facts that the manifest of a packed model states.
 *
 * @param model facts of the model that was packed
 * @param bits bits per value; 0 = single precision
 * @param bytes bytes of the packed shards
 */
public record PackedFacts(NgramFacts model, int bits, long bytes) {
  /**
   * Checks the facts.
   *
   * @throws BadInputException if they do not fit together
   */
  public PackedFacts {
    if (model == null || bytes < 0) {
      throw new BadInputException("the facts of the model or the bytes of its shards are missing");
    }
    NgramModel.checkBits(bits);
  }

  /** Returns the bytes of the packed shards per n-gram of the model. */
  public double bytesPerNgram() {
    return bytes / (double) Math.max(1, model.size());
  }
}

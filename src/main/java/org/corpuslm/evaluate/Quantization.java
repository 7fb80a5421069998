package org.corpuslm.evaluate;

import java.util.List;
import org.corpuslm.model.LanguageModel;
import org.corpuslm.model.Mixture;
import org.corpuslm.ngram.model.NgramModel;
import org.corpuslm.runtime.BadInputException;

/** Whether quantizing was asked of models that can be quantized. */
public final class Quantization {
  private Quantization() {}

  /**
   * Checks it.
   *
   * @param bits of stored values; 0 = exact ones
   * @throws BadInputException if the number is none that is possible, or no model has n-grams
   */
  public static void check(int bits, List<LanguageModel> models) {
    NgramModel.checkBits(bits);
    if (bits > 0
        && models.stream()
            .flatMap(model -> Mixture.flatten(model).stream())
            .noneMatch(leaf -> leaf.model() instanceof NgramModel)) {
      throw new BadInputException(
          "--quantize is for n-gram models, but %s is none; leave it out"
              .formatted(models.get(0).path()));
    }
  }
}

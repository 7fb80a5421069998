package org.corpuslm.evaluate.score;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.corpuslm.model.LanguageModel;
import org.corpuslm.model.Mixture;
import org.corpuslm.neural.kernel.BlasAgreement;
import org.corpuslm.ngram.model.NgramModel;
import org.corpuslm.runtime.BadInputException;

/**
 * Settings for serving models to the tasks that score held-out text.
 *
 * @param serving replicated or sharded
 * @param modelMemory limit in bytes of an executor's memory for one model, above which {@link
 *     Serving#AUTO} shards it; 0 = an equal share of half the heap
 * @param quantize bits per stored value of n-gram models once they are loaded, 4 to 16; 0 = exact
 *     values, and absent from the JSON
 * @param blasKernel OpenBLAS kernel of networks; empty = the best one that all executors can run,
 *     and absent from the JSON
 */
public record ServingConfig(
    Serving serving,
    long modelMemory,
    @JsonInclude(JsonInclude.Include.NON_DEFAULT) int quantize,
    @JsonInclude(JsonInclude.Include.NON_EMPTY) String blasKernel) {

  /**
   * Checks the settings.
   *
   * @throws BadInputException if one is out of its range, or the kernel is unknown
   */
  public ServingConfig {
    NgramModel.checkBits(quantize);
    String kernel =
        BlasAgreement.checked(
            blasKernel == null || blasKernel.isEmpty() ? BlasAgreement.AUTO : blasKernel);
    blasKernel = kernel.equals(BlasAgreement.AUTO) ? "" : kernel;
    if (modelMemory < 0) {
      throw new BadInputException("--model-memory is " + modelMemory + "; it must be at least 0");
    }
  }

  /** Returns the default settings with this kind of serving. */
  public static ServingConfig of(Serving serving) {
    return new ServingConfig(serving, 0, 0, "");
  }

  /**
   * Checks that quantizing applies to a model.
   *
   * @param bits bits per stored value; 0 = exact values
   * @throws BadInputException if the number of bits is not supported, or if there are bits but
   *     neither a model nor a component of one is an n-gram model
   */
  public static void checkQuantize(int bits, List<LanguageModel> models) {
    NgramModel.checkBits(bits);
    if (bits > 0
        && models.stream()
            .flatMap(model -> Mixture.flatten(model).stream())
            .noneMatch(component -> component.model() instanceof NgramModel)) {
      throw new BadInputException(
          "--quantize is for n-gram models that corpuslm made, but %s is none; leave it out"
              .formatted(models.get(0).path()));
    }
  }
}

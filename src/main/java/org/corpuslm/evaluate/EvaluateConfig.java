package org.corpuslm.evaluate;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.io.Serializable;
import java.util.List;
import org.corpuslm.neural.kernel.BlasAgreement;
import org.corpuslm.ngram.model.NgramModel;
import org.corpuslm.runtime.BadInputException;

/**
 * The resolved configuration of {@code perplexity}.
 *
 * @param models model directories, side by side
 * @param corpus a prepared corpus; empty if text is given
 * @param split of the corpus: valid or test
 * @param text text files instead of a corpus
 * @param details what to write beside the figures
 * @param serving how models reach the tasks
 * @param modelMemory bytes a task's JVM may spend on one model; 0 = a share of its heap
 * @param quantize bits of stored values of n-gram models, once loaded; 0, left out of the JSON =
 *     exact
 * @param forceVocabularies compare although vocabularies differ
 * @param resetPerSentence score every sentence as the first of a text; left out of the JSON if not
 * @param skipSpecial leave out special words in plain text; left out of the JSON if not
 * @param blasKernel of networks; empty, and left out of the JSON = the best
 */
public record EvaluateConfig(
    List<String> models,
    String corpus,
    String split,
    List<String> text,
    Details details,
    Serving serving,
    long modelMemory,
    @JsonInclude(JsonInclude.Include.NON_DEFAULT) int quantize,
    boolean forceVocabularies,
    @JsonInclude(JsonInclude.Include.NON_DEFAULT) boolean resetPerSentence,
    @JsonInclude(JsonInclude.Include.NON_DEFAULT) boolean skipSpecial,
    @JsonInclude(JsonInclude.Include.NON_EMPTY) String blasKernel)
    implements Serializable {

  /** Rows to write: none, one per sentence, one per token. */
  public enum Details {
    NONE,
    SENTENCES,
    WORDS
  }

  /** Whole models in every executor, or every position sent to the one shard that scores it. */
  public enum Serving {
    AUTO,
    REPLICATED,
    SHARDED
  }

  public EvaluateConfig {
    if (models.isEmpty()) {
      throw new BadInputException("no --model given");
    }
    if (corpus.isEmpty() == text.isEmpty()) {
      throw new BadInputException("give either --corpus (with --split) or --text");
    }
    if (skipSpecial && text.isEmpty()) {
      throw new BadInputException(
          "--skip-special is for --text; a corpus was prepared with it or without");
    }
    NgramModel.checkBits(quantize);
    boolean best = blasKernel == null || blasKernel.isEmpty(); // null: left out of the JSON
    String kernel = BlasAgreement.checked(best ? BlasAgreement.AUTO : blasKernel);
    blasKernel = kernel.equals(BlasAgreement.AUTO) ? "" : kernel;
    if (modelMemory < 0) {
      throw new BadInputException("--model-memory is " + modelMemory + "; it must be at least 0");
    }
  }

  /** The same without quantizing. */
  public EvaluateConfig(
      List<String> models,
      String corpus,
      String split,
      List<String> text,
      Details details,
      Serving serving,
      long modelMemory,
      boolean forceVocabularies,
      boolean resetPerSentence) {
    this(
        models,
        corpus,
        split,
        text,
        details,
        serving,
        modelMemory,
        0,
        forceVocabularies,
        resetPerSentence,
        false,
        "");
  }

  /** The same with values quantized to so many bits. */
  public EvaluateConfig quantized(int bits) {
    return new EvaluateConfig(
        models,
        corpus,
        split,
        text,
        details,
        serving,
        modelMemory,
        bits,
        forceVocabularies,
        resetPerSentence,
        skipSpecial,
        blasKernel);
  }
}

package org.corpuslm.evaluate;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import org.corpuslm.runtime.Manifest;
import org.corpuslm.runtime.Staging;

/**
 * The outcome of {@code perplexity}.
 *
 * @param source the corpus directory, or the text
 * @param split of the corpus; "text" for plain text
 * @param vocabularySize predictable words of the first model
 * @param models side by side
 * @param partitions names of the held-out partitions
 * @param comparisons of every pair of models that can be compared
 * @param bootstrap of all models
 * @param oov words that the vocabulary of the text does not have
 * @param files details, if they were wanted
 * @param inputs what was evaluated
 */
public record Evaluation(
    String source,
    String split,
    int vocabularySize,
    List<ModelResult> models,
    List<String> partitions,
    List<Comparison> comparisons,
    Bootstrap bootstrap,
    OovList oov,
    List<Staging.StagedFile> files,
    List<Manifest.Input> inputs) {

  /** State goes on from sentence to sentence and begins anew with every partition. */
  public static final String STATE_CARRIED = "carried along each partition";

  /** State begins anew with every sentence. */
  public static final String STATE_RESET = "reset per sentence";

  /**
   * One model.
   *
   * @param name for tables; says so if its figures cannot be compared with the others
   * @param normalized false if its values are scores, which have no perplexity
   * @param sameVocabulary whether its vocabulary is that of the text
   * @param serving replicated or sharded
   * @param state where the model's state goes on; null if it has none
   * @param approximation how its figures were coarsened when it was loaded; null if not
   * @param total over all partitions
   * @param partitions a tally per partition
   * @param breakdown of the total
   */
  public record ModelResult(
      String path,
      String kind,
      String name,
      @JsonProperty("normalised") boolean normalized,
      boolean sameVocabulary,
      String serving,
      String state,
      String approximation,
      PerplexityStats total,
      List<PerplexityStats> partitions,
      Breakdown breakdown) {

    /** Returns the 95 % interval of the perplexity; null where it has no meaning. */
    public double[] confidence95() {
      return normalized ? total.confidence95() : null;
    }
  }

  /**
   * Two models on the same tokens.
   *
   * @param a index of the first model
   * @param b index of the second
   */
  public record Comparison(int a, int b, PairedStats tally) {}
}

package org.corpuslm.evaluate;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import org.corpuslm.evaluate.breakdown.Breakdown;
import org.corpuslm.evaluate.breakdown.OovWords;
import org.corpuslm.evaluate.stats.Bootstrap;
import org.corpuslm.evaluate.stats.PairedStats;
import org.corpuslm.evaluate.stats.PerplexityStats;
import org.corpuslm.runtime.Manifest;
import org.corpuslm.runtime.Staging;

/**
 * The result of {@code perplexity}.
 *
 * @param source directory of the corpus, or the files of text
 * @param split held-out split of the corpus; {@code text} for plain text
 * @param vocabularySize number of words that the first model can predict
 * @param models results by model, in the order of the configuration
 * @param partitions names of the held-out partitions
 * @param comparisons pairs of models with probabilities over the same vocabulary
 * @param bootstrap replicates of all models
 * @param oov words of the text that are not in its vocabulary
 * @param files staged files with details; empty without details
 * @param inputs models and text with their fingerprints, the models first
 */
public record Evaluation(
    String source,
    String split,
    int vocabularySize,
    List<ModelResult> models,
    List<String> partitions,
    List<Comparison> comparisons,
    Bootstrap bootstrap,
    OovWords oov,
    List<Staging.StagedFile> files,
    List<Manifest.Input> inputs) {

  /** The state is carried from sentence to sentence; every partition begins with the zero state. */
  public static final String STATE_CARRIED = "carried along each partition";

  /** Every sentence begins with the zero state. */
  public static final String STATE_RESET = "reset per sentence";

  /**
   * The result of one model.
   *
   * @param path directory of the model
   * @param kind kind of the directory
   * @param name name for tables, which says if the figures cannot be compared with the others
   * @param normalized false if its values are scores, which have no perplexity
   * @param sameVocabulary whether its vocabulary and its tokens are those of the text
   * @param serving {@code replicated} or {@code sharded}
   * @param state {@link #STATE_CARRIED} or {@link #STATE_RESET}; null for a model without state
   * @param approximation description of its quantized values; null if they are exact
   * @param total statistics over all partitions
   * @param partitions statistics by partition
   * @param breakdown breakdown over all partitions
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

    /** Returns the 95% interval of the perplexity: lower and upper end; null if it has none. */
    public double[] confidence95() {
      return normalized ? total.confidence95() : null;
    }
  }

  /**
   * Two models over the same sentences.
   *
   * @param a index of a model
   * @param b index of the model that it is compared with
   * @param stats statistics of their differences
   */
  public record Comparison(int a, int b, PairedStats stats) {}
}

package org.corpuslm.score;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.Map;

/**
 * The figures of scored documents, in the manifest and in {@code score.json}.
 *
 * @param rows rows read: written + dropped + the sum of quarantined
 * @param written rows written, with their scores
 * @param dropped rows dropped because of their perplexity, or because they have none
 * @param quarantined bad rows by reason
 * @param buckets rows written by bucket; absent without buckets
 * @param groups figures by group
 * @param tokensPerSecond tokens of all models over the time that tasks spent on scoring
 */
public record ScoreFacts(
    long rows,
    long written,
    long dropped,
    Map<String, Long> quarantined,
    @JsonInclude(JsonInclude.Include.NON_EMPTY) Map<String, Long> buckets,
    List<Group> groups,
    double tokensPerSecond) {

  /** Fills in what the JSON leaves out. */
  public ScoreFacts {
    buckets = buckets == null ? Map.of() : buckets;
  }

  /**
   * A group of documents.
   *
   * @param name value of the column; empty for documents without one, or if there are no groups
   * @param documents number of documents
   * @param thresholds highest perplexity of each bucket but the last one; absent without buckets
   * @param keepUpTo highest perplexity that is kept by its percentile; null = any
   * @param models figures by model
   */
  public record Group(
      String name,
      long documents,
      @JsonInclude(JsonInclude.Include.NON_EMPTY) List<Double> thresholds,
      @JsonInclude(JsonInclude.Include.NON_NULL) Double keepUpTo,
      List<OfModel> models) {

    /** Fills in what the JSON leaves out. */
    public Group {
      thresholds = thresholds == null ? List.of() : thresholds;
    }
  }

  /**
   * The documents of a group under a model.
   *
   * @param name name of the model; empty for the only one
   * @param path directory of the model
   * @param perplexity perplexity of all documents together; null without tokens
   * @param bitsPerByte bits over the bytes of all documents; null without bytes
   */
  public record OfModel(
      String name, String path, long tokens, long oov, Double perplexity, Double bitsPerByte) {}
}

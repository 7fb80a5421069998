package org.corpuslm.labeled;

import java.io.Serializable;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.apache.hadoop.conf.Configuration;
import org.corpuslm.corpus.Corpus;
import org.corpuslm.corpus.LabelSpec;
import org.corpuslm.corpus.LabelSpec.Task;
import org.corpuslm.runtime.BadInputException;
import org.corpuslm.runtime.Cluster;
import org.corpuslm.runtime.Job;
import org.corpuslm.runtime.Manifest;
import org.corpuslm.runtime.OutputDirectory;
import org.corpuslm.runtime.Published;

/**
 * The resolved configuration of {@code estimate-labels}.
 *
 * @param corpus directory of a labeled corpus
 * @param method the kind of model
 * @param order order of the n-grams of words of {@link Method#CLASS_NGRAMS}; 1 with {@link
 *     Method#NAIVE_BAYES}, 3 (of labels) with {@link Method#HMM}, 0 with {@link
 *     Method#MOST_FREQUENT_TAG}
 * @param delta δ of {@link Method#NAIVE_BAYES}; 0 with all others
 */
public record LabelerConfig(String corpus, Method method, int order, double delta)
    implements Job, Serializable {
  private static final int MAX_ORDER = 4;

  /** Models that are estimated from counts. */
  public enum Method {
    /** Each word gets its most frequent label. */
    MOST_FREQUENT_TAG(Task.TAG),
    /** A trigram hidden Markov model (Brants 2000). */
    HMM(Task.TAG),
    /** Naive Bayes: unigrams of words per class. */
    NAIVE_BAYES(Task.CLASSIFY),
    /** One n-gram language model per class. */
    CLASS_NGRAMS(Task.CLASSIFY);

    private final Task task;

    Method(Task task) {
      this.task = task;
    }

    /** Returns what gets labels. */
    public Task task() {
      return task;
    }

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }

  /**
   * Checks the values.
   *
   * @throws BadInputException if they are not valid together; the message names the options
   */
  public LabelerConfig {
    if (corpus == null || method == null) {
      throw new BadInputException("corpus or method is missing");
    }
    int fixed =
        switch (method) {
          case MOST_FREQUENT_TAG -> 0;
          case HMM -> 3;
          case NAIVE_BAYES -> 1;
          case CLASS_NGRAMS -> order;
        };
    if (order != fixed) {
      throw new BadInputException(
          "--order is %d, but it is for --method class-ngrams only; leave it out with %s"
              .formatted(order, method));
    }
    if (method == Method.CLASS_NGRAMS && (order < 2 || order > MAX_ORDER)) {
      throw new BadInputException(
          "--order is %d; it must lie between 2 and %d (order 1 is --method naive-bayes)"
              .formatted(order, MAX_ORDER));
    }
    if (method == Method.NAIVE_BAYES ? !(delta > 0 && Double.isFinite(delta)) : delta != 0) {
      throw new BadInputException(
          "--delta is %s; it must be above 0, and is for --method naive-bayes only"
              .formatted(delta));
    }
  }

  /**
   * Makes a configuration with the defaults of its method.
   *
   * @param order null = the default
   * @param delta null = the default
   */
  public static LabelerConfig of(String corpus, Method method, Integer order, Double delta) {
    int usual =
        switch (method) {
          case MOST_FREQUENT_TAG -> 0;
          case HMM -> 3;
          case NAIVE_BAYES -> 1;
          case CLASS_NGRAMS -> 2;
        };
    double usualDelta = method == Method.NAIVE_BAYES ? 1 : 0;
    return new LabelerConfig(
        corpus, method, order == null ? usual : order, delta == null ? usualDelta : delta);
  }

  @Override
  public String kind() {
    return SavedLabeler.KIND;
  }

  @Override
  public List<Manifest.Input> inputs(Configuration conf) {
    return List.of(Published.open(conf, corpus, Corpus.KIND).asInput());
  }

  /**
   * Opens the corpus.
   *
   * @throws BadInputException if it has no labels, or those of the other task
   */
  Corpus open(Configuration conf) {
    Corpus opened = Corpus.open(conf, corpus);
    Task task = opened.task();
    if (task != method.task) {
      throw new BadInputException(
          "--method is %s, but corpus %s was prepared with --task %s; choose %s"
              .formatted(method, corpus, LabelSpec.option(task), methods(task)));
    }
    return opened;
  }

  private static String methods(Task task) {
    return Arrays.stream(Method.values())
        .filter(m -> m.task == task)
        .map(Method::toString)
        .collect(Collectors.joining(" or "));
  }

  @Override
  public Published run(Cluster cluster, OutputDirectory target) {
    return new EstimateLabeler(cluster, this).run(target);
  }
}

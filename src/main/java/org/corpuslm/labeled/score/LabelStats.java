package org.corpuslm.labeled.score;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.corpuslm.corpus.LabeledSentence;
import org.corpuslm.corpus.Labels;

/** Counts how often the labels of one model are right. */
public final class LabelStats implements Serializable {
  private static final long serialVersionUID = 1;

  private final TreeMap<Long, Long> confusion = new TreeMap<>(); // gold, predicted → count
  private final boolean spans;
  private long sentences;
  private long sentencesRight;
  private long unknown;
  private long unknownRight;
  private long goldSpans;
  private long predictedSpans;
  private long rightSpans;

  /**
   * Makes statistics of no labels.
   *
   * @param spans whether labels mark spans, see {@link Spans#areMarkedBy}
   */
  public LabelStats(boolean spans) {
    this.spans = spans;
  }

  /**
   * The labels of one sentence.
   *
   * @param labels number of labels
   * @param right number of right ones
   * @param goldSpans spans of its true labels; 0 if labels mark none
   * @param predictedSpans spans of the labels of the model
   * @param rightSpans spans that both have, with the same type
   */
  public record Sentence(
      int labels, int right, int goldSpans, int predictedSpans, int rightSpans) {}

  /**
   * Adds a sentence.
   *
   * @param gold the sentence with its true labels
   * @param predicted the labels of the model, as many; ids from {@code labels.size()} on are labels
   *     that the corpus lacks, which are wrong and in no span
   * @param labels the labels of the corpus
   */
  public Sentence add(LabeledSentence gold, int[] predicted, Labels labels) {
    int right = 0;
    boolean words = gold.labels().length == gold.forms().length;
    for (int i = 0; i < predicted.length; i++) {
      boolean same = gold.labels()[i] == predicted[i];
      right += same ? 1 : 0;
      confusion.merge(((long) gold.labels()[i] << 32) | predicted[i], 1L, Long::sum);
      if (words && gold.forms()[i] != null) {
        unknown++;
        unknownRight += same ? 1 : 0;
      }
    }
    sentences++;
    sentencesRight += right == predicted.length ? 1 : 0;
    if (!spans) {
      return new Sentence(predicted.length, right, 0, 0, 0);
    }
    Set<Spans.Span> wanted = Spans.of(names(gold.labels(), labels));
    Set<Spans.Span> found = Spans.of(names(predicted, labels));
    Set<Spans.Span> both = new HashSet<>(wanted);
    both.retainAll(found);
    goldSpans += wanted.size();
    predictedSpans += found.size();
    rightSpans += both.size();
    return new Sentence(predicted.length, right, wanted.size(), found.size(), both.size());
  }

  private static List<String> names(int[] ids, Labels labels) {
    List<String> names = new ArrayList<>();
    for (int id : ids) {
      names.add(id < labels.size() ? labels.name(id) : "O");
    }
    return names;
  }

  /** Adds all sentences of other statistics. */
  public void add(LabelStats other) {
    other.confusion.forEach((pair, n) -> confusion.merge(pair, n, Long::sum));
    sentences += other.sentences;
    sentencesRight += other.sentencesRight;
    unknown += other.unknown;
    unknownRight += other.unknownRight;
    goldSpans += other.goldSpans;
    predictedSpans += other.predictedSpans;
    rightSpans += other.rightSpans;
  }

  /** Returns the number of labels. */
  public long labels() {
    return confusion.values().stream().mapToLong(Long::longValue).sum();
  }

  /** Returns the share of labels that are right, in [0, 1]; NaN without labels. */
  public double accuracy() {
    long right = 0;
    for (Map.Entry<Long, Long> e : confusion.entrySet()) {
      right += gold(e.getKey()) == predicted(e.getKey()) ? e.getValue() : 0;
    }
    return (double) right / labels();
  }

  /** Returns the number of words that are not in the vocabulary. */
  public long unknown() {
    return unknown;
  }

  /** Returns the accuracy of words that are not in the vocabulary; NaN without such words. */
  public double unknownAccuracy() {
    return (double) unknownRight / unknown;
  }

  /** Returns the number of sentences. */
  public long sentences() {
    return sentences;
  }

  /** Returns the share of sentences all of whose labels are right. */
  public double sentenceAccuracy() {
    return (double) sentencesRight / sentences;
  }

  /** Returns the number of true spans. */
  public long goldSpans() {
    return goldSpans;
  }

  /** Returns the share of the spans of the model that are right; NaN without spans. */
  public double spanPrecision() {
    return (double) rightSpans / predictedSpans;
  }

  /** Returns the share of the true spans that the model has; NaN without spans. */
  public double spanRecall() {
    return (double) rightSpans / goldSpans;
  }

  /** Returns the harmonic mean of precision and recall of spans; NaN without spans. */
  public double spanF1() {
    return 2.0 * rightSpans / (goldSpans + predictedSpans);
  }

  /**
   * The figures of one label.
   *
   * @param gold how often it is the true label
   * @param predicted how often the model gives it
   * @param right how often both
   */
  public record Label(int id, long gold, long predicted, long right) {
    /** Returns right / predicted; 0 if the model never gives it. */
    public double precision() {
      return predicted == 0 ? 0 : (double) right / predicted;
    }

    /** Returns right / gold; 0 if it is never true. */
    public double recall() {
      return gold == 0 ? 0 : (double) right / gold;
    }

    /** Returns the harmonic mean of precision and recall; 0 if none is right. */
    public double f1() {
      return right == 0 ? 0 : 2.0 * right / (gold + predicted);
    }
  }

  /** Returns the labels that are true or predicted at least once, by id. */
  public List<Label> byLabel() {
    TreeMap<Integer, long[]> sums = new TreeMap<>();
    confusion.forEach(
        (pair, n) -> {
          sums.computeIfAbsent(gold(pair), k -> new long[3])[0] += n;
          sums.computeIfAbsent(predicted(pair), k -> new long[3])[1] += n;
          if (gold(pair) == predicted(pair)) {
            sums.get(gold(pair))[2] += n;
          }
        });
    List<Label> labels = new ArrayList<>();
    sums.forEach((id, s) -> labels.add(new Label(id, s[0], s[1], s[2])));
    return labels;
  }

  /** Returns the mean F1 over the labels that are true or predicted at least once. */
  public double macroF1() {
    return byLabel().stream().mapToDouble(Label::f1).average().orElse(Double.NaN);
  }

  /**
   * A cell of the confusion matrix.
   *
   * @param gold id of the true label
   * @param predicted id of the label of the model
   * @param count how often
   */
  public record Cell(int gold, int predicted, long count) {}

  /** Returns the cells of the confusion matrix that are not 0, by true label. */
  public List<Cell> confusion() {
    List<Cell> cells = new ArrayList<>();
    confusion.forEach((pair, n) -> cells.add(new Cell(gold(pair), predicted(pair), n)));
    return cells;
  }

  private static int gold(long pair) {
    return (int) (pair >>> 32);
  }

  private static int predicted(long pair) {
    return (int) pair;
  }
}

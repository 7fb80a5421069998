package org.corpuslm.spark;

import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.corpuslm.score.DocumentScore;
import org.corpuslm.score.DocumentScorer;

/** The rows of a partition with their scores, scored as many at a time as make a batch. */
final class ScoredRows implements Iterator<Row> {
  private static final int MAX_ROWS = 1 << 14;
  private static final int FIGURES = 5;

  private final Iterator<Row> rows;
  private final int column;
  private final List<DocumentScorer> scorers;
  private final Deque<Row> scored = new ArrayDeque<>();

  /**
   * Scores rows.
   *
   * @param column index of the column with the text
   * @param scorers the models
   */
  ScoredRows(Iterator<Row> rows, int column, List<DocumentScorer> scorers) {
    this.rows = rows;
    this.column = column;
    this.scorers = scorers;
  }

  @Override
  public boolean hasNext() {
    if (scored.isEmpty() && rows.hasNext()) {
      fill();
    }
    return !scored.isEmpty();
  }

  @Override
  public Row next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    return scored.remove();
  }

  private void fill() {
    List<Row> batch = new ArrayList<>();
    boolean full = false;
    while (!full && batch.size() < MAX_ROWS && rows.hasNext()) {
      Row row = rows.next();
      batch.add(row);
      String text = row.getString(column);
      for (DocumentScorer scorer : scorers) {
        if (text != null) {
          add(scorer, text);
          full |= scorer.isFull();
        }
      }
    }
    List<Iterator<DocumentScore>> scores =
        scorers.stream().map(scorer -> scorer.take().iterator()).toList();
    for (Row row : batch) {
      List<Object> values = new ArrayList<>(row.size() + FIGURES * scorers.size());
      for (int i = 0; i < row.size(); i++) {
        values.add(row.get(i));
      }
      for (Iterator<DocumentScore> ofModel : scores) {
        values.addAll(
            row.isNullAt(column) ? Arrays.asList(new Object[FIGURES]) : values(ofModel.next()));
      }
      scored.add(RowFactory.create(values.toArray()));
    }
  }

  /** Adds a text to those that wait to be scored. */
  static void add(DocumentScorer scorer, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    scorer.add(bytes, 0, bytes.length);
  }

  /** Returns the figures of a text: tokens, OOVs, log10 p, perplexity and bits per byte. */
  static List<Object> values(DocumentScore score) {
    boolean none = score.tokens() == 0;
    return Arrays.asList(
        score.tokens(),
        score.oov(),
        score.log10(),
        none ? null : (Double) score.perplexity(),
        none ? null : (Double) score.bitsPerByte());
  }
}

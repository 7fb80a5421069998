package org.corpuslm.score;

import java.io.BufferedOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.corpuslm.corpus.BadLine;
import org.corpuslm.corpus.DocumentReader;
import org.corpuslm.corpus.PrepareConfig.OnBadLine;
import org.corpuslm.corpus.TextSplit;
import org.corpuslm.evaluate.score.ReplicatedModel;
import org.corpuslm.model.LanguageModel;
import org.corpuslm.runtime.BadInputException;
import org.corpuslm.runtime.StagedOutput;
import org.corpuslm.runtime.Staging;
import org.corpuslm.runtime.TaskContext;

/** The first pass of {@code score} over a split: scores its documents and writes the scores. */
final class ScorePass {
  /** More groups than this are a mistake: every task sends the sums of each to the driver. */
  static final int MAX_GROUPS = 1000;

  private static final int OK = 0;

  private final ScoreConfig config;
  private final List<DocumentScorer> scorers = new ArrayList<>();
  private final List<String> groupsOfBatch = new ArrayList<>();
  private final Map<String, GroupStats> groups = new TreeMap<>();
  private final Map<BadLine, Long> quarantined = new EnumMap<>(BadLine.class);
  private DataOutputStream out;
  private long nanos;

  /**
   * The result.
   *
   * @param scores path of the file with the scores
   * @param rows number of rows
   * @param quarantined bad rows by reason
   * @param groups sums by group
   * @param nanos time of scoring
   */
  record Result(
      String scores,
      long rows,
      Map<BadLine, Long> quarantined,
      Map<String, GroupStats> groups,
      long nanos)
      implements Serializable {}

  private ScorePass(ScoreConfig config, List<LanguageModel> models) {
    this.config = config;
    models.forEach(model -> scorers.add(new DocumentScorer(model, config.format())));
  }

  /**
   * Scores a split.
   *
   * @throws BadInputException if a row has no text and bad rows are not set aside, or if there are
   *     too many groups
   */
  static Result run(
      ScoreConfig config,
      List<ReplicatedModel> models,
      TextSplit split,
      TaskContext task,
      Staging staging)
      throws IOException {
    List<LanguageModel> loaded = models.stream().map(model -> model.load(task.hadoop())).toList();
    return new ScorePass(config, loaded).run(split, task, staging);
  }

  private Result run(TextSplit split, TaskContext task, Staging staging) throws IOException {
    String file = "scores/part-%05d".formatted(split.index());
    long rows;
    try (DocumentReader reader = new DocumentReader(task.hadoop(), split, config.by());
        StagedOutput staged = StagedOutput.unlisted(task, staging, file)) {
      out = new DataOutputStream(new BufferedOutputStream(staged, 1 << 17));
      while (reader.next()) {
        if (reader.problem() != null) {
          flush();
          if (config.onBadLine() == OnBadLine.FAIL) {
            throw reader.error();
          }
          quarantined.merge(reader.problem(), 1L, Long::sum);
          out.writeByte(1);
        } else {
          add(reader);
        }
      }
      flush();
      out.flush();
      rows = reader.rows();
    }
    return new Result(staging.path(task, file), rows, quarantined, groups, nanos);
  }

  private void add(DocumentReader reader) throws IOException {
    groupsOfBatch.add(reader.group());
    boolean full = false;
    for (DocumentScorer scorer : scorers) {
      scorer.add(reader.buffer(), reader.offset(), reader.length());
      full |= scorer.isFull();
    }
    if (full) {
      flush();
    }
  }

  /** Scores the documents that wait, and writes a row for each. */
  private void flush() throws IOException {
    long start = System.nanoTime();
    List<List<DocumentScore>> scores = new ArrayList<>();
    scorers.forEach(scorer -> scores.add(scorer.take()));
    nanos += System.nanoTime() - start;
    for (int d = 0; d < groupsOfBatch.size(); d++) {
      DocumentScore[] ofModels = new DocumentScore[scorers.size()];
      for (int m = 0; m < ofModels.length; m++) {
        ofModels[m] = scores.get(m).get(d);
      }
      String group = groupsOfBatch.get(d);
      groups.computeIfAbsent(group, g -> new GroupStats(ofModels.length)).add(ofModels);
      if (groups.size() > MAX_GROUPS) {
        throw new BadInputException(
            "--by %s has more than %,d values; give a column with fewer"
                .formatted(config.by(), MAX_GROUPS));
      }
      write(group, ofModels);
    }
    groupsOfBatch.clear();
  }

  private void write(String group, DocumentScore[] scores) throws IOException {
    byte[] name = group.getBytes(StandardCharsets.UTF_8);
    out.writeByte(OK);
    out.writeInt(name.length);
    out.write(name);
    for (DocumentScore score : scores) {
      out.writeLong(score.tokens());
      out.writeLong(score.oov());
      out.writeDouble(score.log10());
      out.writeLong(score.bytes());
    }
  }
}

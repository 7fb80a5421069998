package org.corpuslm.corpus;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;
import org.corpuslm.runtime.BadInputException;
import org.corpuslm.runtime.BroadcastHandle;
import org.corpuslm.runtime.Cluster;
import org.corpuslm.runtime.Staging;
import org.corpuslm.runtime.Storage;
import org.corpuslm.runtime.TaskContext;

/** The second pass of {@code prepare}: replaces words with their ids and counts every line. */
final class EncodePass {
  /** Maximum number of samples of bad lines of all tasks; every task may keep at least one. */
  private static final int MAX_SAMPLES = 10_000;

  private EncodePass() {}

  /**
   * A bad line.
   *
   * @param piece index of the piece of text among those of the task
   */
  record Sample(int piece, LineStats.BadSample line) implements Serializable {}

  /** The result of one task. */
  static final class Result implements Serializable {
    private static final long serialVersionUID = 1;

    final LineStats lines; // without samples
    final long[] linesOf; // rows by piece of text
    final List<Sample> samples;
    final Map<HoldoutSplit.Part, SplitStats> splits;
    final List<Staging.StagedFile> files;

    Result(
        LineStats lines,
        long[] linesOf,
        List<Sample> samples,
        Map<HoldoutSplit.Part, SplitStats> splits,
        List<Staging.StagedFile> files) {
      this.lines = lines;
      this.linesOf = linesOf;
      this.samples = samples;
      this.splits = splits;
      this.files = files;
    }
  }

  /**
   * Encodes all text.
   *
   * @param labels labels of the text; null for plain text
   */
  static List<Result> run(
      Cluster cluster,
      PrepareConfig config,
      List<RoleSplit> splits,
      Vocabulary vocabulary,
      Labels labels,
      Staging staging) {
    BroadcastHandle<Vocabulary> shared = cluster.broadcast(vocabulary);
    BroadcastHandle<Labels> sharedLabels = labels == null ? null : cluster.broadcast(labels);
    int maxSamples = maxSamples(splits.size());
    return cluster.map(
        "prepare: encoding",
        splits,
        (split, context) -> {
          try (Encoder encoder =
              new Encoder(
                  config,
                  split,
                  shared.value(),
                  sharedLabels == null ? null : sharedLabels.value(),
                  context,
                  staging)) {
            CheckedLines reader = CheckedLines.of(config, maxSamples);
            LineStats lines = new LineStats();
            long[] linesOf = new long[split.texts().size()];
            List<Sample> samples = new ArrayList<>();
            for (int piece = 0; piece < linesOf.length; piece++) {
              TextSplit text = split.texts().get(piece);
              LineStats tally = reader.read(context.hadoop(), text, encoder);
              checkUnchanged(context, text.file());
              lines.add(tally);
              linesOf[piece] = tally.rows;
              for (LineStats.BadSample bad : tally.samples) {
                samples.add(new Sample(piece, bad));
              }
            }
            return encoder.finish(lines, linesOf, samples);
          }
        });
  }

  /** Returns the number of samples per task, so that those of all tasks fit into the driver. */
  static int maxSamples(int tasks) {
    return Math.max(1, Math.min(CheckedLines.MAX_SAMPLES, MAX_SAMPLES / tasks));
  }

  private static void checkUnchanged(TaskContext context, InputFile file) throws IOException {
    Path path = new Path(file.path());
    boolean same;
    try {
      FileStatus now = Storage.of(context.hadoop(), path).getFileStatus(path);
      same = now.getLen() == file.length() && now.getModificationTime() == file.modified();
    } catch (FileNotFoundException e) {
      same = false;
    }
    if (!same) {
      throw new BadInputException(
          file.path()
              + " was changed or removed while it was read; start again when it is complete");
    }
  }

  /** Writes the tokens of one task, to one file per split of the corpus. */
  private static final class Encoder implements CheckedLines.Sink, AutoCloseable {
    private final RoleSplit split;
    private final HoldoutSplit holdout;
    private final Vocabulary vocabulary;
    private final Labels labels;
    private final TaskContext context;
    private final Staging staging;
    private final Map<HoldoutSplit.Part, TokenFile.Writer> writers =
        new EnumMap<>(HoldoutSplit.Part.class);
    private final Map<HoldoutSplit.Part, SplitStats> tallies =
        new EnumMap<>(HoldoutSplit.Part.class);
    private final Map<HoldoutSplit.Part, LabelFile.Writer> labelWriters =
        new EnumMap<>(HoldoutSplit.Part.class);
    private byte[] document; // of the next sentence; null if lines are held out
    private TokenFile.Writer writer;
    private LabelFile.Writer labelWriter;
    private SplitStats tally;
    private int words;

    Encoder(
        PrepareConfig config,
        RoleSplit split,
        Vocabulary vocabulary,
        Labels labels,
        TaskContext context,
        Staging staging) {
      this.split = split;
      this.holdout = config.holdout();
      this.vocabulary = vocabulary;
      this.labels = labels;
      this.context = context;
      this.staging = staging;
    }

    @Override
    public void document(byte[] name) {
      document = name;
    }

    @Override
    public boolean begin(byte[] buf, int off, int len) {
      HoldoutSplit.Part part = split.part(holdout, document, buf, off, len);
      writer = writers.computeIfAbsent(part, this::open);
      if (labels != null) {
        labelWriter = labelWriters.computeIfAbsent(part, this::openLabels);
      }
      tally = tallies.computeIfAbsent(part, p -> new SplitStats());
      tally.size.line(buf, off, len);
      words = 0;
      return true;
    }

    @Override
    public void token(byte[] buf, int off, int len) {
      int id = vocabulary.find(buf, off, len);
      try {
        if (id > Vocabulary.UNK) {
          writer.add(id, null);
        } else {
          writer.add(Vocabulary.UNK, Arrays.copyOfRange(buf, off, off + len));
          tally.oov++;
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      words++;
    }

    @Override
    public void label(byte[] buf, int off, int len) {
      int id = labels.find(buf, off, len);
      if (id < 0) {
        throw new BadInputException(
            "%s was changed while it was read; start again when it is complete"
                .formatted(split.texts().get(0).file().path()));
      }
      try {
        labelWriter.add(id);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    @Override
    public void end() throws IOException {
      writer.add(Vocabulary.EOS, null);
      tally.sentence(words);
    }

    Result finish(LineStats lines, long[] linesOf, List<Sample> samples) throws IOException {
      List<Staging.StagedFile> files = new ArrayList<>();
      for (Map.Entry<HoldoutSplit.Part, TokenFile.Writer> e : writers.entrySet()) {
        files.add(e.getValue().finish());
        tallies.get(e.getKey()).partitions = 1;
      }
      for (LabelFile.Writer w : labelWriters.values()) {
        files.add(w.finish());
      }
      return new Result(lines, linesOf, samples, tallies, files);
    }

    private TokenFile.Writer open(HoldoutSplit.Part part) {
      String file = "%s/part-%05d.parquet".formatted(Corpus.directory(part), split.index());
      try {
        return new TokenFile.Writer(context, staging, file, part != HoldoutSplit.Part.TRAIN);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    private LabelFile.Writer openLabels(HoldoutSplit.Part part) {
      String file =
          "%s/part-%05d.parquet"
              .formatted(LabelFile.directory(Corpus.directory(part)), split.index());
      try {
        return new LabelFile.Writer(context, staging, file);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    @Override
    public void close() throws IOException {
      for (LabelFile.Writer w : labelWriters.values()) {
        w.close();
      }
      for (TokenFile.Writer w : writers.values()) {
        w.close();
      }
    }
  }
}

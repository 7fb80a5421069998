package org.corpuslm.corpus;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.corpuslm.runtime.BadInputException;
import org.corpuslm.runtime.ByteSink;
import org.corpuslm.runtime.ByteSource;
import org.corpuslm.runtime.Cluster;

/** The pass of {@code prepare} that collects the labels of all splits. */
final class LabelPass {
  private LabelPass() {}

  /**
   * Returns the labels of the text, with their counts in the training sentences.
   *
   * @throws BadInputException if there are more than {@value Labels#MAX}
   */
  static Labels run(Cluster cluster, PrepareConfig config, List<RoleSplit> splits) {
    WordTable all = new WordTable(64);
    for (byte[] part :
        cluster.map(
            "prepare: collecting labels",
            splits,
            (split, task) -> collect(task.hadoop(), config, split))) {
      ByteSource in = new ByteSource(part);
      while (in.hasMore()) {
        int length = in.varint();
        byte[] label = in.bytes(length);
        all.add(label, 0, length, in.varlong());
        checkLimit(all, config);
      }
    }
    List<Vocabulary.Entry> entries = new ArrayList<>();
    for (int e = 0; e < all.size(); e++) {
      entries.add(new Vocabulary.Entry(all.word(e), all.count(e)));
    }
    return Labels.rank(entries);
  }

  private static byte[] collect(Configuration conf, PrepareConfig config, RoleSplit split)
      throws IOException {
    Collector collector = new Collector(config, split);
    CheckedLines reader = CheckedLines.of(config, 0);
    for (TextSplit text : split.texts()) {
      reader.read(conf, text, collector);
    }
    ByteSink out = new ByteSink(1 << 10);
    for (int e = 0; e < collector.table.size(); e++) {
      byte[] label = collector.table.word(e);
      out.varint(label.length);
      out.put(label, 0, label.length);
      out.varlong(collector.table.count(e));
    }
    return out.take();
  }

  private static void checkLimit(WordTable table, PrepareConfig config) {
    if (table.size() > Labels.MAX) {
      throw new BadInputException(
          "%s: more than %,d different labels, for example '%s'; is --label-field right?"
              .formatted(
                  String.join(", ", config.input()),
                  Labels.MAX,
                  new String(table.word(table.size() - 1), StandardCharsets.UTF_8)));
    }
  }

  private static final class Collector implements CheckedLines.Sink {
    private final PrepareConfig config;
    private final RoleSplit split;
    private final WordTable table = new WordTable(64);
    private byte[] document; // of the next sentence; null if lines are held out
    private boolean training;

    Collector(PrepareConfig config, RoleSplit split) {
      this.config = config;
      this.split = split;
    }

    @Override
    public void document(byte[] name) {
      document = name;
    }

    @Override
    public boolean begin(byte[] buf, int off, int len) {
      training = split.part(config.holdout(), document, buf, off, len) == HoldoutSplit.Part.TRAIN;
      return true;
    }

    @Override
    public void token(byte[] buf, int off, int len) {}

    @Override
    public void label(byte[] buf, int off, int len) {
      table.add(buf, off, len, training ? 1 : 0);
      checkLimit(table, config);
    }

    @Override
    public void end() {}
  }
}

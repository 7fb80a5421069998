package org.corpuslm.ngram.arpa;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.apache.hadoop.conf.Configuration;
import org.corpuslm.corpus.LineReader;
import org.corpuslm.corpus.TextSplit;
import org.corpuslm.corpus.Vocabulary;
import org.corpuslm.ngram.count.Sharding;
import org.corpuslm.ngram.model.ShardRows;

/**
 * Sends the n-grams and the back-off weights of one piece of an ARPA file to their shards. N-grams
 * that have {@code <s>} after their first word are left out, because no text can contain them.
 */
final class ArpaRows extends ShardRows.Sender {
  private static final int LINES_AT_A_TIME = 1 << 12;

  private final LineReader reader;
  private final long linesBefore;
  private final int order;
  private final Vocabulary vocabulary;
  private final Sharding sharding;
  private final ArpaLine line;
  private final int[] ids;
  private final int[] key;
  private int section;

  /**
   * Opens one piece of the file.
   *
   * @param start state at the beginning of the piece
   * @param order order of the model
   * @param sharding sharding of the new model
   */
  ArpaRows(
      Configuration conf,
      TextSplit split,
      ImportConfig config,
      ArpaOutline.Start start,
      int order,
      Vocabulary vocabulary,
      Sharding sharding)
      throws IOException {
    super(order, sharding.shards());
    this.reader = new LineReader(conf, split, ArpaHead.maxLineBytes());
    this.linesBefore = start.lines();
    this.section = start.section();
    this.order = order;
    this.vocabulary = vocabulary;
    this.sharding = sharding;
    this.line = new ArpaLine(config, split.file().name());
    this.ids = new int[order];
    this.key = new int[order];
  }

  @Override
  protected boolean pack() throws IOException {
    for (int i = 0; i < LINES_AT_A_TIME; i++) {
      if (section > order || !reader.next()) {
        reader.close();
        return false;
      }
      long number = linesBefore + reader.lineNumber();
      line.set(reader.buffer(), reader.offset(), reader.length(), number);
      if (reader.tooLong()) {
        throw ArpaHead.tooLong(line);
      }
      if (line.isMark()) {
        section = ArpaOutline.after(section, line.text()); // ArpaOutline has checked the order
      } else if (section > 0 && !line.isEmpty()) {
        ngram();
      }
    }
    return true;
  }

  private void ngram() {
    line.checkNgram(section);
    double backoff = section < order ? line.backoff(section) : 0;
    boolean reachable = true;
    for (int w = 0; w < section; w++) {
      ids[w] = line.find(w + 1, vocabulary);
      if (ids[w] < 0) {
        throw line.error(
            "the word %s is not among the unigrams. Add it there, or write the file again",
            new String(line.word(w + 1), StandardCharsets.UTF_8));
      }
      reachable &= w == 0 || ids[w] != Vocabulary.BOS;
    }
    if (section > 1) {
      double logProb = line.logProb();
      if (reachable) {
        int[] context = key(section - 1);
        ngram(sharding.shardOf(context, section - 1), context, section, logProb);
      }
    }
    if (reachable && backoff != 0) {
      int[] context = key(section);
      context(sharding.shardOf(context, section), context, section, backoff);
    }
  }

  /**
   * Returns the words of an n-gram as a key: its first {@code context} words reversed, then the
   * word after them, if any.
   */
  private int[] key(int context) {
    for (int w = 0; w < context; w++) {
      key[w] = ids[context - 1 - w];
    }
    if (context < section) {
      key[context] = ids[context];
    }
    return key;
  }
}

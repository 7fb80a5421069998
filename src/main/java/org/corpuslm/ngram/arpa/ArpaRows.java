package org.corpuslm.ngram.arpa;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import org.apache.hadoop.conf.Configuration;
import org.corpuslm.corpus.LineReader;
import org.corpuslm.corpus.TextSplit;
import org.corpuslm.corpus.Vocabulary;
import org.corpuslm.ngram.count.Sharding;
import org.corpuslm.ngram.model.ShardRows;
import org.corpuslm.runtime.Block;

/**
 * Sends the n-grams and the back-off weights of one piece of an ARPA file to their shards. N-grams
 * with {@code <s>} behind their first word are left out: no text asks for them.
 */
final class ArpaRows implements Iterator<Block> {
  private static final int LINES_AT_A_TIME = 1 << 12;

  private final LineReader reader;
  private final long linesBefore;
  private final int order;
  private final Vocabulary vocabulary;
  private final Sharding sharding;
  private final ArpaLine line;
  private final ShardRows.Sender sender;
  private final int[] ids;
  private final int[] key;
  private int section;
  private boolean ended;
  private Iterator<Block> ready = List.<Block>of().iterator();

  ArpaRows(
      Configuration conf,
      TextSplit split,
      ImportConfig config,
      ArpaOutline.Start start,
      int order,
      Vocabulary vocabulary,
      Sharding sharding)
      throws IOException {
    this.reader = new LineReader(conf, split, ArpaHead.maxLineBytes());
    this.linesBefore = start.lines();
    this.section = start.section();
    this.order = order;
    this.vocabulary = vocabulary;
    this.sharding = sharding;
    this.line = new ArpaLine(config, split.file().name());
    this.sender = new ShardRows.Sender(order, sharding.shards());
    this.ids = new int[order];
    this.key = new int[order];
  }

  @Override
  public boolean hasNext() {
    try {
      while (!ready.hasNext() && !ended) {
        ready = fill().iterator();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return ready.hasNext();
  }

  @Override
  public Block next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    return ready.next();
  }

  private List<Block> fill() throws IOException {
    for (int i = 0; i < LINES_AT_A_TIME; i++) {
      if (section > order || !reader.next()) {
        ended = true;
        reader.close();
        return sender.rest();
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
    return sender.full();
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
            new String(line.word(w + 1), java.nio.charset.StandardCharsets.UTF_8));
      }
      reachable &= w == 0 || ids[w] != Vocabulary.BOS;
    }
    if (section > 1) {
      double logProb = line.logProb();
      if (reachable) {
        int[] context = key(section - 1);
        sender.ngram(sharding.shardOf(context, section - 1), context, section, logProb);
      }
    }
    if (reachable && backoff != 0) {
      int[] context = key(section);
      sender.context(sharding.shardOf(context, section), context, section, backoff);
    }
  }

  /** The context of the first words, the last one first, and what comes after it. */
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

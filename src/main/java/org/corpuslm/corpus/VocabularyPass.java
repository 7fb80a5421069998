package org.corpuslm.corpus;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.PriorityQueue;
import org.corpuslm.runtime.BadInputException;
import org.corpuslm.runtime.Block;
import org.corpuslm.runtime.BroadcastHandle;
import org.corpuslm.runtime.ByteSink;
import org.corpuslm.runtime.ByteSource;
import org.corpuslm.runtime.Cluster;
import org.corpuslm.runtime.MemoryBudget;
import org.corpuslm.runtime.TaskContext;

/**
 * The first pass of {@code prepare}: counts the words of the training lines. Map tasks combine
 * words in a bounded table, a shuffle by hash brings equal words together, and reduce tasks merge
 * and prune them.
 */
final class VocabularyPass {
  private static final int BLOCK_BYTES = 1 << 20;
  private static final long PARTITION_BYTES = 32L << 20; // of text
  private static final int MAX_PARTITIONS = 256;

  private VocabularyPass() {}

  /**
   * Returns the vocabulary of the training lines.
   *
   * @param allowed the exact set of words of the vocabulary; null = all words of the text
   */
  static Vocabulary run(
      Cluster cluster, PrepareConfig config, List<RoleSplit> splits, Vocabulary allowed) {
    BroadcastHandle<Vocabulary> shared = allowed == null ? null : cluster.broadcast(allowed);
    List<RoleSplit> training =
        splits.stream().filter(s -> s.role() == HoldoutSplit.Part.TRAIN).toList();
    int partitions = partitions(training);
    List<byte[]> merged =
        cluster.exchange(
            "prepare: counting words",
            training,
            (split, task) -> blocks(config, split, task, partitions, MemoryBudget.WORD_TABLE),
            partitions,
            (partition, blocks, task) ->
                merge(config, blocks, shared == null ? null : shared.value()));
    long memory = Math.min(Runtime.getRuntime().maxMemory(), cluster.memoryPerExecutor());
    return rank(config, merged, allowed, memory);
  }

  /** Returns the number of reduce partitions, which depends on the size of the text only. */
  static int partitions(List<RoleSplit> training) {
    long bytes =
        training.stream()
            .flatMap(s -> s.texts().stream())
            .mapToLong(text -> text.end() - text.start())
            .sum();
    return (int) Math.min(MAX_PARTITIONS, Math.max(1, bytes / PARTITION_BYTES));
  }

  /** Returns the words of one split as blocks, which are made on demand. */
  static Iterator<Block> blocks(
      PrepareConfig config, RoleSplit split, TaskContext task, int partitions, long tableBytes) {
    return new WordBlocks(config, split, task, partitions, tableBytes);
  }

  private static Vocabulary rank(
      PrepareConfig config, List<byte[]> merged, Vocabulary allowed, long memory) {
    long words = 0;
    long bytes = 0;
    for (byte[] part : merged) {
      words += new ByteSource(part).varlong();
      bytes += part.length;
    }
    checkFits(config.maxVocab() > 0 ? Math.min(config.maxVocab(), words) : words, bytes, memory);
    Frequent frequent = new Frequent(config.maxVocab());
    long unknown = 0;
    long sentences = 0;
    for (byte[] part : merged) {
      ByteSource in = new ByteSource(part);
      in.varlong();
      unknown += in.varlong();
      sentences += in.varlong();
      while (in.hasMore()) {
        unknown += frequent.add(new Vocabulary.Entry(in.bytes(in.varint()), in.varlong()));
      }
    }
    List<Vocabulary.Entry> chosen = new ArrayList<>(frequent.words);
    if (allowed != null) {
      addUnseen(allowed, chosen);
    }
    return Vocabulary.rank(config.text().unk(), unknown, sentences, chosen);
  }

  /** Adds the words of a list that do not occur in the text, with count 0. */
  private static void addUnseen(Vocabulary allowed, List<Vocabulary.Entry> words) {
    BitSet seen = new BitSet();
    for (Vocabulary.Entry entry : words) {
      seen.set(allowed.find(entry.word(), 0, entry.word().length));
    }
    int first = Vocabulary.EOS + 1;
    for (int id = seen.nextClearBit(first); id < allowed.size(); id = seen.nextClearBit(id + 1)) {
      words.add(new Vocabulary.Entry(allowed.bytes(id), 0));
    }
  }

  /**
   * Checks that the vocabulary, which every JVM holds whole, fits into memory.
   *
   * @param bytes total bytes of the words
   * @param memory heap of the driver or of an executor, whichever is smaller, in bytes
   * @throws BadInputException if ranking takes more than half of the memory
   */
  static void checkFits(long words, long bytes, long memory) {
    long needed = MemoryBudget.ranking(words, bytes);
    if (needed > memory / 2) {
      throw new BadInputException(
          ("the training text has %,d different words: their vocabulary takes about %,d MB, more"
                  + " than half of the %,d MB that the driver or an executor has. Give --min-count"
                  + " or --max-vocab, or more memory (spark.driver.memory, spark.executor.memory)")
              .formatted(words, needed >> 20, memory >> 20));
    }
  }

  /** Keeps the most frequent words; the least frequent of them is the head of the queue. */
  private static final class Frequent {
    private final int max;
    private final PriorityQueue<Vocabulary.Entry> words =
        new PriorityQueue<>(Vocabulary.Entry.RANK.reversed());

    /** Makes an empty queue with a maximum size; 0 = unlimited. */
    Frequent(int max) {
      this.max = max;
    }

    /** Adds a word and returns the count of the word that had to be dropped, or 0. */
    long add(Vocabulary.Entry entry) {
      words.add(entry);
      return max > 0 && words.size() > max ? words.remove().count() : 0;
    }
  }

  /**
   * Merges the words of one partition. The result is packed as: number of words, count of the
   * unknown word (literal and pruned), sentences, then (length, word, count)*.
   */
  private static byte[] merge(PrepareConfig config, Iterator<byte[]> blocks, Vocabulary allowed) {
    WordTable table = new WordTable(1 << 12);
    long sentences = 0;
    while (blocks.hasNext()) {
      byte[] block = blocks.next();
      ByteSource in = new ByteSource(block);
      sentences += in.varlong();
      while (in.hasMore()) {
        int len = in.varint();
        byte[] word = in.bytes(len);
        table.add(word, 0, len, in.varlong());
      }
    }
    byte[] unk = config.text().unk().getBytes(java.nio.charset.StandardCharsets.UTF_8);
    int literal = table.find(unk, 0, unk.length);
    long unknown = literal < 0 ? 0 : table.count(literal);
    // Of each partition no more than max-vocab words can stay.
    Frequent frequent = new Frequent(config.maxVocab());
    for (int e = 0; e < table.size(); e++) {
      if (e == literal) {
        continue;
      }
      byte[] word = table.word(e);
      boolean wanted = allowed == null || allowed.find(word, 0, word.length) >= 0;
      if (!wanted || table.count(e) < config.minCount()) {
        unknown += table.count(e);
        continue;
      }
      unknown += frequent.add(new Vocabulary.Entry(word, table.count(e)));
    }
    ByteSink out = new ByteSink(1 << 16);
    out.varlong(frequent.words.size());
    out.varlong(unknown);
    out.varlong(sentences);
    for (Vocabulary.Entry e : frequent.words) {
      out.varint(e.word().length);
      out.put(e.word(), 0, e.word().length);
      out.varlong(e.count());
    }
    return out.take();
  }

  /**
   * Counts the words of one split into blocks: sentences, then (length, word, count)*. It reads on
   * only when all blocks are consumed, so memory holds at most one full table and its blocks.
   */
  private static final class WordBlocks implements Iterator<Block>, CheckedLines.Sink {
    private final RoleSplit split;
    private final TaskContext task;
    private final int partitions;
    private final long tableBytes;
    private final HoldoutSplit holdout;
    private final CheckedLines lines;
    private final Deque<Block> blocks = new ArrayDeque<>();
    private WordTable table = new WordTable(1 << 14);
    private TextCursor cursor; // in the piece before `next`; null between pieces
    private int next;
    private boolean flushed; // once all pieces are read
    private byte[] document; // of the next sentence; null if lines are held out
    private long sentences;

    WordBlocks(
        PrepareConfig config, RoleSplit split, TaskContext task, int partitions, long tableBytes) {
      this.split = split;
      this.task = task;
      this.partitions = partitions;
      this.tableBytes = tableBytes;
      this.holdout = config.holdout();
      this.lines = CheckedLines.of(config);
    }

    @Override
    public boolean hasNext() {
      try {
        while (blocks.isEmpty() && !flushed) {
          fill();
          flush();
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      return !blocks.isEmpty();
    }

    @Override
    public Block next() {
      return blocks.remove();
    }

    /** Reads until the table is full or nothing is left. */
    private void fill() throws IOException {
      do {
        if (cursor == null && next == split.texts().size()) {
          flushed = true;
          return;
        }
        if (cursor == null) {
          cursor = lines.cursor(task.hadoop(), split.texts().get(next++), this);
        }
        if (!cursor.next()) {
          cursor.close();
          cursor = null;
        }
      } while (table.memory() <= tableBytes);
    }

    @Override
    public void document(byte[] name) {
      document = name;
    }

    @Override
    public boolean begin(byte[] buf, int off, int len) {
      if (split.part(holdout, document, buf, off, len) != HoldoutSplit.Part.TRAIN) {
        return false;
      }
      sentences++;
      return true;
    }

    @Override
    public void token(byte[] buf, int off, int len) {
      table.add(buf, off, len, 1);
    }

    @Override
    public void end() {}

    private void flush() {
      ByteSink[] sinks = new ByteSink[partitions];
      for (int p = 0; p < partitions; p++) {
        sinks[p] = new ByteSink(1 << 12);
        sinks[p].varlong(p == 0 ? sentences : 0);
      }
      sentences = 0;
      for (int e = 0; e < table.size(); e++) {
        int p = Math.floorMod(table.hash(e), partitions);
        ByteSink sink = sinks[p];
        byte[] word = table.word(e);
        sink.varint(word.length);
        sink.put(word, 0, word.length);
        sink.varlong(table.count(e));
        if (sink.size() > BLOCK_BYTES) {
          blocks.add(new Block(p, sink.take()));
          sink.varlong(0);
        }
      }
      for (int p = 0; p < partitions; p++) {
        blocks.add(new Block(p, sinks[p].take()));
      }
      table = new WordTable(1 << 14);
    }
  }
}

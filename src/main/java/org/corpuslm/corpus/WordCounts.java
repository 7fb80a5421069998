package org.corpuslm.corpus;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import org.corpuslm.runtime.Block;
import org.corpuslm.runtime.ByteSink;
import org.corpuslm.runtime.ByteSource;

/**
 * Counts words for a vocabulary: map tasks add up words and send each to a partition by its hash
 * ({@link #blocks}), reduce tasks add up partitions ({@link #merge}), and the driver ranks all
 * words ({@link #rank}).
 */
public final class WordCounts {
  private static final int BLOCK_BYTES = 1 << 20;

  private final WordTable table = new WordTable(1 << 14);

  /** Adds {@code n} ≥ 0 occurrences of a word. */
  public void add(byte[] word, long n) {
    table.add(word, 0, word.length, n);
  }

  /** Returns the words as blocks for the partitions: (length, word, count)*. */
  public List<Block> blocks(int partitions) {
    List<Block> blocks = new ArrayList<>();
    ByteSink[] sinks = new ByteSink[partitions];
    for (int entry = 0; entry < table.size(); entry++) {
      int p = Math.floorMod(table.hash(entry), partitions);
      sinks[p] = sinks[p] == null ? new ByteSink(1 << 12) : sinks[p];
      pack(table, entry, sinks[p]);
      if (sinks[p].size() > BLOCK_BYTES) {
        blocks.add(new Block(p, sinks[p].take()));
      }
    }
    for (int p = 0; p < partitions; p++) {
      if (sinks[p] != null && sinks[p].size() > 0) {
        blocks.add(new Block(p, sinks[p].take()));
      }
    }
    return blocks;
  }

  private static void pack(WordTable table, int entry, ByteSink to) {
    byte[] word = table.word(entry);
    to.varint(word.length);
    to.put(word, 0, word.length);
    to.varlong(table.count(entry));
  }

  /** Adds up the blocks of one partition; the result has the format of {@link #blocks}. */
  public static byte[] merge(Iterator<byte[]> blocks) {
    WordTable table = new WordTable(1 << 12);
    while (blocks.hasNext()) {
      ByteSource in = new ByteSource(blocks.next());
      while (in.hasMore()) {
        int length = in.varint();
        table.add(in.bytes(length), 0, length, in.varlong());
      }
    }
    ByteSink out = new ByteSink(1 << 16);
    for (int entry = 0; entry < table.size(); entry++) {
      pack(table, entry, out);
    }
    return out.take();
  }

  /**
   * Ranks the words of all partitions by frequency. {@code <s>} gets the count of {@code </s>}.
   *
   * @param merged the results of {@link #merge}
   * @param unk the unknown word
   * @param memory heap of the driver or of an executor, whichever is smaller, in bytes
   * @throws org.corpuslm.runtime.BadInputException if the vocabulary takes more than half of it
   */
  public static Vocabulary rank(List<byte[]> merged, String unk, long memory) {
    byte[] unknown = unk.getBytes(StandardCharsets.UTF_8);
    byte[] bos = Vocabulary.BOS_WORD.getBytes(StandardCharsets.UTF_8);
    byte[] eos = Vocabulary.EOS_WORD.getBytes(StandardCharsets.UTF_8);
    List<Vocabulary.Entry> words = new ArrayList<>();
    long unkCount = 0;
    long sentences = 0;
    long bytes = 0;
    for (byte[] part : merged) {
      bytes += part.length;
      ByteSource in = new ByteSource(part);
      while (in.hasMore()) {
        byte[] word = in.bytes(in.varint());
        long count = in.varlong();
        if (Arrays.equals(word, unknown)) {
          unkCount = count;
        } else if (Arrays.equals(word, eos)) {
          sentences = count;
        } else if (!Arrays.equals(word, bos)) {
          words.add(new Vocabulary.Entry(word, count));
        }
      }
    }
    VocabularyPass.checkFits(words.size(), bytes, memory);
    return Vocabulary.rank(unk, unkCount, sentences, words);
  }
}

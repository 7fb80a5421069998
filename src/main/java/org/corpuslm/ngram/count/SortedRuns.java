package org.corpuslm.ngram.count;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Iterator;
import java.util.List;
import org.corpuslm.corpus.TokenFile;
import org.corpuslm.runtime.Block;
import org.corpuslm.runtime.MemoryBudget;
import org.corpuslm.runtime.PublishedFile;
import org.corpuslm.runtime.TaskContext;
import org.corpuslm.runtime.TaskEnd;

/**
 * The map side of counting over one file of tokens: reads it chunk by chunk, and returns the sorted
 * runs of each chunk ({@link NgramSorter}). Closes the file at its end, or when the task ends.
 */
final class SortedRuns implements Iterator<Block> {
  // Small chunks sort in the processor's caches; with many shards a chunk must be larger, or its
  // runs get too short for an efficient merge.
  private static final int MIN_CHUNK = 1 << 19;
  private static final int MAX_CHUNK = 1 << 22;
  private static final int TOKENS_PER_RUN = 1 << 14;

  private final TokenFile.Reader reader;
  private final CorpusIds ids;
  private final NgramSorter sorter;
  private Iterator<Block> blocks = List.<Block>of().iterator();
  private boolean ended;

  private SortedRuns(TokenFile.Reader reader, CorpusIds ids, NgramSorter sorter) {
    this.reader = reader;
    this.ids = ids;
    this.sorter = sorter;
  }

  /**
   * Opens one file of a corpus.
   *
   * @param directory path of the corpus
   * @param forms whether the file has the forms of unknown words, as held-out text does
   * @param ids maps the ids of the corpus to those of the store
   * @param vocabularySize number of words of the store
   * @param sharding sharding of the store
   */
  static SortedRuns of(
      TaskContext task,
      String directory,
      PublishedFile file,
      boolean forms,
      CorpusIds ids,
      int order,
      int vocabularySize,
      Sharding sharding) {
    TokenFile.Reader reader =
        TaskEnd.closes(
            new TokenFile.Reader(
                task.hadoop(),
                directory + "/" + file.path(),
                file,
                forms,
                ids.words(vocabularySize)));
    long limit = Math.max(MIN_CHUNK, Math.min(MAX_CHUNK, MemoryBudget.here().chunk()));
    long sized = Math.max(MIN_CHUNK, (long) sharding.shards() * TOKENS_PER_RUN);
    int chunk = (int) Math.min(Math.min(limit, sized), file.rows() * order + order);
    return new SortedRuns(reader, ids, new NgramSorter(order, vocabularySize, sharding, chunk));
  }

  @Override
  public boolean hasNext() {
    try {
      while (!blocks.hasNext() && !ended) {
        boolean room = true;
        while (room && !ended) {
          if (reader.next()) {
            room = sorter.add(ids.of(reader.id(), reader.form()));
          } else {
            ended = true;
            reader.close();
          }
        }
        blocks = sorter.drain().iterator();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return blocks.hasNext();
  }

  @Override
  public Block next() {
    return blocks.next();
  }
}

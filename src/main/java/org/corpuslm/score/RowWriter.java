package org.corpuslm.score;

import java.io.Closeable;
import java.io.IOException;
import java.util.List;
import org.corpuslm.corpus.DocumentReader;
import org.corpuslm.runtime.Staging;

/** Reads the rows of a split a second time and writes those that are kept, with their scores. */
interface RowWriter extends Closeable {
  /** Moves to the next row, along with the reader of documents. */
  void next() throws IOException;

  /**
   * Writes the current row.
   *
   * @param document the document of the row
   * @param scores its scores by model
   * @param bucket name of its bucket; null if there are no buckets or it has no perplexity
   */
  void write(DocumentReader document, DocumentScore[] scores, String bucket) throws IOException;

  /** Ends the files. */
  List<Staging.StagedFile> finish() throws IOException;
}

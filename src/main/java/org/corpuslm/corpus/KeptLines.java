package org.corpuslm.corpus;

import java.io.IOException;
import java.util.stream.LongStream;
import org.apache.hadoop.conf.Configuration;

/**
 * The line numbers of the sentences of a piece of plain text.
 *
 * @param numbers line numbers of the sentences within the piece, ascending, from 1
 * @param all number of all lines of the piece
 */
public record KeptLines(long[] numbers, long all) {

  /**
   * Reads a piece of text.
   *
   * @throws org.corpuslm.runtime.BadInputException at the first bad line
   */
  public static KeptLines of(Configuration conf, TextSplit split, TextSpec text)
      throws IOException {
    LongStream.Builder kept = LongStream.builder();
    LineStats lines =
        CheckedLines.strict(text)
            .read(
                conf,
                split,
                new CheckedLines.Sink() {
                  @Override
                  public void line(long number) {
                    kept.add(number);
                  }

                  @Override
                  public boolean begin(byte[] buf, int off, int len) {
                    return false;
                  }

                  @Override
                  public void token(byte[] buf, int off, int len) {}

                  @Override
                  public void end() {}
                });
    return new KeptLines(kept.build().toArray(), lines.lines);
  }
}

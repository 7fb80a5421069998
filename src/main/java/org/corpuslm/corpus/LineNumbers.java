package org.corpuslm.corpus;

import java.io.IOException;
import java.io.InputStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.corpuslm.runtime.Storage;
import org.corpuslm.runtime.TextColumn;

/** Computes line numbers within a file by reading it, for error messages only. */
public final class LineNumbers {
  private LineNumbers() {}

  /** Returns the number of lines or rows of the file that start before the split. */
  public static long before(Configuration conf, TextSplit split) throws IOException {
    if (split.start() == 0) {
      return 0;
    }
    if (split.format().format().equals(InputFormat.Name.PARQUET)) {
      return TextColumn.rowsBefore(conf, split.file().path(), split.file().name(), split.start());
    }
    long lines = 0;
    Path path = new Path(split.file().path());
    try (InputStream in = Storage.open(conf, path)) {
      byte[] buffer = new byte[1 << 18];
      long position = 0;
      // A newline at start-1 ends a line of the split before; a line that starts at `start` belongs
      // to this split.
      while (position < split.start()) {
        int n = in.read(buffer, 0, (int) Math.min(buffer.length, split.start() - position));
        if (n < 0) {
          break;
        }
        for (int i = 0; i < n; i++) {
          if (buffer[i] == '\n') {
            lines++;
          }
        }
        position += n;
        if (position == split.start() && buffer[n - 1] != '\n') {
          lines++; // the line that reaches into this split belongs to the one before
        }
      }
    }
    return lines;
  }
}

package org.corpuslm.corpus;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;

/**
 * A piece of a text file: the lines that start in a range of bytes.
 *
 * @param index number of the piece among all pieces of all files, from 0
 * @param file the file
 * @param start offset of the first byte; a line that starts before it belongs to the piece before
 * @param end offset after the last byte; a line that starts before it is read to its end
 * @param format layout of the file
 */
public record TextSplit(int index, InputFile file, long start, long end, InputFormat format)
    implements Serializable {

  /** A piece of plain text whose lines are sentences. */
  public TextSplit(int index, InputFile file, long start, long end) {
    this(index, file, start, end, InputFormat.LINES);
  }

  /** Cuts files of plain text into pieces, as {@link #plan(List, long, InputFormat)} does. */
  public static List<TextSplit> plan(List<InputFile> files, long targetBytes) {
    return plan(files, targetBytes, InputFormat.LINES);
  }

  /**
   * Cuts files into pieces. Compressed files and WET files stay whole.
   *
   * @param targetBytes approximate size of a piece
   */
  public static List<TextSplit> plan(List<InputFile> files, long targetBytes, InputFormat format) {
    List<TextSplit> splits = new ArrayList<>();
    boolean whole = format.format().equals(InputFormat.Name.WET);
    for (InputFile file : files) {
      boolean cut = file.splittable() && !whole;
      long pieces = cut ? Math.max(1, file.length() / targetBytes) : 1;
      for (long i = 0; i < pieces; i++) {
        long start = file.length() * i / pieces;
        long end = file.length() * (i + 1) / pieces;
        splits.add(new TextSplit(splits.size(), file, start, end, format));
      }
    }
    return splits;
  }
}

package org.corpuslm.corpus;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;

/**
 * A piece of a text file: the lines that start in a range of bytes.
 *
 * @param index its number among all pieces
 * @param file the file
 * @param start first byte
 * @param end byte after the last
 */
public record TextSplit(int index, InputFile file, long start, long end) implements Serializable {

  /** Cuts files into pieces of about {@code targetBytes}; compressed ones stay whole. */
  public static List<TextSplit> plan(List<InputFile> files, long targetBytes) {
    List<TextSplit> splits = new ArrayList<>();
    for (InputFile file : files) {
      long pieces = file.splittable() ? Math.max(1, file.length() / targetBytes) : 1;
      for (long i = 0; i < pieces; i++) {
        long start = file.length() * i / pieces;
        long end = file.length() * (i + 1) / pieces;
        splits.add(new TextSplit(splits.size(), file, start, end));
      }
    }
    return splits;
  }
}

package org.corpuslm.corpus;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.GlobExpander;
import org.apache.hadoop.fs.GlobFilter;
import org.apache.hadoop.fs.Path;
import org.corpuslm.runtime.Storage;

/**
 * Expands globs in Hadoop's syntax. Unlike {@link FileSystem#globStatus}, it accepts names with a
 * colon.
 */
final class GlobMatches {
  private GlobMatches() {}

  /** Returns the files and directories that a qualified pattern matches. */
  static List<FileStatus> of(FileSystem fs, Path pattern) throws IOException {
    List<FileStatus> found = new ArrayList<>();
    for (String alternative : GlobExpander.expand(pattern.toUri().getPath())) {
      List<Path> places = List.of(fs.makeQualified(new Path("/")));
      for (String name : alternative.split("/", 0)) {
        if (!name.isEmpty()) {
          places = below(fs, places, name);
        }
      }
      for (Path place : places) {
        found.add(fs.getFileStatus(place));
      }
    }
    return found;
  }

  private static List<Path> below(FileSystem fs, List<Path> places, String name)
      throws IOException {
    GlobFilter filter = new GlobFilter(name);
    List<Path> found = new ArrayList<>();
    for (Path place : places) {
      if (!filter.hasPattern()) {
        // A backslash makes a special character literal.
        Path child = Storage.child(place, name.replaceAll("\\\\(.)", "$1"));
        if (fs.exists(child)) {
          found.add(child);
        }
      } else {
        Arrays.stream(list(fs, place))
            .map(FileStatus::getPath)
            .filter(filter::accept)
            .forEach(found::add);
      }
    }
    return found;
  }

  private static FileStatus[] list(FileSystem fs, Path place) throws IOException {
    try {
      return fs.getFileStatus(place).isDirectory() ? fs.listStatus(place) : new FileStatus[0];
    } catch (FileNotFoundException e) {
      return new FileStatus[0]; // a dangling link
    }
  }
}

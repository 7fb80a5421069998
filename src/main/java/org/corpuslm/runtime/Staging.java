package org.corpuslm.runtime;

import java.io.IOException;
import java.io.Serializable;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * Where tasks write the files of an output before it is published: every attempt of a task under
 * names of its own, so that retries and speculative copies never share a file.
 *
 * @param directory the staging directory
 */
public record Staging(String directory) implements Serializable {

  /** Full path at which this attempt writes a file that will be published as {@code relative}. */
  public String path(TaskContext task, String relative) {
    return attempt(task.attempt(), relative);
  }

  /**
   * Returns the path of an intermediate directory of the run, which goes when the output is
   * published.
   */
  public String scratch(String name) {
    return attempts() + "/" + name;
  }

  /** Returns the directory of everything that will not be published at its place. */
  String attempts() {
    return directory + "/_attempts";
  }

  String attempt(String attempt, String relative) {
    return attempts() + "/" + attempt + "~" + relative.replace('/', '~');
  }

  /**
   * Moves a finished file from its attempt to its place in the output, where directories are
   * renamed at once and the driver has nothing left to do. Attempts of one task write the same
   * bytes.
   *
   * @return false on object stores, where it is copied when the output is published
   */
  boolean commit(TaskContext task, String relative) throws IOException {
    Path from = new Path(path(task, relative));
    Path to = new Path(directory, relative);
    FileSystem fs = Storage.of(task.hadoop(), from);
    if (!Storage.renamesAtOnce(fs)) {
      return false;
    }
    if (!fs.exists(new Path(directory))) {
      throw new IOException("the run was given up: " + directory + " is gone");
    }
    fs.mkdirs(to.getParent());
    if (!fs.rename(from, to)) {
      AtomicFile.move(task.hadoop(), fs, from, to);
    }
    return true;
  }

  /**
   * A finished file of one attempt.
   *
   * @param attempt who wrote it, as long as it lies in that attempt's place; empty once it is in
   *     the place where it will be published
   * @param file what it is, with the path it is to have when published
   */
  public record StagedFile(String attempt, PublishedFile file) implements Serializable {}
}

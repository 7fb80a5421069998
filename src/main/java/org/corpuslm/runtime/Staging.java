package org.corpuslm.runtime;

import java.io.IOException;
import java.io.Serializable;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * The staging directory of an output, where tasks write files before the output is published. Every
 * attempt of a task has its own file names, so retries and speculative copies never write the same
 * file.
 *
 * @param directory path of the staging directory
 */
public record Staging(String directory) implements Serializable {

  /**
   * Returns the path at which an attempt writes a file.
   *
   * @param relative path of the file in the published directory
   */
  public String path(TaskContext task, String relative) {
    return attempt(task.attempt(), relative);
  }

  /**
   * Returns the path of an intermediate directory of the run, which is removed when the output is
   * published.
   */
  public String scratch(String name) {
    return attempts() + "/" + name;
  }

  /** Returns the directory of all files that are not at their place in the output. */
  String attempts() {
    return directory + "/_attempts";
  }

  String attempt(String attempt, String relative) {
    return attempts() + "/" + attempt + "~" + relative.replace('/', '~');
  }

  /**
   * Moves a finished file of an attempt to its place in the output, so that the driver need not do
   * it. Attempts of one task write the same bytes.
   *
   * @return false on object stores, where the driver copies the file when it publishes the output
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
   * A finished file of an attempt.
   *
   * @param attempt the attempt whose file name the file has; empty if the file is at its place in
   *     the output
   * @param file entry of the file for the manifest
   */
  public record StagedFile(String attempt, PublishedFile file) implements Serializable {}
}

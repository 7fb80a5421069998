package org.corpuslm.runtime;

import java.io.Serializable;

/**
 * Where tasks write the files of an output before it is published: every attempt of a task in a
 * folder of its own, so that retries and speculative copies never share a file.
 *
 * @param directory the staging directory
 */
public record Staging(String directory) implements Serializable {

  /** Full path at which this attempt writes a file that will be published as {@code relative}. */
  public String path(Worker worker, String relative) {
    return attempt(worker.attempt(), relative);
  }

  String attempt(String attempt, String relative) {
    return directory + "/_attempts/" + attempt + "/" + relative;
  }

  /**
   * A finished file of one attempt.
   *
   * @param attempt who wrote it
   * @param file what it is, with the path it is to have when published
   */
  public record StagedFile(String attempt, PublishedFile file) implements Serializable {}
}

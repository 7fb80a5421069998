package org.corpuslm.runtime;

import java.io.Serializable;

/**
 * A file of a published directory, as its manifest lists it.
 *
 * @param path path relative to the directory
 * @param bytes size of the file
 * @param rows number of records; −1 if the file has none
 * @param sha256 SHA-256 of the content, in lower-case hexadecimal
 */
public record PublishedFile(String path, long bytes, long rows, String sha256)
    implements Serializable {
  /** Returns whether all values are present and possible. */
  boolean isComplete() {
    return path != null && sha256 != null && bytes >= 0 && rows >= -1;
  }

  /**
   * Returns whether the path stays below the directory; a path read from a manifest may be
   * anything.
   */
  boolean isInside() {
    return Storage.isInside(path);
  }
}

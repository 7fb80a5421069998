package org.corpuslm.runtime;

import java.io.Serializable;

/**
 * A file of an output directory, as its manifest lists it.
 *
 * @param path relative to the directory
 * @param bytes its size
 * @param rows its records, or -1 where that means nothing
 * @param sha256 of its content, lower-case hexadecimal
 */
public record PublishedFile(String path, long bytes, long rows, String sha256)
    implements Serializable {
  /** Whether nothing is missing or impossible. */
  boolean isComplete() {
    return path != null && sha256 != null && bytes >= 0 && rows >= -1;
  }

  /** Whether the path stays below the directory; one that was read from a file may say anything. */
  boolean isInside() {
    return Storage.isInside(path);
  }
}
